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

/** The class of advisory locks under which numbers of domains are given out, an account each. */
const NUMBERS_LOCK = 72_707_371;

const recorded = z.tuple([z.object({ added: z.number(), replaced: z.number(), greatest: z.bigint() })]);

/**
 * Writes a whole list in as many statements as one row takes, and brings the sums forward by what became more or less.
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
  if (await lockNumbers(tx, accountId, rows)) await addDomains(tx, accountId, rows);
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

/**
 * Whether domains are missing. Then nobody else gives out numbers of the account until the transaction ends; those whose
 * domains are all there do not wait.
 */
async function lockNumbers(tx: WriteTransaction, accountId: AccountId, rows: Prisma.Sql): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT pg_advisory_xact_lock(${NUMBERS_LOCK}::int, hashtext(${accountId}::text))::text
    FROM (SELECT FROM ${rows} ${withDomain(accountId)} WHERE d.id IS NULL LIMIT 1) AS missing`;
  return locked.length > 0;
}

/** A statement after that lock, so that it sees what others added. A call that comes to nothing uses up no number. */
async function addDomains(tx: WriteTransaction, accountId: AccountId, rows: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO spam_domains (account_id, id, user_id, domain)
    SELECT ${accountId}::uuid, row_number() OVER (ORDER BY n."userId", n.domain) + coalesce((
        SELECT s.id FROM spam_domains s WHERE s.account_id = ${accountId}::uuid ORDER BY s.id DESC LIMIT 1
      ), 0), n."userId", n.domain
    FROM (SELECT DISTINCT r."userId", r.domain FROM ${rows} ${withDomain(accountId)} WHERE d.id IS NULL) AS n`;
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
      FROM ${rows} ${withDomain(accountId)}
      LEFT JOIN LATERAL (
        SELECT * FROM spam_days s WHERE s.account_id = ${accountId}::uuid AND s.domain_id = d.id AND s.day = r.day OFFSET 0
      ) AS old ON true
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

/**
 * The domain of each row, as `d`. `OFFSET 0` keeps the planner from joining tables: while it does not know that they have
 * grown it would compare each row with all of them, and here each row is one step into the index anyway.
 */
function withDomain(accountId: AccountId): Prisma.Sql {
  return Prisma.sql`LEFT JOIN LATERAL (
    SELECT s.id FROM spam_domains s
    WHERE s.account_id = ${accountId}::uuid AND s.user_id = r."userId" AND s.domain = r.domain OFFSET 0
  ) AS d ON true`;
}

function recordsOf(days: readonly DayToRecord[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS r(
    "sourceId" uuid, "userId" uuid, domain text, day date, "totalMessages" bigint, "accountMessages" bigint,
    spam bigint, phishing bigint, viruses bigint)`;
}
