import { type SqlBool, sql } from 'kysely';
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

/** The plan in hand, of those that a statement goes through. */
const PLAN = sql.ref('p.id');

export interface LinesOf {
  readonly planIds: readonly BillingPlanId[];
  readonly filter: LineFilter;
}

/** Lines and what adds up to them, as they are read. */
export class LineRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly BillingLineId[]): Promise<BillingLine[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('billing_lines')
        .select(LINE_COLUMNS)
        .where('account_id', '=', accountId)
        .where(sql<SqlBool>`id = any(${[...ids]}::uuid[])`),
    );
    return rows.map(toLine);
  }

  /** The same page of each plan, in the order in which its lines were planned, and all of them in one statement. */
  async pages(
    accountId: AccountId,
    request: PageRequest,
    of: LinesOf,
  ): Promise<ReadonlyMap<BillingPlanId, Page<BillingLine>>> {
    const after = idAfter(request, LIST);
    const { planIds, filter } = of;
    const rows = await this.database.read(accountId, (db) => {
      let lines = db
        .selectFrom('billing_lines')
        .select(LINE_COLUMNS)
        .where('account_id', '=', accountId)
        .orderBy('id')
        .limit(request.first + 1);
      for (const condition of lineConditions(accountId, { planId: PLAN, filter })) lines = lines.where(condition);
      if (after !== undefined) lines = lines.where('id', '>', after);
      return sql<LineRow>`SELECT l.* FROM unnest(${[...planIds]}::uuid[]) AS p(id) CROSS JOIN LATERAL (${lines}) AS l`.compile(
        db,
      );
    });
    let counted: Promise<ReadonlyMap<string, number>> | undefined;
    const count = () => {
      counted ??= this.count(accountId, of);
      return counted;
    };
    const pageOf = (id: BillingPlanId) =>
      toPage(
        rows.filter(({ planId }) => planId === id),
        request,
        {
          ...{ item: toLine, key: (row: LineRow) => [row.id], list: LIST },
          countTotal: async () => (await count()).get(id) ?? 0,
        },
      );
    return new Map(planIds.map((id) => [id, pageOf(id)]));
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

  private async count(accountId: AccountId, { planIds, filter }: LinesOf): Promise<ReadonlyMap<string, number>> {
    const conditions = [sql`account_id = ${accountId}`, ...lineConditions(accountId, { planId: PLAN, filter })];
    const rows = await this.database.read(accountId, (db) =>
      sql<{ planId: string; lines: number }>`
        SELECT p.id AS "planId", l.lines FROM unnest(${[...planIds]}::uuid[]) AS p(id) CROSS JOIN LATERAL (
          SELECT count(*)::int AS lines FROM billing_lines WHERE ${sql.join(conditions, sql` AND `)}) AS l`.compile(db),
    );
    return new Map(rows.map(({ planId, lines }) => [planId, lines]));
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
