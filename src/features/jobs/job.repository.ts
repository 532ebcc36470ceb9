import { type Expression, type SqlBool } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import type { Prisma } from '../../database/generated/client/client.js';
import { isOneOf } from '../../database/is-one-of.js';
import { newestFirst } from '../../database/newest-first.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type Caller, toActorRow } from '../../shared/caller.js';
import type { AccountId, JobId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { type Job, type JobFailure, type JobFilter, type JobKind, JobStatus, type NewJob } from './job.js';
import { JOB_COLUMNS, toJob } from './job-row.js';
import type { JobPart } from './job-task.js';

const OPEN = [JobStatus.QUEUED, JobStatus.RUNNING];

export class JobRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly JobId[]): Promise<Job[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('jobs')
        .select(JOB_COLUMNS)
        .where('account_id', '=', accountId)
        .where('id', 'in', [...ids]),
    );
    return rows.map(toJob);
  }

  page(accountId: AccountId, request: PageRequest, filter: JobFilter): Promise<Page<Job>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'jobs',
      table: 'jobs',
      columns: (db) => db.selectFrom('jobs').select(JOB_COLUMNS),
      conditions: conditions(filter),
      item: toJob,
    });
  }

  count(accountId: AccountId, filter: JobFilter): Promise<number> {
    return countRows(this.database, accountId, { table: 'jobs', conditions: conditions(filter) });
  }

  async insert(tx: WriteTransaction, caller: Caller, { id, ...job }: NewJob & { readonly id: JobId }): Promise<Job> {
    const { accountId, actor } = caller;
    const row = await tx.job.create({
      data: {
        accountId,
        id,
        kind: job.kind,
        input: job.input as Prisma.InputJsonObject,
        idempotencyKey: job.idempotencyKey,
        ...toActorRow(actor),
      },
    });
    return toJob(row);
  }

  async findByKey(tx: WriteTransaction, accountId: AccountId, idempotencyKey: string): Promise<Job | undefined> {
    const row = await tx.job.findUnique({ where: { accountId_idempotencyKey: { accountId, idempotencyKey } } });
    return row ? toJob(row) : undefined;
  }

  /** The job as it stays until the transaction ends. */
  async lock(tx: WriteTransaction, accountId: AccountId, id: JobId): Promise<Job | undefined> {
    await tx.$queryRaw`SELECT 1 FROM jobs WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    const row = await tx.job.findUnique({ where: { accountId_id: { accountId, id } } });
    return row ? toJob(row) : undefined;
  }

  /** The job of a kind that is waiting or under way, locked and marked as under way. */
  async take(tx: WriteTransaction, accountId: AccountId, kind: JobKind): Promise<Job | undefined> {
    const [row] = await tx.job.updateManyAndReturn({
      where: { accountId, kind, status: { in: OPEN } },
      data: { status: JobStatus.RUNNING },
    });
    if (!row) return undefined;
    if (row.startedAt) return toJob(row);
    await tx.$executeRaw`
      UPDATE jobs SET started_at = now() WHERE account_id = ${accountId}::uuid AND id = ${row.id}::uuid`;
    return toJob(row);
  }

  /** What a part did; going on is also the end of waiting. @returns the job after it */
  async savePart(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, ...part }: JobPart & { readonly id: JobId },
  ): Promise<Job> {
    const row = await tx.job.update({
      where: { accountId_id: { accountId, id } },
      data: {
        ...(part.state !== undefined && { state: part.state as Prisma.InputJsonValue }),
        done: part.done,
        total: part.total,
        result: { ...part.counts },
        waitsFor: null,
        errors: 0,
      },
    });
    return toJob(row);
  }

  async finish(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, status, failure }: { id: JobId; status: JobStatus; failure?: JobFailure },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE jobs SET status = ${status}::job_status, finished_at = now(), waits_for = NULL, state = NULL,
        failure_code = ${failure?.code ?? null}, failure_message = ${failure?.message ?? null}
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  async requestCancel(tx: WriteTransaction, accountId: AccountId, id: JobId): Promise<void> {
    await tx.$executeRaw`
      UPDATE jobs SET cancel_requested_at = now() WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  async noteWait(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, waitsFor }: { id: JobId; waitsFor: string },
  ): Promise<void> {
    await tx.job.updateMany({ where: { accountId, id, status: { in: OPEN } }, data: { waitsFor } });
  }

  /** @returns how many parts in a row have ended so */
  async noteError(tx: WriteTransaction, accountId: AccountId, id: JobId): Promise<number> {
    const { errors } = await tx.job.update({
      where: { accountId_id: { accountId, id } },
      data: { errors: { increment: 1 } },
      select: { errors: true },
    });
    return errors;
  }

  /** What a schedule did is of use for a week; what a person asked for is kept as features/retention has it. */
  async forgetOld(tx: WriteTransaction, accountId: AccountId, kind: JobKind): Promise<void> {
    await tx.$executeRaw`
      DELETE FROM jobs WHERE account_id = ${accountId}::uuid AND kind = ${kind}::job_kind
        AND finished_at < now() - interval '7 days' AND actor_kind = 'SYSTEM'`;
  }

  isKindOpen(error: unknown): boolean {
    return isUniqueViolation(error, 'jobs_one_open_key');
  }

  isKeyUsed(error: unknown): boolean {
    return isUniqueViolation(error, 'jobs_account_id_idempotency_key_key');
  }
}

function conditions({ kinds, statuses }: JobFilter): Expression<SqlBool>[] {
  return [
    ...(kinds ? [isOneOf('kind', 'job_kind', kinds)] : []),
    ...(statuses ? [isOneOf('status', 'job_status', statuses)] : []),
  ];
}
