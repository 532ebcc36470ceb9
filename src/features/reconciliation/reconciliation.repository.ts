import { type Expression, type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, BillingLineId, InstanceId, ProductId, UserId } from '../../shared/ids.js';
import { decodeCursor, notOfThisList, type Page, type PageRequest, toPage } from '../../shared/page.js';
import type { ReconciliationFilter, ReconciliationRow, ReconciliationState } from './reconciliation.js';

const LIST = 'reconciliation';

const COLUMNS = [
  ...(['agreement_id as agreementId', 'catalog_item_id as catalogItemId', 'user_id as userId'] as const),
  ...(['product_id as productId', 'line_id as lineId', 'addition_id as additionId', 'state'] as const),
  ...(['checked_at as checkedAt'] as const),
  ...([
    sql<string | null>`trim_scale(quantity)::text`.as('quantity'),
    sql<string>`trim_scale(line_quantity)::text`.as('lineQuantity'),
    sql<string | null>`trim_scale(found_quantity)::text`.as('foundQuantity'),
    sql<string | null>`to_char(found_cancelled_on, 'YYYY-MM-DD')`.as('foundCancelledOn'),
  ] as const),
] as const;

export class ReconciliationRepository {
  constructor(private readonly database: Database) {}

  /** In the order of agreements, so that users who share an addition stand together. */
  async page(
    accountId: AccountId,
    request: PageRequest,
    { filter, instanceId }: { readonly filter: ReconciliationFilter; readonly instanceId: InstanceId },
  ): Promise<Page<ReconciliationRow>> {
    const wanted = conditions(filter, instanceId);
    const rows = await this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('reconciliation_rows')
        .select(COLUMNS)
        .where('account_id', '=', accountId)
        .orderBy('agreement_id')
        .orderBy('catalog_item_id')
        .orderBy('user_id')
        .orderBy('product_id')
        .limit(request.first + 1);
      for (const condition of [...wanted, ...keyAfter(request)]) query = query.where(condition);
      return query;
    });
    return toPage(rows, request, {
      item: toRecord,
      key: ({ agreementId, catalogItemId, userId, productId }) => [agreementId, catalogItemId, userId, productId],
      countTotal: () => countRows(this.database, accountId, { table: 'reconciliation_rows', conditions: wanted }),
      list: LIST,
    });
  }
}

/** @throws Failure INVALID on `after` when the cursor is not one of this list's */
function keyAfter({ after }: PageRequest): Expression<SqlBool>[] {
  if (after === undefined) return [];
  const [agreementId, catalogItemId, userId, productId] = decodeCursor(after, 4, LIST);
  if (!isRecordId(agreementId) || !isRecordId(catalogItemId) || typeof userId !== 'string') throw notOfThisList();
  return [
    sql<SqlBool>`(agreement_id, catalog_item_id, user_id, product_id)
      > (${agreementId}::int, ${catalogItemId}::int, ${userId}::uuid, ${productId}::uuid)`,
  ];
}

function isRecordId(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

function conditions(
  { states, userIds, productIds }: ReconciliationFilter,
  instanceId: InstanceId,
): Expression<SqlBool>[] {
  const list: Expression<SqlBool>[] = [sql<SqlBool>`instance_id = ${instanceId}::uuid`];
  if (states) list.push(isOneOf('state', 'text', states));
  if (userIds) list.push(isOneOf('user_id', 'uuid', userIds));
  if (productIds) list.push(isOneOf('product_id', 'uuid', productIds));
  return list;
}

interface Row {
  readonly agreementId: number;
  readonly catalogItemId: number;
  readonly userId: string;
  readonly productId: string;
  readonly lineId: string;
  readonly additionId: number | null;
  readonly state: string;
  readonly checkedAt: Date;
  readonly quantity: string | null;
  readonly lineQuantity: string;
  readonly foundQuantity: string | null;
  readonly foundCancelledOn: string | null;
}

/** The database holds the state to its list. */
function toRecord(row: Row): ReconciliationRow {
  return {
    ...row,
    userId: row.userId as UserId,
    productId: row.productId as ProductId,
    lineId: row.lineId as BillingLineId,
    state: row.state as ReconciliationState,
    additionId: row.additionId ?? undefined,
    quantity: row.quantity ?? undefined,
    foundQuantity: row.foundQuantity ?? undefined,
    foundCancelledOn: (row.foundCancelledOn ?? undefined) as Day | undefined,
  };
}
