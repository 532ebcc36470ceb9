import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { Caller } from '../../shared/caller.js';
import { Failure } from '../../shared/failure.js';
import { PutOff } from '../../shared/put-off.js';
import { SETTLE_SECONDS } from '../integration/written-once.js';
import type { JobRun } from '../jobs/job-task.js';
import type { SpamRoute } from '../spam-settings/spam-settings.js';
import type { DeliveryOutcome, WaitingDelivery } from './delivery.js';
import type { ReportRoute } from './report-route.js';
import type { WriteOnce } from './write-once.js';

interface Deps {
  readonly once: WriteOnce;
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
      if (error instanceof ConnectWiseError && error.kind === 'outcome-unknown') {
        throw new PutOff(error.kind, { kind: 'after', seconds: SETTLE_SECONDS }, { cause: error });
      }
      const failure = error instanceof ConnectWiseError ? toFailure(error) : error;
      if (!(failure instanceof Failure)) throw error;
      return { state: 'FAILED', failure: failure.problems[0], remote: await once.remote(sending) };
    }
  }
}
