import { ask } from '../../support/graphql-client.js';
import { RecordSpamStatisticsDocument, type RecordSpamStatisticsItemInput } from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { sql } from './rows.js';

type OnError = 'REJECT_ALL' | 'REJECT_FAILED';

export async function recordSpam(
  asker: Asker,
  items: RecordSpamStatisticsItemInput[],
  onError: OnError = 'REJECT_FAILED',
) {
  const { recordSpamStatistics } = await ask(asker, RecordSpamStatisticsDocument, { input: { items, onError } });
  return given(recordSpamStatistics);
}

/** Counters in a line: all messages, those of the account, spam, phishing, viruses. */
const COUNTERS = `concat_ws(' ', total_messages, account_messages, spam, phishing, viruses)`;

/** What is stored of an account, "domain day: counters", by domain and day. */
export async function storedDays(accountId: string): Promise<string[]> {
  const rows = await sql<{ told: string }>(
    `SELECT concat(d.domain, ' ', s.day, ': ', ${COUNTERS}) AS told FROM spam_days s
     JOIN spam_domains d ON d.account_id = s.account_id AND d.id = s.domain_id
     WHERE s.account_id = $1 ORDER BY d.domain, s.day`,
    [accountId],
  );
  return rows.map(({ told }) => told);
}

/** The sums of an account that are kept, "source day: counters", and what the days add up to. */
export async function sumsOf(accountId: string): Promise<{ kept: string[]; counted: string[] }> {
  const order = 'ORDER BY source_id, day';
  const kept = await sql<{ told: string }>(
    `SELECT concat(source_id, ' ', day, ': ', ${COUNTERS}) AS told FROM spam_totals WHERE account_id = $1 ${order}`,
    [accountId],
  );
  const counted = await sql<{ told: string }>(
    `SELECT concat(source_id, ' ', day, ': ', ${COUNTERS}) AS told FROM (
       SELECT u.source_id, s.day, sum(total_messages) AS total_messages, sum(account_messages) AS account_messages,
         sum(spam) AS spam, sum(phishing) AS phishing, sum(viruses) AS viruses
       FROM spam_days s
       JOIN spam_domains d ON d.account_id = s.account_id AND d.id = s.domain_id
       JOIN users u ON u.account_id = s.account_id AND u.id = d.user_id
       WHERE s.account_id = $1 GROUP BY u.source_id, s.day) AS sums ${order}`,
    [accountId],
  );
  return { kept: kept.map(({ told }) => told), counted: counted.map(({ told }) => told) };
}
