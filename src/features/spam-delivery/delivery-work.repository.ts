import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { firstDay } from '../../shared/calendar.js';
import type { AccountId, JobId, SpamDeliveryId, UserId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { DeliveryOutcome, WaitingDelivery } from './delivery.js';
import { figuresShape } from './figures.js';
import type { DeliveryDraft, Occasion } from './plan-slice.js';

/** Whose reports are sent when nobody is named. */
const REPORTED = sql`
  FROM users u WHERE u.status = 'ACTIVE' AND EXISTS (
    SELECT FROM spam_domains d WHERE d.account_id = u.account_id AND d.user_id = u.id)`;

/** Deliveries as the job makes them and ends them. */
export class DeliveryWorkRepository {
  constructor(private readonly database: Database) {}

  /** Users of whom a source ever told, in the order of ids. */
  async usersAfter(
    accountId: AccountId,
    { after, most }: { readonly after?: UserId | undefined; readonly most: number },
  ): Promise<UserId[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ id: UserId }>`
        SELECT u.id::text ${REPORTED} AND u.account_id = ${accountId}::uuid
          ${after === undefined ? sql`` : sql`AND u.id > ${after}::uuid`}
        ORDER BY u.id LIMIT ${most}`.compile(db),
    );
    return rows.map(({ id }) => id);
  }

  /** As many of them, from the first one on, as have so many domains together; the first one whatever it has. */
  async fitting(accountId: AccountId, ids: readonly UserId[], mostDomains: number): Promise<UserId[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ id: UserId }>`
        SELECT id::text FROM (
          SELECT u.id, sum(x.domains) OVER (ORDER BY u.id) AS domains, row_number() OVER (ORDER BY u.id) AS place
          FROM unnest(${[...ids]}::uuid[]) AS u(id) CROSS JOIN LATERAL (
            SELECT count(*) AS domains FROM spam_domains d
            WHERE d.account_id = ${accountId}::uuid AND d.user_id = u.id) AS x) AS summed
        WHERE place = 1 OR domains <= ${mostDomains}
        ORDER BY id`.compile(db),
    );
    return rows.map(({ id }) => id);
  }

  async countUsers(accountId: AccountId): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ users: number }>`SELECT count(*)::int AS users ${REPORTED} AND u.account_id = ${accountId}::uuid`.compile(
        db,
      ),
    );
    return row?.users ?? 0;
  }

  /** In one statement; what is over already has ended by it. */
  async insert(
    tx: WriteTransaction,
    accountId: AccountId,
    { jobId, occasion, drafts }: { jobId: JobId; occasion: Occasion; drafts: readonly DeliveryDraft[] },
  ): Promise<void> {
    const { month, asOf, language } = occasion;
    await tx.$executeRaw`
      INSERT INTO spam_deliveries (account_id, job_id, month, as_of, language, id, user_id, route, state, reason, instance_id,
        company_id, subject, text, file_name, csv, figures, failure_code, failure_message, ended_at)
      SELECT ${accountId}::uuid, ${jobId}::uuid, ${firstDay(month)}::date, ${asOf}::date, ${language}, r.*,
        CASE WHEN r.state <> 'WAITING' THEN now() END
      FROM jsonb_to_recordset(${storableJson(drafts.map(toRow))}::jsonb) AS r(id uuid, "user" uuid, route text, state text,
        reason text, instance uuid, company int, subject text, text text, file text, csv text, figures jsonb, code text,
        message text)`;
  }

  /** The first one of a job that is to be sent. */
  async nextWaiting(accountId: AccountId, jobId: JobId): Promise<WaitingDelivery | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<WaitingRow>`
        SELECT id::text, job_id::text AS "jobId", user_id::text AS "userId", to_char(month, 'YYYY-MM') AS month,
          to_char(as_of, 'YYYY-MM-DD') AS "asOf", route, language, instance_id::text AS "instanceId",
          company_id AS "companyId", subject, text, file_name AS "fileName", csv, figures
        FROM spam_deliveries
        WHERE account_id = ${accountId}::uuid AND job_id = ${jobId}::uuid AND state = 'WAITING'
        ORDER BY id LIMIT 1`.compile(db),
    );
    return row && { ...row, figures: figuresShape.parse(row.figures) };
  }

  /** Notes that a write of it was not confirmed. @returns how often that happened */
  async noteUnclear(tx: WriteTransaction, accountId: AccountId, id: SpamDeliveryId): Promise<number> {
    const [row] = await tx.$queryRaw<{ tries: number }[]>`
      UPDATE spam_deliveries SET unclear_tries = unclear_tries + 1
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND state = 'WAITING'
      RETURNING unclear_tries AS tries`;
    return row?.tries ?? 0;
  }

  /** False when it does not wait any more. */
  async end(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, end }: { readonly id: SpamDeliveryId; readonly end: DeliveryOutcome },
  ): Promise<boolean> {
    const reason = end.state === 'SKIPPED' ? end.reason : null;
    const failure = end.state === 'FAILED' ? end.failure : undefined;
    const remote = end.state === 'SKIPPED' ? undefined : end.remote;
    const count = await tx.$executeRaw`
      UPDATE spam_deliveries SET state = ${end.state}, reason = ${reason}, failure_code = ${failure?.code ?? null},
        failure_message = ${failure?.message ?? null}, remote = ${remote ? JSON.stringify(remote) : null}::jsonb,
        ended_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND state = 'WAITING'`;
    return count === 1;
  }

  /** What waits of jobs that are over, cancelled ones above all, is not sent any more. @returns how many that are */
  async withdraw(tx: WriteTransaction, accountId: AccountId): Promise<number> {
    return tx.$executeRaw`
      UPDATE spam_deliveries d SET state = 'CANCELLED', ended_at = now()
      WHERE d.account_id = ${accountId}::uuid AND d.state = 'WAITING' AND NOT EXISTS (
        SELECT FROM jobs j
        WHERE j.account_id = d.account_id AND j.id = d.job_id AND j.status IN ('QUEUED', 'RUNNING'))`;
  }
}

interface WaitingRow extends Omit<WaitingDelivery, 'figures'> {
  readonly figures: unknown;
}

function toRow(draft: DeliveryDraft) {
  const { id, userId: user, route, state } = draft;
  const row = { id, user, route, state };
  switch (draft.state) {
    case 'SKIPPED':
      return { ...row, reason: draft.reason };
    case 'FAILED': {
      const [{ code, message }] = draft.failure.problems;
      return { ...row, code, message };
    }
    case 'WAITING': {
      const { instanceId: instance, companyId: company, subject, text, fileName: file, csv, figures } = draft;
      return { ...row, instance, company, subject, text, file, csv, figures };
    }
  }
}
