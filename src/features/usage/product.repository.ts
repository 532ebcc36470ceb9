import { type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import type { AccountId, ProductId, SourceId } from '../../shared/ids.js';
import { keyAfter, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { PeriodRule, Product, ProductKey } from './product.js';

const LIST = 'products';

const COLUMNS = [
  ...(['id', 'source_id as sourceId', 'code', 'name', 'unit', 'decimals', 'period_rule as periodRule'] as const),
  ...(['version', 'created_at as createdAt', 'updated_at as updatedAt'] as const),
] as const;

export class ProductRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly ProductId[]): Promise<Product[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('products')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`),
    );
    return rows.map(toRecord);
  }

  async findByKeys(accountId: AccountId, keys: readonly ProductKey[]): Promise<Product[]> {
    if (keys.length === 0) return [];
    const sourceIds = keys.map(({ sourceId }) => sourceId);
    const codes = keys.map(({ code }) => code);
    const isWanted = sql<SqlBool>`(source_id, code) in (select * from unnest(${sourceIds}::uuid[], ${codes}::text[]))`;
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('products').select(COLUMNS).where('account_id', '=', accountId).where(isWanted),
    );
    return rows.map(toRecord);
  }

  /** By code. */
  async page(accountId: AccountId, request: PageRequest): Promise<Page<Product>> {
    const after = keyAfter(request, LIST, 'text');
    const rows = await this.database.read(accountId, (db) => {
      const query = db
        .selectFrom('products')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .orderBy('code')
        .orderBy('id')
        .limit(request.first + 1);
      return after ? query.where(sql<SqlBool>`(code, id) > (${after[0]}, ${after[1]})`) : query;
    });
    const countTotal = () => countRows(this.database, accountId, { table: 'products' });
    return toPage(rows, request, { item: toRecord, key: ({ code, id }) => [code, id], countTotal, list: LIST });
  }
}

interface Row extends Omit<Product, 'id' | 'sourceId' | 'periodRule'> {
  readonly id: string;
  readonly sourceId: string;
  readonly periodRule: string;
}

/** The database holds the rule to its list. */
function toRecord(row: Row): Product {
  return {
    ...row,
    id: row.id as ProductId,
    sourceId: row.sourceId as SourceId,
    periodRule: row.periodRule as PeriodRule,
  };
}
