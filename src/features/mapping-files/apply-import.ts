import { BulkErrorPolicy } from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { JobId } from '../../shared/ids.js';
import { type Job, JobKind, JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import { IMPORT_LIMITS, type ImportInput, type ImportResult, importInput } from './mapping-import.js';
import type { MappingImportRepository } from './mapping-import.repository.js';

interface Deps {
  readonly imports: MappingImportRepository;
  readonly jobs: JobService;
}

export interface ApplyOptions {
  readonly jobId: JobId;
  readonly onError: BulkErrorPolicy;
  readonly idempotencyKey?: string | undefined;
}

/** What can be done with the rows of an import once they are there. */
export class ApplyImport {
  constructor(private readonly deps: Deps) {}

  /**
   * Carries out what a dry run looked at, under a job of its own. Every row is decided again.
   * @throws Failure NOT_FOUND, INVALID, LIMIT_EXCEEDED, JOB_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED
   */
  async apply(caller: Caller, { jobId, onError, idempotencyKey }: ApplyOptions): Promise<Job> {
    const { job, input } = await this.get(caller, jobId);
    if (!input.dryRun || job.status !== JobStatus.SUCCEEDED) throw notDry();
    if (onError === BulkErrorPolicy.REJECT_ALL && input.rows > IMPORT_LIMITS.whole) throw tooLong(input);
    const wanted = { kind: JobKind.MAPPING_IMPORT, input: { ...input, onError, dryRun: false }, idempotencyKey };
    return this.deps.jobs.start(caller, wanted);
  }

  /**
   * One result for each row of the file, in order, as far as the job is.
   * @throws Failure NOT_FOUND before the first row
   */
  async *results(caller: Caller, jobId: JobId): AsyncGenerator<ImportResult, void> {
    const { imports } = this.deps;
    const { input } = await this.get(caller, jobId);
    const into = await imports.fileOf(caller.accountId, jobId);
    for (let after = 0; ; ) {
      const rows = { fileId: input.fileId, after, most: IMPORT_LIMITS.page };
      const page = await imports.results(caller.accountId, { ...rows, into });
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < IMPORT_LIMITS.page) return;
      after = last.row;
    }
  }

  private async get(caller: Caller, jobId: JobId): Promise<{ readonly job: Job; readonly input: ImportInput }> {
    const job = await this.deps.jobs.get(caller, jobId);
    if (job.kind !== JobKind.MAPPING_IMPORT) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'This job is no import.', field: ['jobId'] });
    }
    return { job, input: importInput.parse(job.input) };
  }
}

function notDry(): Failure {
  const message = 'Only a dry run that was done to its end can be applied. To repeat an import, retry its job.';
  return new Failure({ code: FailureCode.INVALID, message, field: ['jobId'] });
}

function tooLong({ rows }: ImportInput): Failure {
  const message = `Under REJECT_ALL an import has up to ${IMPORT_LIMITS.whole} rows, and this one has ${rows}. Apply it under REJECT_FAILED: its dry run tells which rows will be refused.`;
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['onError'] });
}
