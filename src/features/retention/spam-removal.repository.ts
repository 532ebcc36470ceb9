import type { WriteTransaction } from '../../database/write-door.js';
import { MOST, type Removal, type Slice } from './removal.repository.js';

/**
 * The oldest day, together with its sums: their rows are the lock of the day, as docs/spam-statistics.md tells, so they are
 * taken first, and what is read and removed stands in later statements.
 */
export const removeSpamDays: Removal = async (tx, slice) => {
  const day = await oldestDay(tx, slice);
  if (day === undefined) return { removed: 0 };
  const { accountId } = slice;
  await tx.$executeRaw`
    SELECT FROM spam_totals WHERE account_id = ${accountId}::uuid AND day = ${day}::date ORDER BY source_id FOR UPDATE`;
  const [{ removed } = { removed: 0 }] = await tx.$queryRaw<{ removed: number }[]>`
    WITH gone AS (
      DELETE FROM spam_days WHERE account_id = ${accountId}::uuid AND day = ${day}::date AND domain_id IN (
        SELECT domain_id FROM spam_days WHERE account_id = ${accountId}::uuid AND day = ${day}::date LIMIT ${MOST})
      RETURNING *
    ), less AS (
      SELECT u.source_id, sum(g.total_messages)::bigint AS total, sum(g.account_messages)::bigint AS account,
        sum(g.spam)::bigint AS spam, sum(g.phishing)::bigint AS phishing, sum(g.viruses)::bigint AS viruses
      FROM gone g
      JOIN spam_domains d ON d.account_id = g.account_id AND d.id = g.domain_id
      JOIN users u ON u.account_id = d.account_id AND u.id = d.user_id
      GROUP BY u.source_id
    ), summed AS (
      UPDATE spam_totals t SET
        total_messages = t.total_messages - l.total, account_messages = t.account_messages - l.account,
        spam = t.spam - l.spam, phishing = t.phishing - l.phishing, viruses = t.viruses - l.viruses
      FROM less l
      WHERE t.account_id = ${accountId}::uuid AND t.source_id = l.source_id AND t.day = ${day}::date
    )
    SELECT count(*)::int AS removed FROM gone`;
  if (removed === MOST) return { removed, position: day };
  await tx.$executeRaw`
    DELETE FROM spam_totals t WHERE t.account_id = ${accountId}::uuid AND t.day = ${day}::date AND NOT EXISTS (
      SELECT FROM spam_days d WHERE d.account_id = t.account_id AND d.day = t.day)`;
  return { removed, position: day };
};

/** Days without a row can have sums of nothing. */
async function oldestDay(tx: WriteTransaction, { accountId, before }: Slice): Promise<string | undefined> {
  const [row] = await tx.$queryRaw<{ day: string | null }[]>`
    SELECT to_char(least(
      (SELECT day FROM spam_days WHERE account_id = ${accountId}::uuid AND day < ${before}::date ORDER BY day LIMIT 1),
      (SELECT min(day) FROM spam_totals WHERE account_id = ${accountId}::uuid AND day < ${before}::date)
    ), 'YYYY-MM-DD') AS day`;
  return row?.day ?? undefined;
}
