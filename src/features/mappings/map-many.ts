import type { WriteTransaction } from '../../database/write-door.js';
import { BulkErrorPolicy, type BulkOutcome, type BulkResult, nothingWritten } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { limits } from '../../shared/limits.js';
import { AuditAction } from '../audit/audit.js';
import type { AskCompanies } from '../companies/ask-companies.js';
import type { LookUpCompanies } from '../companies/look-up-companies.js';
import { EventKind } from '../events/event.js';
import type { Mapping, MappingOrigin } from './mapping.js';
import type { MappingPlan, MappingRow, PlannedRow, PlanSurroundings, ReadyRow } from './mapping-row.js';
import { newMapping } from './new-mapping.js';
import type { PlanRows } from './plan-rows.js';
import { fieldOf, judgeAnswer, seenBy } from './row-rules.js';
import type { WriteMany } from './write-many.js';
import type { MappingWrite, MappingWrites } from './write-rules.js';

interface Deps {
  readonly planning: PlanRows;
  readonly lookup: LookUpCompanies;
  readonly writing: WriteMany;
  readonly clock: Clock;
}

export interface WriteOptions {
  readonly onError: BulkErrorPolicy;
  readonly origin: MappingOrigin;
}

/** Ties many users to companies at once: found in the account's copy of the companies, and asked about in batches. */
export class MapMany {
  constructor(private readonly deps: Deps) {}

  /**
   * One result for each row, in order.
   * @throws Failure LIMIT_EXCEEDED, NOT_CONFIGURED
   */
  async map(
    caller: Caller,
    rows: readonly MappingRow[],
    { ask, ...options }: WriteOptions & { readonly ask: AskCompanies },
  ): Promise<BulkOutcome<Mapping>> {
    const plan = await this.plan(caller, rows);
    const isRefused = options.onError === BulkErrorPolicy.REJECT_ALL && refusedIn(plan) > 0;
    // Nobody need be asked for the sake of rows that are not written anyway.
    return this.write(caller, isRefused ? plan : await this.verify(caller, plan, ask), options);
  }

  /**
   * What would become of up to 1,000 rows. Nothing is written, and ConnectWise is not asked.
   * @throws Failure LIMIT_EXCEEDED, NOT_CONFIGURED
   */
  async plan(caller: Caller, rows: readonly MappingRow[], around?: PlanSurroundings): Promise<MappingPlan> {
    if (rows.length > limits.bulkItems) {
      const message = `One call takes up to ${limits.bulkItems} mappings.`;
      throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['items'] });
    }
    return this.deps.planning.plan(caller, rows, around);
  }

  /** Has ConnectWise asked about the rows that need it; its answer wins over the copy. */
  async verify(caller: Caller, plan: MappingPlan, ask: AskCompanies): Promise<MappingPlan> {
    const asked = plan.rows.flatMap((row) => (row.kind === 'ready' ? (row.asks ?? []) : []));
    const recordIds = [...new Set(asked)];
    const { found, problem } = await this.deps.lookup.verify(caller, { instanceId: plan.instance.id, recordIds }, ask);
    const rows = plan.rows.map((planned): PlannedRow => {
      if (planned.kind !== 'ready' || planned.asks === undefined) return planned;
      const answer = found.get(planned.asks);
      if (answer) return judgeAnswer(planned, answer);
      if (!problem) throw new Error('A record id was neither answered nor refused.');
      return { kind: 'refused', row: planned.row, problems: [problem] };
    });
    return { ...plan, rows };
  }

  /** Writes a verified plan. Under REJECT_ALL nothing is written when a row is refused, now or before. */
  async write(caller: Caller, plan: MappingPlan, options: WriteOptions): Promise<BulkOutcome<Mapping>> {
    const isWhole = options.onError === BulkErrorPolicy.REJECT_ALL;
    if (isWhole && refusedIn(plan) > 0) return outcomeOf(plan, new Map(), options.onError);
    const writes = this.writesOf(plan, options.origin);
    const results = await this.deps.writing.write(caller, toWrites(plan, writes), options.onError);
    return outcomeOf(plan, resultsBy(writes, results), options.onError);
  }

  /** The same in a transaction of somebody else, under REJECT_FAILED. */
  async writeIn(
    tx: WriteTransaction,
    caller: Caller,
    { plan, origin }: { readonly plan: MappingPlan; readonly origin: MappingOrigin },
  ): Promise<readonly BulkResult<Mapping>[]> {
    const writes = this.writesOf(plan, origin);
    const results = await this.deps.writing.writeIn(tx, caller, toWrites(plan, writes));
    return outcomeOf(plan, resultsBy(writes, results), BulkErrorPolicy.REJECT_FAILED).results;
  }

  /** Whether somebody took a company at the very last moment, so that what is tried again sees it. */
  isOvertaken(error: unknown): boolean {
    return this.deps.writing.isOvertaken(error);
  }

  private writesOf(plan: MappingPlan, origin: MappingOrigin): ReadonlyMap<PlannedRow, MappingWrite> {
    const ready = plan.rows.flatMap((planned) => (planned.kind === 'ready' ? planned : []));
    return new Map(ready.map((planned) => [planned, this.writeOf(planned, { plan, origin })]));
  }

  private writeOf(planned: ReadyRow, { plan, origin }: { plan: MappingPlan; origin: MappingOrigin }): MappingWrite {
    if (planned.asks !== undefined) throw new Error('A row is written before it is verified.');
    const { row, user, before } = planned;
    const rest = { before, company: seenBy(planned), instanceId: plan.instance.id, origin, now: this.deps.clock.now() };
    const subject = { kind: 'User', id: user.id };
    return {
      before,
      after: newMapping(user, row, rest),
      action: AuditAction.COMPANY_MAPPED,
      events: [{ kind: EventKind.USER_MAPPED, subject, sourceId: user.sourceId }],
      mayReplace: row.replaceExisting,
      fields: { subject: fieldOf(row), company: ['company'] },
    };
  }
}

type Written = ReadonlyMap<PlannedRow, BulkResult<Mapping>>;

function toWrites(plan: MappingPlan, writes: ReadonlyMap<PlannedRow, MappingWrite>): MappingWrites {
  return { instanceId: plan.instance.id, writes: [...writes.values()] };
}

function resultsBy(writes: ReadonlyMap<PlannedRow, MappingWrite>, results: readonly BulkResult<Mapping>[]): Written {
  return new Map([...writes.keys()].map((planned, index) => [planned, results[index] ?? { problems: [] }]));
}

function outcomeOf(plan: MappingPlan, written: Written, onError: BulkErrorPolicy): BulkOutcome<Mapping> {
  const results = plan.rows.map(
    (planned) => (planned.kind === 'refused' ? planned : written.get(planned)) ?? { problems: [] },
  );
  const refused = results.filter(({ problems }) => problems.length > 0).length;
  const isNothing = refused > 0 && onError === BulkErrorPolicy.REJECT_ALL;
  return {
    results: results.map((row) => ('kind' in row ? { problems: row.problems } : row)),
    problems: isNothing ? [nothingWritten(refused)] : [],
  };
}

function refusedIn({ rows }: MappingPlan): number {
  return rows.filter(({ kind }) => kind === 'refused').length;
}
