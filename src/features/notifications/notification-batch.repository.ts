import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import { recordset } from '../../database/recordset.js';
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

const KEY = { sourceId: 'uuid', key: 'text' } as const;
const REPORT = {
  ...{ id: 'uuid', ...KEY, userId: 'uuid', kind: 'text', severity: 'text', title: 'text', body: 'text' },
  occurredAt: 'timestamptz(3)',
} as const;

const SAME_CONTENT = Prisma.sql`
  (n.user_id, n.kind, n.severity, n.title, n.body)
  IS NOT DISTINCT FROM (excluded.user_id, excluded.kind, excluded.severity, excluded.title, excluded.body)`;
/** A person closed its ticket not long ago, and its source has not said since that it is over. */
const IS_QUIET = Prisma.sql`(n.resolved_by IS NOT DISTINCT FROM 'TICKET' AND EXISTS (
  SELECT FROM ticketing_settings s
  WHERE s.account_id = n.account_id AND n.resolved_at > now() - make_interval(days => s.quiet_days)))`;
/** A person deleted its ticket, and its source has not said since that it is over. */
const IS_UNWANTED = Prisma.sql`(n.hold IS NOT DISTINCT FROM 'TICKET_DELETED')`;
/** Whether the ticket has to be told; that it goes on is news of what was held for so long that it counted as past. */
const IS_NEWS = Prisma.sql`(NOT ${IS_QUIET} AND NOT ${IS_UNWANTED}
  AND (NOT n.is_open OR NOT ${SAME_CONTENT} OR n.hold IS NOT DISTINCT FROM 'HELD_TOO_LONG'))`;

/** Writes whole lists, in a number of statements that does not grow with them. A list names no condition twice. */
export class NotificationBatchRepository {
  /**
   * A known condition that is open takes over what is told of it, and one that was resolved opens again. What happened
   * before that which was told last changes nothing, so that a call may be repeated and calls may pass each other.
   * One whose ticket a person closed stays as it is for the days of the settings, and one whose ticket was deleted until
   * its source resolves it.
   * Answers how many of them said something new.
   */
  async raise(tx: WriteTransaction, accountId: AccountId, reports: readonly ReportToRaise[]): Promise<number> {
    const rows = reports.map((report) => ({ ...report, id: newId<NotificationId>() }));
    return tx.$executeRaw`
      INSERT INTO notifications AS n
        (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at, due_at)
      SELECT ${accountId}::uuid, r.id, r."sourceId", r.key, r."userId", r.kind, r.severity, r.title, r.body,
        r."occurredAt", now()
      FROM ${recordset(rows, REPORT)}
      ORDER BY r."sourceId", r.key
      ON CONFLICT (account_id, source_id, key) DO UPDATE SET
        user_id = excluded.user_id, kind = excluded.kind, severity = excluded.severity, title = excluded.title,
        body = excluded.body, occurred_at = excluded.occurred_at,
        occurrences = n.occurrences + (excluded.occurred_at > n.occurred_at)::int,
        is_open = NOT ${IS_QUIET},
        resolved_at = CASE WHEN ${IS_QUIET} THEN n.resolved_at END,
        resolved_by = CASE WHEN ${IS_QUIET} THEN n.resolved_by END,
        resolution = CASE WHEN ${IS_QUIET} THEN n.resolution END,
        revision = n.revision + ${IS_NEWS}::int,
        state = CASE WHEN ${IS_NEWS} THEN 'WAITING' ELSE n.state END,
        hold = CASE WHEN ${IS_NEWS} THEN NULL ELSE n.hold END,
        tries = CASE WHEN ${IS_NEWS} THEN 0 ELSE n.tries END,
        due_at = CASE WHEN ${IS_NEWS} THEN now() ELSE n.due_at END,
        version = n.version + 1, updated_at = now()
      WHERE excluded.occurred_at > n.occurred_at
        OR excluded.occurred_at = n.occurred_at AND n.is_open AND NOT ${SAME_CONTENT}`;
  }

  /**
   * What the source has resolved already stays as it is. Where a person had closed the ticket the source now agrees, so
   * that it is news when the condition comes back. Answers how many changed.
   */
  async resolve(
    tx: WriteTransaction,
    accountId: AccountId,
    conditions: readonly ConditionToResolve[],
  ): Promise<number> {
    await tx.$executeRaw(lockOf(accountId, conditions));
    return tx.$executeRaw`
      UPDATE notifications n SET
        is_open = false, state = 'RESOLVED', hold = NULL, resolved_by = 'SOURCE', tries = 0,
        resolved_at = CASE WHEN n.is_open THEN now() ELSE n.resolved_at END,
        resolution = CASE WHEN n.is_open THEN r.resolution ELSE n.resolution END,
        revision = n.revision + n.is_open::int,
        ticket_id = CASE WHEN ${IS_UNWANTED} THEN NULL ELSE n.ticket_id END,
        -- What has no ticket needs none any more.
        due_at = CASE WHEN n.is_open AND n.ticket_id IS NOT NULL THEN now() WHEN n.is_open THEN NULL ELSE n.due_at END,
        version = n.version + 1, updated_at = now()
      FROM ${recordset(conditions, { ...KEY, resolution: 'text' })}
      WHERE n.account_id = ${accountId}::uuid AND n.source_id = r."sourceId" AND n.key = r.key
        AND (n.is_open OR n.resolved_by = 'TICKET')`;
  }

  /** The ids of those that are known, by `conditionKey`. */
  async idsOf(
    tx: WriteTransaction,
    accountId: AccountId,
    conditions: readonly ConditionKey[],
  ): Promise<ReadonlyMap<string, NotificationId>> {
    const found = await tx.$queryRaw`
      SELECT n.id::text, n.source_id::text AS "sourceId", n.key
      FROM notifications n
      JOIN ${recordset(conditions, KEY)}
        ON n.source_id = r."sourceId" AND n.key = r.key
      WHERE n.account_id = ${accountId}::uuid`;
    return new Map(knownRows.parse(found).map(({ id, sourceId, key }) => [`${sourceId}/${key}`, id as NotificationId]));
  }
}

export function conditionKey({ sourceId, key }: ConditionKey): string {
  return `${sourceId}/${key}`;
}

/** In the order of the unique key, as raising takes them too. */
function lockOf(accountId: AccountId, conditions: readonly ConditionKey[]): Prisma.Sql {
  return Prisma.sql`
    SELECT FROM notifications n
    JOIN ${recordset(conditions, KEY)}
      ON n.source_id = r."sourceId" AND n.key = r.key
    WHERE n.account_id = ${accountId}::uuid
    ORDER BY n.source_id, n.key
    FOR UPDATE OF n`;
}
