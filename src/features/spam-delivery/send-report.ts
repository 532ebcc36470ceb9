import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { PutOff } from '../../shared/put-off.js';
import { SETTLE_SECONDS } from '../integration/written-once.js';
import type { JobRun } from '../jobs/job-task.js';
import type { SpamRoute } from '../spam-settings/spam-settings.js';
import type { DeliveryOutcome, WaitingDelivery } from './delivery.js';
import type { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { ReportRoute, Sending } from './report-route.js';
import type { WriteOnce } from './write-once.js';

interface Deps {
  readonly once: WriteOnce;
  readonly deliveries: DeliveryWorkRepository;
  readonly routes: Readonly<Record<SpamRoute, ReportRoute>>;
}

/** Sends one report by the route that it is to take. */
export class SendReport {
  constructor(private readonly deps: Deps) {}

  /**
   * Carries a delivery out to its end. Done again, it goes on where it was, and doubles nothing.
   * @throws PutOff while nothing may go out, and while a write of which nobody knows may still arrive
   */
  async send(caller: Caller, run: JobRun, delivery: WaitingDelivery): Promise<DeliveryOutcome> {
    const { once, routes } = this.deps;
    const sending = { caller, run, delivery };
    const route = routes[delivery.route];
    const reason = await route.obstacle?.(sending);
    if (reason) return { state: 'SKIPPED', reason };
    try {
      return { state: 'SENT', remote: await route.send(sending) };
    } catch (error) {
      const failure = await this.failureIn(error, sending);
      return { state: 'FAILED', failure: failure.problems[0], remote: await once.remote(sending) };
    }
  }

  /** @throws whatever is no failure of the report itself */
  private async failureIn(error: unknown, sending: Sending): Promise<Failure> {
    if (error instanceof Failure) return error;
    if (!(error instanceof ConnectWiseError)) throw error;
    if (error.kind !== 'outcome-unknown') return toFailure(error);
    const { caller, run, delivery } = sending;
    const tries = await run.write((tx) => this.deps.deliveries.noteUnclear(tx, caller.accountId, delivery.id));
    if (tries >= MOST_TRIES) return neverConfirmed(error);
    throw new PutOff(error.kind, { kind: 'after', seconds: SETTLE_SECONDS }, { cause: error });
  }
}

/** All others wait behind a report: one that something in between always swallows must not hold them for ever. */
const MOST_TRIES = 5;

function neverConfirmed(cause: ConnectWiseError): Failure {
  const message =
    'ConnectWise never confirmed that it has the report. Send it again: what it left is looked for first.';
  return new Failure({ code: FailureCode.CONNECTWISE_UNAVAILABLE, message }, { cause });
}
