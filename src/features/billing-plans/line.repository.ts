import { type Expression, type SqlBool, sql } from 'kysely';
import { countRows } from '../../database/count-rows.js';
import type { Database } from '../../database/database.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, BillingLineId, BillingPlanId, ProductId, UserId } from '../../shared/ids.js';
import { idAfter, type Page, type PageRequest, toPage } from '../../shared/page.js';
import { ruleShape } from '../billing-settings/rule.js';
import type { PeriodRule } from '../usage/product.js';
import type { BillingLine, LineFilter, LineShare } from './line.js';
import { lineConditions } from './line-conditions.js';
import { LINE_COLUMNS, type LineRow, toLine } from './line-row.js';

const LIST = 'billingLines';

export interface LinesOf {
  readonly planId: BillingPlanId;
  readonly filter: LineFilter;
}

/** Lines and what adds up to them, as they are read. */
export class LineRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly BillingLineId[]): Promise<BillingLine[]> {
    return (await this.rows(accountId, [sql<SqlBool>`id = any(${[...ids]}::uuid[])`])).map(toLine);
  }

  /** In the order in which they were planned. */
  async page(accountId: AccountId, request: PageRequest, of: LinesOf): Promise<Page<BillingLine>> {
    const after = idAfter(request, LIST);
    const conditions = lineConditions(accountId, of);
    const behind = after === undefined ? [] : [sql<SqlBool>`id > ${after}::uuid`];
    const rows = await this.rows(accountId, [...conditions, ...behind], request.first + 1);
    return toPage(rows, request, {
      ...{ item: toLine, key: ({ id }: LineRow) => [id], list: LIST },
      countTotal: () => countRows(this.database, accountId, { table: 'billing_lines', conditions }),
    });
  }

  async shares(
    accountId: AccountId,
    lineIds: readonly BillingLineId[],
  ): Promise<ReadonlyMap<BillingLineId, readonly LineShare[]>> {
    const rows = await this.database.read(accountId, (db) =>
      sql<ShareRow>`
        SELECT line_id AS "lineId", user_id AS "userId", product_id AS "productId", to_char(period_from, 'YYYY-MM-DD') AS "from",
          to_char(period_to, 'YYYY-MM-DD') AS "to", period_rule AS "periodRule", trim_scale(quantity)::text AS quantity,
          trim_scale(exact_quantity)::text AS "exactQuantity", days_told AS "daysTold",
          to_char(last_day, 'YYYY-MM-DD') AS "lastDay", rule
        FROM billing_shares WHERE account_id = ${accountId} AND line_id = ANY (${[...lineIds]}::uuid[])
        ORDER BY line_id, user_id, product_id`.compile(db),
    );
    const shares = rows.map(toShare);
    return new Map(lineIds.map((id) => [id, shares.filter(({ lineId }) => lineId === id)]));
  }

  private rows(accountId: AccountId, conditions: readonly Expression<SqlBool>[], most?: number): Promise<LineRow[]> {
    return this.database.read(accountId, (db) => {
      let query = db.selectFrom('billing_lines').select(LINE_COLUMNS).where('account_id', '=', accountId).orderBy('id');
      for (const condition of conditions) query = query.where(condition);
      return most === undefined ? query : query.limit(most);
    });
  }
}

interface ShareRow {
  readonly lineId: string;
  readonly userId: string;
  readonly productId: string;
  readonly from: string;
  readonly to: string;
  readonly periodRule: string;
  readonly quantity: string | null;
  readonly exactQuantity: string | null;
  readonly daysTold: number;
  readonly lastDay: string | null;
  readonly rule: unknown;
}

function toShare(row: ShareRow): LineShare {
  return {
    lineId: row.lineId as BillingLineId,
    userId: row.userId as UserId,
    productId: row.productId as ProductId,
    from: row.from as Day,
    to: row.to as Day,
    periodRule: row.periodRule as PeriodRule,
    quantity: row.quantity ?? undefined,
    exactQuantity: row.exactQuantity ?? undefined,
    daysTold: row.daysTold,
    lastDay: (row.lastDay ?? undefined) as Day | undefined,
    rule: ruleShape.parse(row.rule),
  };
}
