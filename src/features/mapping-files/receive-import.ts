import type { Database } from '../../database/database.js';
import { BulkErrorPolicy } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { CSV_LIMITS, type CsvRow, readCsv } from '../../shared/csv/read-csv.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { type JobId, newId } from '../../shared/ids.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind, JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { ImportFileRepository } from './import-file.repository.js';
import {
  IMPORT_COLUMNS,
  type ImportCells,
  LONGEST_CELL,
  readImportRow,
  TOLD_COLUMNS,
  type ToUserId,
} from './import-row.js';
import { IMPORT_LIMITS, type ImportFileId, type StagedRow } from './mapping-import.js';

interface Deps {
  readonly database: Database;
  readonly files: ImportFileRepository;
  readonly jobs: JobService;
  readonly integration: IntegrationService;
  readonly toUserId: ToUserId;
}

export interface ImportOptions {
  readonly dryRun: boolean;
  readonly onError: BulkErrorPolicy;
}

/** What came in, and the job that carries it out. */
export interface ReceivedImport {
  readonly jobId: JobId;
  readonly rows: number;
  /** Rows that cannot be read; the results tell why. */
  readonly badRows: number;
}

const LAYOUT = { required: [], optional: [...IMPORT_COLUMNS, ...TOLD_COLUMNS] } as const;
/** Of the cells in one statement. */
const SLICE_CHARACTERS = 1_048_576;

/** Takes a CSV file in slices, none of which counts before the last one is there. */
export class ReceiveImport {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_CONFIGURED, JOB_IN_PROGRESS, LIMIT_EXCEEDED, or INVALID when the file cannot be trusted */
  async receive(caller: Caller, bytes: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<ReceivedImport> {
    await this.deps.integration.instance(caller);
    await this.requireFree(caller);
    const fileId = await this.open(caller);
    try {
      const { rows, badRows } = await this.stage(caller, fileId, readCsv(bytes, LAYOUT, limitsOf(options)));
      if (rows === 0) throw new Failure({ code: FailureCode.INVALID, message: 'The file has no rows.' });
      const wanted = { kind: JobKind.MAPPING_IMPORT, input: { fileId, rows, ...options } };
      const job = await this.deps.jobs.start(caller, wanted, (tx, jobId) =>
        this.deps.files.attach(tx, caller.accountId, { id: fileId, jobId }),
      );
      return { jobId: job.id, rows, badRows };
    } catch (error) {
      await this.forget(caller, fileId);
      throw error;
    }
  }

  /** The start decides; this spares reading a file for nothing. */
  private async requireFree(caller: Caller): Promise<void> {
    const open = { kinds: [JobKind.MAPPING_IMPORT], statuses: [JobStatus.QUEUED, JobStatus.RUNNING] };
    if ((await this.deps.jobs.count(caller, open)) === 0) return;
    const message = 'Another import of this account is under way. Wait for it, or cancel it.';
    throw new Failure({ code: FailureCode.JOB_IN_PROGRESS, message });
  }

  private async open({ accountId }: Caller): Promise<ImportFileId> {
    const { database, files } = this.deps;
    const fileId = newId<ImportFileId>();
    await database.write(accountId, async (tx) => {
      await files.forgetLeftovers(tx, accountId);
      await files.insertFile(tx, accountId, fileId);
    });
    return fileId;
  }

  private async stage(
    { accountId }: Caller,
    fileId: ImportFileId,
    read: AsyncIterable<CsvRow<(typeof LAYOUT.optional)[number]>>,
  ): Promise<Omit<ReceivedImport, 'jobId'>> {
    const { database, files } = this.deps;
    let slice: StagedRow[] = [];
    let characters = 0;
    let [rows, badRows] = [0, 0];
    const save = async () => {
      const staged = slice;
      [slice, characters] = [[], 0];
      await database.write(accountId, (tx) => files.insertRows(tx, accountId, { fileId, rows: staged }));
    };
    for await (const one of read) {
      const staged = this.toStaged(one);
      slice.push(staged);
      rows += 1;
      if (staged.problem !== undefined) badRows += 1;
      for (const cell of Object.values(staged.cells)) characters += cell.length;
      if (slice.length >= IMPORT_LIMITS.page || characters >= SLICE_CHARACTERS) await save();
    }
    if (slice.length > 0) await save();
    return { rows, badRows };
  }

  private toStaged(read: CsvRow<(typeof LAYOUT.optional)[number]>): StagedRow {
    const { row, line } = read;
    if (read.kind === 'problem') return { row, line, cells: {}, problem: read.problem };
    const cells: Partial<Record<(typeof IMPORT_COLUMNS)[number], string>> = {};
    for (const column of IMPORT_COLUMNS) {
      const cell = read.record[column];
      if (cell !== undefined) cells[column] = cell;
    }
    const found = readImportRow(cells, this.deps.toUserId);
    return { row, line, cells: shortened(cells), problem: found.kind === 'problem' ? found.message : undefined };
  }

  /** Whoever was refused learns why, whatever becomes of this: leftovers go with the next import. */
  private async forget({ accountId }: Caller, fileId: ImportFileId): Promise<void> {
    const { database, files } = this.deps;
    await database.write(accountId, (tx) => files.forget(tx, accountId, fileId)).catch(() => undefined);
  }
}

/** What is written as a whole has to fit into one transaction. */
function limitsOf({ dryRun, onError }: ImportOptions): { readonly rows: number } {
  const isWhole = !dryRun && onError === BulkErrorPolicy.REJECT_ALL;
  return isWhole ? { rows: IMPORT_LIMITS.whole } : CSV_LIMITS;
}

/** Rows are read again from what is kept, a thousand at a time: of a cell that is too long, only its beginning. */
function shortened(cells: ImportCells): ImportCells {
  const kept = Object.entries(cells).map(([column, cell]) => [column, wellFormed(cell.slice(0, LONGEST_CELL))]);
  return Object.fromEntries(kept) as ImportCells;
}

/** Cutting may have left half a character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
