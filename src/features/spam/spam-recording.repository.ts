import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, SourceId, UserId } from '../../shared/ids.js';
import type { Counters } from './counters.js';

/** What was seen on one day of one mail domain of a user. */
export interface DayToRecord extends Counters {
  readonly sourceId: SourceId;
  readonly userId: UserId;
  readonly domain: string;
  readonly day: Day;
}

/** What recording did. */
export interface RecordedDays {
  /** Days that were not told before. */
  readonly added: number;
  /** Days whose counters became others. */
  readonly replaced: number;
  /** The greatest sum of a source and day that was touched. */
  readonly greatest: bigint;
}

const recorded = z.tuple([z.object({ added: z.number(), replaced: z.number(), greatest: z.bigint() })]);

/**
 * Writes a whole list in three statements, whatever its length, and brings the sums forward by what became more or less.
 * That is exact because the row of a source and day in `spam_totals` is the lock of all its days: it is taken first, so
 * that nothing changes between reading what a day was and writing what it is. Whatever else writes days must do the same.
 * Locks are taken in the order of keys, sums before domains, so that no two calls wait for each other in a circle.
 * The list names no day of a user and domain twice.
 */
export async function recordDays(
  tx: WriteTransaction,
  accountId: AccountId,
  days: readonly DayToRecord[],
): Promise<RecordedDays> {
  const rows = recordsOf(days);
  await lockTotals(tx, accountId, rows);
  await addDomains(tx, accountId, rows);
  return recorded.parse(await writeDays(tx, accountId, rows))[0];
}

/** `DO UPDATE` locks also the rows that its condition leaves as they are. */
async function lockTotals(tx: WriteTransaction, accountId: AccountId, rows: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO spam_totals AS t
      (account_id, source_id, day, total_messages, account_messages, spam, phishing, viruses)
    SELECT DISTINCT ${accountId}::uuid, r."sourceId", r.day, 0, 0, 0, 0, 0
    FROM ${rows}
    ORDER BY r."sourceId", r.day
    ON CONFLICT (account_id, source_id, day) DO UPDATE SET total_messages = t.total_messages WHERE false`;
}

/** Only those that are missing: an id would be used up for each that is offered, and all accounts share them. */
async function addDomains(tx: WriteTransaction, accountId: AccountId, rows: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO spam_domains (account_id, user_id, domain)
    SELECT DISTINCT ${accountId}::uuid, r."userId", r.domain
    FROM ${rows}
    WHERE NOT EXISTS (
      SELECT FROM spam_domains d
      WHERE d.account_id = ${accountId}::uuid AND d.user_id = r."userId" AND d.domain = r.domain)
    ORDER BY r."userId", r.domain
    ON CONFLICT (account_id, user_id, domain) DO NOTHING`;
}

/** All parts of the statement see the days as they were before it. */
function writeDays(tx: WriteTransaction, accountId: AccountId, rows: Prisma.Sql): Promise<unknown> {
  return tx.$queryRaw`
    WITH changed AS (
      SELECT r.*, d.id AS domain_id, old.day IS NOT NULL AS was_told,
        r."totalMessages" - coalesce(old.total_messages, 0) AS total_more,
        r."accountMessages" - coalesce(old.account_messages, 0) AS account_more,
        r.spam - coalesce(old.spam, 0) AS spam_more,
        r.phishing - coalesce(old.phishing, 0) AS phishing_more,
        r.viruses - coalesce(old.viruses, 0) AS viruses_more
      FROM ${rows}
      JOIN spam_domains d ON d.account_id = ${accountId}::uuid AND d.user_id = r."userId" AND d.domain = r.domain
      LEFT JOIN spam_days old ON old.account_id = ${accountId}::uuid AND old.domain_id = d.id AND old.day = r.day
      WHERE (old.total_messages, old.account_messages, old.spam, old.phishing, old.viruses)
        IS DISTINCT FROM (r."totalMessages", r."accountMessages", r.spam, r.phishing, r.viruses)
    ), written AS (
      INSERT INTO spam_days
        (account_id, domain_id, day, total_messages, account_messages, spam, phishing, viruses)
      SELECT ${accountId}::uuid, domain_id, day, "totalMessages", "accountMessages", spam, phishing, viruses
      FROM changed
      ORDER BY domain_id, day
      ON CONFLICT (account_id, domain_id, day) DO UPDATE SET
        total_messages = excluded.total_messages, account_messages = excluded.account_messages,
        spam = excluded.spam, phishing = excluded.phishing, viruses = excluded.viruses
    ), summed AS (
      UPDATE spam_totals t SET
        total_messages = t.total_messages + m.total, account_messages = t.account_messages + m.account,
        spam = t.spam + m.spam, phishing = t.phishing + m.phishing, viruses = t.viruses + m.viruses
      FROM (
        SELECT "sourceId", day, sum(total_more)::bigint AS total, sum(account_more)::bigint AS account,
          sum(spam_more)::bigint AS spam, sum(phishing_more)::bigint AS phishing, sum(viruses_more)::bigint AS viruses
        FROM changed GROUP BY "sourceId", day
      ) m
      WHERE t.account_id = ${accountId}::uuid AND t.source_id = m."sourceId" AND t.day = m.day
      RETURNING t.total_messages
    )
    SELECT count(*) FILTER (WHERE NOT was_told)::int AS added, count(*) FILTER (WHERE was_told)::int AS replaced,
      coalesce((SELECT max(total_messages) FROM summed), 0) AS greatest
    FROM changed`;
}

function recordsOf(days: readonly DayToRecord[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS r(
    "sourceId" uuid, "userId" uuid, domain text, day date, "totalMessages" bigint, "accountMessages" bigint,
    spam bigint, phishing bigint, viruses bigint)`;
}
