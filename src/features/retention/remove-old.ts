import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { assertHold } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { startOf } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { firstIdOf } from '../../shared/ids.js';
import { ownHourAfter } from '../../shared/own-hour.js';
import { type NextWake, type WorkHandler, type WorkHold, WorkKind } from '../../shared/work.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { EventService } from '../events/event.service.js';
import { MOST } from './removal.repository.js';
import { REMOVALS } from './removals.repository.js';
import { firstDayKept, monthsOf, RETENTION_KINDS, type RetentionKind, type RetentionRun } from './retention.js';
import type { RetentionRepository } from './retention.repository.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly rows: RetentionRepository;
}

/** Then others of the account have their turn. */
const SLICE_MS = 5_000;
const HOUR_MS = 60 * 60_000;

/** One kind of an account, and what is to go of it. */
type Due = Pick<RetentionRun, 'kind' | 'before'> & { readonly timeZone: string };

/** Removes once a day what has been kept for its time, a thousand rows in a transaction. */
export class RemoveOld implements WorkHandler {
  readonly kind = WorkKind.RETENTION;

  constructor(private readonly deps: Deps) {}

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const until = performance.now() + SLICE_MS;
    const now = await this.deps.time.now(caller.accountId);
    for (const step of await this.steps(caller, hold, now)) {
      while (await step()) {
        signal.throwIfAborted();
        if (performance.now() > until) return { kind: 'soon' };
      }
    }
    return { kind: 'at', at: new Date(ownHourAfter(caller.accountId, now.getTime() + HOUR_MS)) };
  }

  /** Each does a slice, and answers whether more is left of the same. */
  private async steps(caller: Caller, hold: WorkHold, now: Date): Promise<(() => Promise<boolean>)[]> {
    const { accounts, rows } = this.deps;
    const [{ timeZone }, settings, runs] = await Promise.all([
      accounts.own(caller),
      rows.settings(caller.accountId),
      rows.runs(caller.accountId),
    ]);
    const due = RETENTION_KINDS.map((kind) => ({
      ...{ kind, timeZone },
      before: firstDayKept(now, timeZone, monthsOf(settings, kind)),
    })).filter(({ kind, before }) => !isDone(runs, kind, before));
    return [() => this.removeEvents(caller, hold), ...due.map((one) => () => this.slice(caller, hold, one))];
  }

  /** Appending removes old ones as well; this is for feeds to which nothing is appended any more. */
  private removeEvents(caller: Caller, hold: WorkHold): Promise<boolean> {
    return this.write(caller, hold, async (tx) => {
      return (await this.deps.events.removeOld(tx, caller.accountId, MOST)) === MOST;
    });
  }

  private slice(caller: Caller, hold: WorkHold, { kind, before, timeZone }: Due): Promise<boolean> {
    const { rows } = this.deps;
    const { accountId } = caller;
    return this.write(caller, hold, async (tx) => {
      const known = await rows.run(tx, accountId, kind);
      const isSame = known?.before === before && known.endedAt === undefined;
      // Somebody changed the settings while it ran.
      if (known && !isSame && known.endedAt === undefined) await this.tell(tx, caller, known);
      const beginning = startOf(before, timeZone);
      const position = isSame ? known.position : undefined;
      const slice = { accountId, before, beginning, until: firstIdOf(beginning), position };
      const { removed, position: next } = await REMOVALS[kind](tx, slice);
      const run = { kind, before, position: next, removed: removed + (isSame ? known.removed : 0) };
      await rows.saveRun(tx, accountId, run);
      if (next === undefined) await this.tell(tx, caller, run);
      return next !== undefined;
    });
  }

  private async tell(
    tx: WriteTransaction,
    caller: Caller,
    { kind, before, removed }: Pick<RetentionRun, 'kind' | 'before' | 'removed'>,
  ): Promise<void> {
    if (removed === 0) return;
    const changes = Object.entries({ kind, before, rows: String(removed) }).map(([field, after]) => ({
      ...{ field, before: null, after },
    }));
    await this.deps.audit.record(tx, caller, { action: AuditAction.OLD_ROWS_REMOVED, changes });
  }

  private write<T>(caller: Caller, hold: WorkHold, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.deps.database.write(caller.accountId, async (tx) => {
      const answer = await work(tx);
      await assertHold(tx, hold);
      return answer;
    });
  }
}

function isDone(runs: readonly RetentionRun[], kind: RetentionKind, before: string): boolean {
  return runs.some((run) => run.kind === kind && run.before === before && run.endedAt !== undefined);
}
