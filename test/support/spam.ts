import { testDatabaseUrl, withClient } from './database.js';

/** What the mail filter saw on one day of one mail domain of a user; ids are our own. */
export interface SpamRow {
  readonly userId: string;
  readonly domain: string;
  readonly day: string;
  readonly totalMessages: bigint | number;
  readonly accountMessages: bigint | number;
  readonly spam: bigint | number;
  readonly phishing: bigint | number;
  readonly viruses: bigint | number;
}

const DAYS = `r("userId" uuid, domain text, day date, "totalMessages" bigint, "accountMessages" bigint, spam bigint,
  phishing bigint, viruses bigint)`;

/** Puts rows of an account there that has none of these days yet, with the sums by source that belong to them. */
export async function putSpam(accountId: string, rows: readonly SpamRow[]): Promise<void> {
  // As texts: JSON would round what is large.
  const json = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  await withClient(testDatabaseUrl(), async (client) => {
    await client.query(
      `INSERT INTO spam_domains (account_id, id, user_id, domain)
       SELECT $1::uuid, (SELECT coalesce(max(id), 0) FROM spam_domains WHERE account_id = $1)
         + row_number() OVER (ORDER BY n."userId", n.domain), n.*
       FROM (SELECT DISTINCT r."userId", r.domain FROM jsonb_to_recordset($2::jsonb) AS ${DAYS}
         EXCEPT SELECT user_id, domain FROM spam_domains WHERE account_id = $1) AS n`,
      [accountId, json],
    );
    await client.query(
      `INSERT INTO spam_days (account_id, domain_id, day, total_messages, account_messages, spam, phishing, viruses)
       SELECT d.account_id, d.id, r.day, r."totalMessages", r."accountMessages", r.spam, r.phishing, r.viruses
       FROM jsonb_to_recordset($2::jsonb) AS ${DAYS}
       JOIN spam_domains d ON d.account_id = $1 AND d.user_id = r."userId" AND d.domain = r.domain`,
      [accountId, json],
    );
    // As every call that records does.
    await client.query('SELECT analyse_grown_tables()');
    await sumUp(accountId);
  });
}

/** Makes the sums of each source and day from the days there are. */
export async function sumUp(accountId: string): Promise<void> {
  await withClient(testDatabaseUrl(), async (client) => {
    await client.query('DELETE FROM spam_totals WHERE account_id = $1', [accountId]);
    await client.query(
      `INSERT INTO spam_totals (account_id, source_id, day, total_messages, account_messages, spam, phishing, viruses)
       SELECT x.account_id, u.source_id, x.day, sum(x.total_messages), sum(x.account_messages), sum(x.spam),
         sum(x.phishing), sum(x.viruses)
       FROM spam_days x JOIN spam_domains d ON d.account_id = x.account_id AND d.id = x.domain_id
       JOIN users u ON u.account_id = d.account_id AND u.id = d.user_id
       WHERE x.account_id = $1 GROUP BY 1, 2, 3`,
      [accountId],
    );
  });
}
