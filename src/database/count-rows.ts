import { type Expression, sql } from 'kysely';
import type { AccountId } from '../shared/ids.js';
import type { Database } from './database.js';
import type { DB } from './generated/tables.js';

/** How many rows of an account a list has: those of the table under which all conditions hold. */
export async function countRows(
  database: Database,
  accountId: AccountId,
  { table, conditions = [] }: { readonly table: keyof DB; readonly conditions?: readonly Expression<unknown>[] },
): Promise<number> {
  const all = sql.join([sql`account_id = ${accountId}`, ...conditions], sql` and `);
  const [row] = await database.read(accountId, (db) =>
    sql<{ total: string }>`select count(*) as total from ${sql.table(table)} where ${all}`.compile(db),
  );
  return Number(row?.total ?? 0);
}
