import type { Client } from 'pg';
import { testDatabaseUrl, withClient } from '../../support/database.js';

/** Rows that every refusal may leave behind, and the note that a token was used: neither is an effect. */
const EFFECTS = `r.action NOT IN ('SIGN_IN_REFUSED', 'OPERATION_DENIED')`;
const NO_EFFECT = 'last_used_at';

export type Fingerprint = Readonly<Record<string, string>>;

/** Everything that is stored, or all of one account, as a digest for each table: equal before and after means "no effect". */
export async function fingerprint(accountId?: string): Promise<Fingerprint> {
  return withClient(testDatabaseUrl(), async (client) => {
    const tables = await tablesOf(client);
    const ofOneAccount = tables.filter(({ columns }) => columns.includes('account_id'));
    const { rows } =
      accountId === undefined
        ? await client.query<Digest>(tables.map((table) => digestOf(table)).join(' UNION ALL '))
        : await client.query<Digest>(
            [
              digestOf({ name: 'accounts', columns: [] }, 'r.id = $1::uuid'),
              ...ofOneAccount.map((table) => digestOf(table, 'r.account_id = $1::uuid')),
            ].join(' UNION ALL '),
            [accountId],
          );
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });
}

interface Digest {
  readonly name: string;
  readonly digest: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

async function tablesOf(client: Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}

/** A sum of hashes needs no sorting, so that a test may ask after every call, however much other tests have left. */
function digestOf({ name, columns }: Table, whose = 'true'): string {
  const row = columns.includes(NO_EFFECT) ? `to_jsonb(r) - '${NO_EFFECT}'` : 'r';
  const effects = columns.includes('action') ? EFFECTS : 'true';
  return `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended((${row})::text, 0)), 0) AS digest
    FROM "${name}" r WHERE ${whose} AND ${effects}`;
}
