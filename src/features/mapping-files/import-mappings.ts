import type { WriteTransaction } from '../../database/write-door.js';
import { BulkErrorPolicy, nothingWritten } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { JobKind } from '../jobs/job.js';
import type { JobRun, JobTask } from '../jobs/job-task.js';
import type { MapMany } from '../mappings/map-many.js';
import { MappingOrigin } from '../mappings/mapping.js';
import {
  countOutcomes,
  type ImportFileId,
  type ImportInput,
  ImportOutcome,
  importInput,
  importState,
  type RowOutcome,
} from './mapping-import.js';
import type { MappingImportRepository } from './mapping-import.repository.js';
import { outcomesOf, type PlanSlice, type SlicePlan } from './plan-slice.js';

interface Deps {
  readonly imports: MappingImportRepository;
  readonly slices: PlanSlice;
  readonly mapMany: MapMany;
}

/** A part of an import in hand. */
interface Part {
  readonly caller: Caller;
  readonly run: JobRun;
  readonly input: ImportInput;
  /** Rows that are done. */
  readonly after: number;
  /** Where the outcomes go; undefined before the first part was saved. */
  readonly into: ImportFileId | undefined;
}

const MOST_TRIES = 3;

/**
 * Carries out the rows of a file, slice by slice. Under REJECT_ALL all are looked at first, and then written in one
 * transaction or not at all.
 */
export class ImportMappings implements JobTask {
  readonly kind = JobKind.MAPPING_IMPORT;

  constructor(private readonly deps: Deps) {}

  async part(system: Caller, run: JobRun): Promise<void> {
    const input = importInput.parse(run.job.input);
    const state = importState.parse(run.job.state ?? { phase: 'rows', row: 0 });
    if (state.phase === 'refused') throw new Failure(nothingWritten(run.job.counts.REJECTED ?? 0));
    // The trail names who asked for it.
    const caller = { ...system, actor: run.job.actor };
    const into = await this.deps.imports.fileOf(caller.accountId, run.job.id);
    const part = { caller, run, input, after: state.row, into };
    const work = state.phase === 'whole' ? () => this.writeWhole(part) : () => this.doSlice(part);
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        // Somebody took a company after the last look: the next one sees it.
        if (!this.deps.mapMany.isOvertaken(error) || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async doSlice(part: Part): Promise<void> {
    const { caller, run, input, after } = part;
    const slice = await this.plan(part, after);
    const row = slice.rows.at(-1)?.row ?? throwGone();
    const isWhole = !input.dryRun && input.onError === BulkErrorPolicy.REJECT_ALL;
    const isEnd = row >= input.rows;
    const saved = { done: row, total: input.rows, isLast: isEnd && !isWhole };
    const planned = countOutcomes(outcomesOf(slice));
    const isRefused = (run.job.counts.REJECTED ?? 0) + (planned.REJECTED ?? 0) > 0;
    const end = isRefused ? ('refused' as const) : ('whole' as const);
    const state = isEnd && isWhole ? { phase: end, row: 0 } : { phase: 'rows' as const, row };
    await run.save({ ...saved, state }, async (tx) => {
      const isWritten = !input.dryRun && !isWhole;
      const { plan } = slice;
      const written = isWritten
        ? await this.deps.mapMany.writeIn(tx, caller, { plan, origin: MappingOrigin.IMPORTED })
        : undefined;
      const outcomes = outcomesOf(slice, written);
      const into = await this.note(tx, part, outcomes);
      if (state.phase === 'refused') await this.noteRefused(tx, part, into);
      return { counts: countOutcomes(outcomes) };
    });
  }

  /** All rows in one transaction. What stands against one now, stands against all. */
  private async writeWhole(part: Part): Promise<void> {
    const { caller, run, input } = part;
    const slices: SlicePlan[] = [];
    for (let after = 0; after < input.rows; ) {
      const slice = await this.plan(part, after);
      after = slice.rows.at(-1)?.row ?? throwGone();
      slices.push(slice);
    }
    const seen = slices.map((slice) => outcomesOf(slice));
    if (seen.some(hasRefused)) return this.refuseWhole(part, seen);
    try {
      await run.save({ isLast: true }, async (tx) => {
        const outcomes: RowOutcome[][] = [];
        for (const slice of slices) {
          const { plan } = slice;
          const written = await this.deps.mapMany.writeIn(tx, caller, { plan, origin: MappingOrigin.IMPORTED });
          outcomes.push(outcomesOf(slice, written));
        }
        if (outcomes.some(hasRefused)) throw new Overtaken(outcomes);
        for (const some of outcomes) await this.note(tx, part, some);
        return { counts: { MAPPED: countOutcomes(outcomes.flat()).MAPPED ?? 0 } };
      });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      await this.refuseWhole(part, error.outcomes);
    }
  }

  private async refuseWhole(part: Part, seen: readonly RowOutcome[][]): Promise<void> {
    await part.run.save({ state: { phase: 'refused', row: 0 } }, async (tx) => {
      let into: ImportFileId | undefined;
      for (const outcomes of seen) into = await this.note(tx, part, outcomes);
      if (into) await this.noteRefused(tx, part, into);
      return { counts: { REJECTED: countOutcomes(seen.flat()).REJECTED ?? 0 } };
    });
  }

  private plan({ caller, run, input, into }: Part, after: number): Promise<SlicePlan> {
    return this.deps.slices.plan(caller, { from: input.fileId, into, after, signal: run.signal });
  }

  private async note(
    tx: WriteTransaction,
    { caller, run, input }: Part,
    outcomes: readonly RowOutcome[],
  ): Promise<ImportFileId> {
    const into = await this.deps.imports.ensureFile(tx, caller.accountId, run.job.id);
    await this.deps.imports.saveOutcomes(tx, caller.accountId, { from: input.fileId, into, outcomes });
    return into;
  }

  private async noteRefused(tx: WriteTransaction, { caller }: Part, fileId: ImportFileId): Promise<void> {
    const message = 'Nothing was written, because other rows were refused.';
    await this.deps.imports.noteNotWritten(tx, caller.accountId, { fileId, message });
  }
}

/** Carries the outcomes out of a transaction that is undone. */
class Overtaken extends Error {
  constructor(readonly outcomes: readonly RowOutcome[][]) {
    super('A row was overtaken.');
    this.name = 'Overtaken';
  }
}

function hasRefused(outcomes: readonly RowOutcome[]): boolean {
  return outcomes.some(({ outcome }) => outcome === ImportOutcome.REFUSED);
}

function throwGone(): never {
  throw new Failure({ code: FailureCode.NOT_FOUND, message: 'The rows of this import are no longer kept.' });
}
