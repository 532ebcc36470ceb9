import type { Capability } from '../../connectwise/capabilities.js';
import type { ConnectWise } from '../../connectwise/client.js';
import type { ApiAddress } from '../../connectwise/company-info.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Caller } from '../../shared/caller.js';
import { Failure } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import { PutOff } from '../../shared/put-off.js';
import type { NextWake } from '../../shared/work.js';
import { AccountHold, accountHold, forbids, type OutgoingWork, pauseReasonOf } from './health.js';
import type { HealthKeeper } from './health-keeper.js';
import type { StoredIntegration } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';
import { type AccessDeps, openAccess } from './open-access.js';
import { restSeconds } from './outage.js';

/** What is asked; the instance is the one that the session speaks with, also while other settings are being saved. */
export type Question<Answer> = (session: ConnectWiseSession, instanceId: InstanceId) => Promise<Answer>;

/** One piece of work that leaves for ConnectWise. */
export interface WorkPiece {
  readonly work: OutgoingWork;
  /** The right it uses: the one to name when ConnectWise says that it is missing. */
  readonly capability: Capability['subject'];
  /** Ends its calls early, with the signal's own reason. */
  readonly signal: AbortSignal;
}

interface Deps extends AccessDeps {
  readonly integrations: IntegrationRepository;
  readonly keeper: HealthKeeper;
  readonly connectWise: ConnectWise;
}

const HOUR = 3_600;
const MINUTE = 60;
/** Answers that come behind the check of the keys, though they are no success: refusals before them are not in a row. */
const KEYS_TAKEN = new Set<ConnectWiseError['kind']>(['permission', 'not-found', 'rejected', 'change-ignored']);

/**
 * The one way by which background work speaks with ConnectWise. It notices when ConnectWise refuses the account or the
 * right, and then nothing more of that goes out until a test has passed again.
 */
export class BackgroundWork {
  constructor(private readonly deps: Deps) {}

  /**
   * Asks ConnectWise under the keys that are saved now, to the end: keys saved meanwhile are for the next piece.
   * @throws PutOff while the account or this kind of work is held, and whenever ConnectWise is out of order, refuses the
   * keys or asks to wait, so that an outage of any length uses up no try; ConnectWiseError for what the question itself
   * brought about, and with `outcome-unknown` for a write that has to be looked up
   */
  async run<Answer>(caller: Caller, piece: WorkPiece, question: Question<Answer>): Promise<Answer> {
    const { integrations, keeper } = this.deps;
    const settings = await this.requireFree(caller, piece, await integrations.find(caller.accountId));
    const session = this.open(caller, piece, settings);
    try {
      await this.noticeMove(caller, settings, session);
      const answer = await question(session, settings.instanceId);
      if (settings.refusals > 0) await keeper.accepted(caller, settings.version);
      return answer;
    } catch (error) {
      if (error instanceof ConnectWiseError) await this.learnFrom(error, caller, { piece, settings, session });
      throw error;
    }
  }

  /** Answers the settings under which this piece may go out. */
  private async requireFree(
    caller: Caller,
    { work, capability }: WorkPiece,
    stored: StoredIntegration | undefined,
  ): Promise<FreeIntegration> {
    const hold = accountHold(stored, await this.deps.keeper.holds(caller), work);
    if (!hasInstance(stored) || hold === AccountHold.INTEGRATION_OFF || hold === AccountHold.KEYS_MISSING) {
      // Nothing changes by itself here: the save that turns it on has to wake the work.
      throw new PutOff(hold ?? AccountHold.INTEGRATION_OFF, { kind: 'rest' });
    }
    if (hold) throw this.putOff(hold, stored);
    if (!forbids(stored.lastReport, capability)) return stored;
    // ConnectWise has said so already: asking it once more would only be refused.
    await this.deps.keeper.forbidden(caller, stored.version, { work, capability });
    throw this.putOff(AccountHold.WORK_NOT_PERMITTED, stored);
  }

  private open(caller: Caller, { signal }: WorkPiece, settings: StoredIntegration): ConnectWiseSession {
    try {
      return this.deps.connectWise.open(openAccess(this.deps, caller, settings), 'job', signal);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A lost sealing key or a stricter policy: only the operator can mend it, and nothing will tell us.
      throw new PutOff(error.problems[0].code, { kind: 'after', seconds: HOUR }, { cause: error });
    }
  }

  private async learnFrom(
    error: ConnectWiseError,
    caller: Caller,
    { piece, settings, session }: { piece: WorkPiece; settings: StoredIntegration; session: ConnectWiseSession },
  ): Promise<void> {
    const { keeper } = this.deps;
    const { work, capability } = piece;
    const { version } = settings;
    const reason = pauseReasonOf(error.kind);
    if (reason && (await keeper.refused(caller, version, reason))) {
      throw this.putOff(AccountHold.INTEGRATION_PAUSED, settings, error);
    }
    if (settings.refusals > 0 && KEYS_TAKEN.has(error.kind)) await keeper.accepted(caller, version);
    const seconds = await restSeconds(error, session);
    if (seconds !== undefined) throw new PutOff(error.kind, { kind: 'after', seconds }, { cause: error });
    if (error.kind !== 'permission') return;
    await keeper.forbidden(caller, version, { work, capability });
    throw this.putOff(AccountHold.WORK_NOT_PERMITTED, settings, error);
  }

  /** After an upgrade of ConnectWise calls find their way by themselves; the report has to be made anew. */
  private async noticeMove(caller: Caller, settings: StoredIntegration, session: ConnectWiseSession): Promise<void> {
    const { seenApi, version } = settings;
    if (seenApi === undefined || urlOf(await session.address()) === seenApi) return;
    // What is remembered here may be older than the report that saw the move.
    if (urlOf(await session.newAddress()) !== seenApi) await this.deps.keeper.moved(caller, version);
  }

  /** Only the next check can end this, so there is no use in waking before it. */
  private putOff(hold: AccountHold, { nextCheckAt }: StoredIntegration, cause?: unknown): PutOff {
    const next: NextWake = nextCheckAt ? { kind: 'at', at: nextCheckAt } : { kind: 'after', seconds: MINUTE };
    return new PutOff(hold, next, { cause });
  }
}

type FreeIntegration = StoredIntegration & { readonly instanceId: InstanceId };

/** Settings that were ever complete belong to an instance. */
function hasInstance(stored: StoredIntegration | undefined): stored is FreeIntegration {
  return stored?.instanceId !== undefined;
}

function urlOf({ origin, basePath }: ApiAddress): string {
  return origin + basePath;
}
