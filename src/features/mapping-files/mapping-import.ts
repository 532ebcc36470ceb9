import { z } from 'zod';
import { BulkErrorPolicy } from '../../shared/bulk.js';
import type { MappingId, SourceId, UserId } from '../../shared/ids.js';
import type { JobCounts } from '../jobs/job.js';
import type { ImportCells } from './import-row.js';

export type ImportFileId = string & { readonly importFile: unique symbol };

/** What became of a row. Added to, never renamed. */
export const ImportOutcome = {
  /** Not yet, or never, because the job ended before it. */
  NOT_DONE: 'NOT_DONE',
  /** It would be carried out. */
  MAPPABLE: 'MAPPABLE',
  MAPPED: 'MAPPED',
  /** It says what is so already. */
  UNCHANGED: 'UNCHANGED',
  /** It names no company. */
  SKIPPED: 'SKIPPED',
  REFUSED: 'REFUSED',
  /** Nothing stood against it, but other rows were refused, under REJECT_ALL. */
  NOT_WRITTEN: 'NOT_WRITTEN',
} as const;
export type ImportOutcome = (typeof ImportOutcome)[keyof typeof ImportOutcome];

export const IMPORT_LIMITS = {
  /** Rows of one statement that only stores or reads them. */
  page: 1_000,
  /** Rows of one part of the job: as many companies as one call asks about, and a transaction that is over in no time. */
  slice: 200,
  /** Rows that are written in one transaction under REJECT_ALL. */
  whole: 1_000,
} as const;

/** A row as it came in. */
export interface StagedRow {
  readonly row: number;
  readonly line: number;
  readonly cells: ImportCells;
  /** Why it can never be carried out; undefined when it can be read. */
  readonly problem: string | undefined;
}

export interface RowOutcome {
  readonly row: number;
  readonly outcome: ImportOutcome;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly userId?: UserId | undefined;
  readonly sourceId?: SourceId | undefined;
  readonly mappingId?: MappingId | undefined;
  readonly connectWiseId?: number | undefined;
}

/** One row of the results of an import. */
export interface ImportResult extends Pick<RowOutcome, 'row' | 'outcome' | 'code' | 'message'> {
  readonly line: number;
  readonly cells: ImportCells;
}

/** What a job of this kind is asked for. */
export const importInput = z.object({
  /** Whose rows are carried out. */
  fileId: z.string().transform((id) => id as ImportFileId),
  rows: z.int(),
  dryRun: z.boolean(),
  onError: z.enum(BulkErrorPolicy),
});
export type ImportInput = z.infer<typeof importInput>;

/** Where a job of this kind is: the rows up to `row` are done. */
export const importState = z.object({ phase: z.enum(['rows', 'whole', 'refused']), row: z.int() });

const COUNTED = {
  MAPPABLE: 'MAPPABLE',
  MAPPED: 'MAPPED',
  UNCHANGED: 'UNCHANGED',
  REFUSED: 'REJECTED',
} as const satisfies Partial<Record<ImportOutcome, keyof JobCounts>>;

export function countOutcomes(outcomes: readonly RowOutcome[]): JobCounts {
  const counts: Partial<Record<keyof JobCounts, number>> = {};
  for (const { outcome } of outcomes) {
    const counter = outcome in COUNTED ? COUNTED[outcome as keyof typeof COUNTED] : undefined;
    if (counter) counts[counter] = (counts[counter] ?? 0) + 1;
  }
  return counts;
}
