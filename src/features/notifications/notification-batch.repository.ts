import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, type NotificationId, newId, type SourceId, type UserId } from '../../shared/ids.js';
import type { NotificationReport } from './notification.js';

/** How one condition is known. */
export interface ConditionKey {
  readonly sourceId: SourceId;
  readonly key: string;
}

export interface ReportToRaise extends NotificationReport, ConditionKey {
  readonly userId: UserId | undefined;
}

export interface ConditionToResolve extends ConditionKey {
  readonly resolution: string | undefined;
}

const knownRows = z.array(z.object({ id: z.string(), sourceId: z.string(), key: z.string() }));

const SAME_CONTENT = Prisma.sql`
  (n.user_id, n.kind, n.severity, n.title, n.body)
  IS NOT DISTINCT FROM (excluded.user_id, excluded.kind, excluded.severity, excluded.title, excluded.body)`;
/** Whether the ticket has to be told. */
const IS_NEWS = Prisma.sql`(NOT n.is_open OR NOT ${SAME_CONTENT})`;

/** Writes whole lists, in a number of statements that does not grow with them. A list names no condition twice. */
export class NotificationBatchRepository {
  /**
   * A known condition that is open takes over what is told of it, and one that was resolved opens again. What happened
   * before that which was told last changes nothing, so that a call may be repeated and calls may pass each other.
   * Answers how many of them said something new.
   */
  async raise(tx: WriteTransaction, accountId: AccountId, reports: readonly ReportToRaise[]): Promise<number> {
    const rows = JSON.stringify(reports.map((report) => ({ ...report, id: newId<NotificationId>() })));
    return tx.$executeRaw`
      INSERT INTO notifications AS n
        (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at, due_at)
      SELECT ${accountId}::uuid, r.id, r."sourceId", r.key, r."userId", r.kind, r.severity, r.title, r.body,
        r."occurredAt", now()
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(
        id uuid, "sourceId" uuid, key text, "userId" uuid, kind text, severity text, title text, body text,
        "occurredAt" timestamptz(3))
      ORDER BY r."sourceId", r.key
      ON CONFLICT (account_id, source_id, key) DO UPDATE SET
        user_id = excluded.user_id, kind = excluded.kind, severity = excluded.severity, title = excluded.title,
        body = excluded.body, occurred_at = excluded.occurred_at,
        occurrences = n.occurrences + (excluded.occurred_at > n.occurred_at)::int,
        is_open = true, resolved_at = NULL, resolved_by = NULL, resolution = NULL,
        revision = n.revision + ${IS_NEWS}::int,
        state = CASE WHEN ${IS_NEWS} THEN 'WAITING' ELSE n.state END,
        hold = CASE WHEN ${IS_NEWS} THEN NULL ELSE n.hold END,
        tries = CASE WHEN ${IS_NEWS} THEN 0 ELSE n.tries END,
        due_at = CASE WHEN ${IS_NEWS} THEN now() ELSE n.due_at END,
        version = n.version + 1, updated_at = now()
      WHERE excluded.occurred_at > n.occurred_at
        OR excluded.occurred_at = n.occurred_at AND n.is_open AND NOT ${SAME_CONTENT}`;
  }

  /** What is resolved already stays as it is. Answers how many were open. */
  async resolve(
    tx: WriteTransaction,
    accountId: AccountId,
    conditions: readonly ConditionToResolve[],
  ): Promise<number> {
    const rows = JSON.stringify(conditions);
    await tx.$executeRaw(lockOf(accountId, rows));
    return tx.$executeRaw`
      UPDATE notifications n SET
        is_open = false, state = 'RESOLVED', hold = NULL, resolved_at = now(), resolved_by = 'SOURCE',
        resolution = r.resolution, revision = n.revision + 1, tries = 0,
        -- What has no ticket needs none any more.
        due_at = CASE WHEN n.ticket_id IS NOT NULL THEN now() END, version = n.version + 1, updated_at = now()
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("sourceId" uuid, key text, resolution text)
      WHERE n.account_id = ${accountId}::uuid AND n.source_id = r."sourceId" AND n.key = r.key AND n.is_open`;
  }

  /** The ids of those that are known, by `conditionKey`. */
  async idsOf(
    tx: WriteTransaction,
    accountId: AccountId,
    conditions: readonly ConditionKey[],
  ): Promise<ReadonlyMap<string, NotificationId>> {
    const rows = JSON.stringify(conditions.map(({ sourceId, key }) => ({ sourceId, key })));
    const found = await tx.$queryRaw`
      SELECT n.id::text, n.source_id::text AS "sourceId", n.key
      FROM notifications n
      JOIN jsonb_to_recordset(${rows}::jsonb) AS r("sourceId" uuid, key text)
        ON n.source_id = r."sourceId" AND n.key = r.key
      WHERE n.account_id = ${accountId}::uuid`;
    return new Map(knownRows.parse(found).map(({ id, sourceId, key }) => [`${sourceId}/${key}`, id as NotificationId]));
  }
}

export function conditionKey({ sourceId, key }: ConditionKey): string {
  return `${sourceId}/${key}`;
}

/** In the order of the unique key, as raising takes them too. */
function lockOf(accountId: AccountId, rows: string): Prisma.Sql {
  return Prisma.sql`
    SELECT FROM notifications n
    JOIN jsonb_to_recordset(${rows}::jsonb) AS r("sourceId" uuid, key text)
      ON n.source_id = r."sourceId" AND n.key = r.key
    WHERE n.account_id = ${accountId}::uuid
    ORDER BY n.source_id, n.key
    FOR UPDATE OF n`;
}
