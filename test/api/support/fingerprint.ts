import { testDatabaseUrl, withClient } from '../../support/database.js';

/** Rows that every refusal may leave behind, and the note that a token was used: neither is an effect. */
const EFFECTS = `coalesce(t->>'action', '') NOT IN ('SIGN_IN_REFUSED', 'OPERATION_DENIED')`;
const OF_ACCOUNT = `($1::text IS NULL OR $1 IN (t->>'account_id', t->>'id'))`;

export type Fingerprint = Readonly<Record<string, string>>;

/** Everything that is stored, or all of one account, as a digest for each table: equal before and after means "no effect". */
export async function fingerprint(accountId?: string): Promise<Fingerprint> {
  return withClient(testDatabaseUrl(), async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS digest
         FROM (SELECT to_jsonb(r) - 'last_used_at' AS t FROM "${name}" r) rows WHERE ${EFFECTS} AND ${OF_ACCOUNT}`,
        [accountId ?? null],
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  });
}
