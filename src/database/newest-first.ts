import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { AccountId } from '../shared/ids.js';
import { idAfter, type Page, type PageRequest, toPage } from '../shared/page.js';
import { countRows } from './count-rows.js';
import type { Database } from './database.js';
import type { DB } from './generated/tables.js';
import type { Sql } from './read-door.js';

/** The page asked for, and what its list shows of a table. */
interface List<Table extends keyof DB, Row, Item> {
  readonly accountId: AccountId;
  readonly request: PageRequest;
  /** What cursors are bound to. */
  readonly name: string;
  readonly table: Table;
  readonly columns: (db: Sql) => SelectQueryBuilder<DB, Table, Row>;
  readonly conditions?: readonly Expression<SqlBool>[];
  readonly item: (row: Row) => Item;
}

/** A page of rows of an account, newest first: ids sort by time. */
export async function newestFirst<Table extends keyof DB, Row extends { readonly id: string }, Item>(
  database: Database,
  { accountId, request, name, table, columns, conditions = [], item }: List<Table, Row, Item>,
): Promise<Page<Item>> {
  const after = idAfter(request, name);
  const wanted = [
    sql<SqlBool>`account_id = ${accountId}`,
    ...conditions,
    ...(after === undefined ? [] : [sql<SqlBool>`id < ${after}`]),
  ];
  const rows = await database.read(accountId, (db) =>
    wanted
      .reduce((query, condition) => query.where(condition), columns(db))
      .orderBy(sql`id`, 'desc')
      .limit(request.first + 1),
  );
  return toPage(rows, request, {
    ...{ item, list: name },
    key: ({ id }) => [id],
    countTotal: () => countRows(database, accountId, { table, conditions }),
  });
}
