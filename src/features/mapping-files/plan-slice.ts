import type { BulkResult } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { FailureCode, type Problem } from '../../shared/failure.js';
import { askInBackground } from '../companies/ask-in-background.js';
import type { BackgroundWork } from '../integration/background-work.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MapMany } from '../mappings/map-many.js';
import type { Mapping } from '../mappings/mapping.js';
import type { MappingPlan, MappingRow, PlannedRow, ReadyRow } from '../mappings/mapping-row.js';
import { recordIdOfReady } from '../mappings/row-rules.js';
import { type AskedRow, readImportRow, type ToUserId } from './import-row.js';
import { IMPORT_LIMITS, type ImportFileId, ImportOutcome, type RowOutcome, type StagedRow } from './mapping-import.js';
import type { MappingImportRepository } from './mapping-import.repository.js';

interface Deps {
  readonly imports: MappingImportRepository;
  readonly mapMany: MapMany;
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly toUserId: ToUserId;
}

/** Which rows of which file are looked at, and where the outcomes of those above them stand. */
export interface SlicePlace {
  readonly from: ImportFileId;
  readonly into: ImportFileId | undefined;
  readonly after: number;
  readonly signal: AbortSignal;
}

/** Some rows, and what would become of them. */
export interface SlicePlan {
  readonly rows: readonly StagedRow[];
  readonly plan: MappingPlan;
  /** Where in the plan a row of the file is; rows that ask for nothing are not in it. */
  readonly places: ReadonlyMap<StagedRow, number>;
}

/** Finds out what would become of a slice of a file, with ConnectWise asked about the companies of enabled rows. */
export class PlanSlice {
  constructor(private readonly deps: Deps) {}

  async plan(caller: Caller, { from, into, after, signal }: SlicePlace): Promise<SlicePlan> {
    const { imports, mapMany, integration, backgroundWork } = this.deps;
    const { accountId } = caller;
    const rows = await imports.rows(accountId, { fileId: from, after, most: IMPORT_LIMITS.slice });
    const { isEnabled } = await integration.instance(caller);
    const asked: MappingRow[] = [];
    const places = new Map<StagedRow, number>();
    for (const row of rows) {
      const found = this.read(row);
      if (!found) continue;
      places.set(row, asked.length);
      asked.push({ ...found, isEnabled: found.isEnabled ?? isEnabled });
    }
    const above = { fileId: into, before: rows[0]?.row ?? after };
    const plan = await mapMany.plan(caller, asked, {
      usersAbove: (userIds) => imports.usersAbove(accountId, above, userIds),
      holders: (instanceId, connectWiseIds) => imports.holders(accountId, above, { instanceId, connectWiseIds }),
    });
    return { rows, places, plan: await mapMany.verify(caller, plan, askInBackground(backgroundWork, signal)) };
  }

  private read({ cells, problem }: StagedRow): AskedRow | undefined {
    if (problem !== undefined) return undefined;
    const found = readImportRow(cells, this.deps.toUserId);
    return found.kind === 'asked' ? found.asked : undefined;
  }
}

/** One outcome for each row: what would become of it, or what became of it when there are results of the writing. */
export function outcomesOf(slice: SlicePlan, written?: readonly BulkResult<Mapping>[]): RowOutcome[] {
  return slice.rows.map((staged): RowOutcome => {
    const { row, problem } = staged;
    if (problem !== undefined) return refusedRow(row, [{ code: FailureCode.INVALID, message: problem }]);
    const place = slice.places.get(staged);
    const planned = place === undefined ? undefined : slice.plan.rows[place];
    if (place === undefined || !planned) {
      return { row, outcome: ImportOutcome.SKIPPED, message: 'The row names no company.' };
    }
    return { row, ...outcomeOf(planned, written?.[place]) };
  });
}

function outcomeOf(planned: PlannedRow, written: BulkResult<Mapping> | undefined): Omit<RowOutcome, 'row'> {
  if (planned.kind === 'refused') return refused(planned.problems);
  if (planned.kind === 'unchanged') return ofMapping(ImportOutcome.UNCHANGED, planned.mapping);
  if (!written) return mappable(planned);
  const { result, problems } = written;
  if (!result) return refused(problems);
  const isSame = planned.before?.version === result.version;
  return ofMapping(isSame ? ImportOutcome.UNCHANGED : ImportOutcome.MAPPED, result);
}

function mappable(planned: ReadyRow): Omit<RowOutcome, 'row'> {
  const { user, before, company } = planned;
  const connectWiseId = recordIdOfReady(planned);
  const seen = company?.company;
  const message =
    seen && `To "${seen.name}" with the identifier "${seen.identifier}", record id ${seen.connectWiseId}.`;
  const ids = { userId: user.id, sourceId: user.sourceId, mappingId: before?.id, connectWiseId };
  return { outcome: ImportOutcome.MAPPABLE, message, ...ids };
}

function ofMapping(outcome: ImportOutcome, { id, userId, sourceId, connectWiseId }: Mapping): Omit<RowOutcome, 'row'> {
  return { outcome, mappingId: id, userId, sourceId, connectWiseId };
}

function refused(problems: readonly Problem[]): Omit<RowOutcome, 'row'> {
  const message = problems.map((problem) => problem.message).join(' ');
  return { outcome: ImportOutcome.REFUSED, code: problems[0]?.code, message };
}

function refusedRow(row: number, problems: readonly Problem[]): RowOutcome {
  return { row, ...refused(problems) };
}
