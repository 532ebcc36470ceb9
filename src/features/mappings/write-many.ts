import { Turns } from '../../connectwise/turns.js';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { BulkErrorPolicy, type BulkResult } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Problem } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { AuditService } from '../audit/audit.service.js';
import type { EventService } from '../events/event.service.js';
import type { UserService } from '../users/user.service.js';
import { CompanyHolders } from './company-holders.js';
import type { Mapping } from './mapping.js';
import type { MappingRepository } from './mapping.repository.js';
import { auditOf, tellsSomething } from './mapping-audit.js';
import type { MappingRowsRepository } from './mapping-rows.repository.js';
import { companyInUse } from './mapping-rules.js';
import {
  isChange,
  type MappingWrite,
  type MappingWrites,
  type Moment,
  mappedMeanwhile,
  problemOf,
} from './write-rules.js';

interface Deps {
  readonly database: Database;
  readonly users: UserService;
  readonly mappings: MappingRepository;
  readonly rows: MappingRowsRepository;
  readonly audit: AuditService;
  readonly events: EventService;
}

const MOST_TRIES = 3;

/** Writes many mappings in one transaction and a number of statements that does not grow with theirs. */
export class WriteMany {
  /** Calls of one account wait for each other here, where they hold no connection that others need. */
  readonly #turns = new Turns();

  constructor(private readonly deps: Deps) {}

  /** One result for each write, in order. Under REJECT_ALL none is written when one meets a problem. */
  async write(caller: Caller, plan: MappingWrites, onError: BulkErrorPolicy): Promise<BulkResult<Mapping>[]> {
    if (plan.writes.length === 0) return [];
    const { signal } = new AbortController();
    return this.#turns.take(caller.accountId, signal, () => this.writeInTurn(caller, plan, onError));
  }

  private async writeInTurn(
    caller: Caller,
    plan: MappingWrites,
    onError: BulkErrorPolicy,
  ): Promise<BulkResult<Mapping>[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.deps.database.write(caller.accountId, async (tx) => {
          const results = await this.writeIn(tx, caller, plan);
          const isRefused = results.some(({ problems }) => problems.length > 0);
          if (isRefused && onError === BulkErrorPolicy.REJECT_ALL) throw new Undone(results);
          return results;
        });
      } catch (error) {
        if (error instanceof Undone) return error.results.map(({ problems }) => ({ problems }));
        // Somebody took a company after the last look: the next one sees it.
        if (!this.isOvertaken(error) || tries === MOST_TRIES) throw error;
      }
    }
  }

  /**
   * The same in a transaction of somebody else, under REJECT_FAILED. A rival at the very last moment breaks it with a
   * unique violation; tried again from its start it sees the rival.
   */
  async writeIn(tx: WriteTransaction, caller: Caller, plan: MappingWrites): Promise<BulkResult<Mapping>[]> {
    const { rows } = this.deps;
    const moment = await this.look(tx, caller, plan);
    const refusals = new Map(plan.writes.map((write) => [write, problemOf(write, moment)]));
    const changes = plan.writes.filter((write) => !refusals.get(write) && isChange(write));
    const news = changes.filter(({ before }) => !before);
    const moves = changes.filter(({ before }) => before);
    const made = news.length === 0 ? new Set<UserId>() : await rows.insert(tx, caller.accountId, news.map(toAfter));
    const losers = news.filter(({ after }) => !made.has(after.userId));
    for (const [write, problem] of await this.lossesOf(tx, caller, losers)) refusals.set(write, problem);
    if (moves.length > 0) await rows.update(tx, caller.accountId, moves.map(toAfter));
    await this.tell(
      tx,
      caller,
      changes.filter((write) => !refusals.get(write)),
    );
    return plan.writes.map((write) => {
      const problem = refusals.get(write);
      return problem ? { problems: [problem] } : { result: isChange(write) ? write.after : write.before, problems: [] };
    });
  }

  isOvertaken(error: unknown): boolean {
    return this.deps.mappings.isCompanyInUse(error);
  }

  private async look(tx: WriteTransaction, caller: Caller, { instanceId, writes }: MappingWrites): Promise<Moment> {
    const { users, rows } = this.deps;
    const { accountId } = caller;
    const settings = await rows.lockSettings(tx, accountId);
    const userIds = writes.map(({ after }) => after.userId);
    const newlyMapped = writes.flatMap(({ before, after }) => (before ? [] : after.userId));
    const { archived } = await users.lockGone(tx, caller, newlyMapped);
    const versions = await rows.lock(tx, accountId, userIds);
    const connectWiseIds = writes.flatMap(({ after }) => after.connectWiseId ?? []);
    const holders = new CompanyHolders(await rows.holdersNow(tx, accountId, { instanceId, connectWiseIds }));
    return { instanceId, settings, archived, versions, holders };
  }

  /** Who was quicker: whoever mapped the user, or else whoever took the company. */
  private async lossesOf(
    tx: WriteTransaction,
    { accountId }: Caller,
    losers: readonly MappingWrite[],
  ): Promise<(readonly [MappingWrite, Problem])[]> {
    if (losers.length === 0) return [];
    const userIds = losers.map(({ after }) => after.userId);
    const mapped = await this.deps.rows.lock(tx, accountId, userIds);
    return losers.map((write) => {
      const now = mapped.get(write.after.userId);
      return [write, now ? mappedMeanwhile(write, now) : companyInUse(write.fields.company).problems[0]];
    });
  }

  private async tell(tx: WriteTransaction, caller: Caller, writes: readonly MappingWrite[]): Promise<void> {
    const { audit, events } = this.deps;
    const told = writes.map(({ action, before, after, events }) => ({
      entry: { action, ...auditOf(before, after) },
      events,
    }));
    await audit.record(tx, caller, ...told.map(({ entry }) => entry));
    const news = told.flatMap((one) => (tellsSomething(one.entry) ? one.events : []));
    await events.append(tx, caller.accountId, ...news);
  }
}

/** Carries the results out of a transaction that is undone. */
class Undone extends Error {
  constructor(readonly results: readonly BulkResult<Mapping>[]) {
    super('Nothing was written.');
    this.name = 'Undone';
  }
}

function toAfter({ after }: MappingWrite): Mapping {
  return after;
}
