import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, ProductId, SourceId, UserId } from '../../shared/ids.js';
import { BilledQuantity } from '../billing-settings/rule.js';
import type { PeriodRule } from '../usage/product.js';
import type { PeriodUsage } from './contribution.js';
import type { Period } from './plan.js';

/** One product of one user, and what of it is billed. */
export interface UsageWanted {
  readonly userId: UserId;
  readonly productId: ProductId;
  readonly period: Period;
  readonly quantity: BilledQuantity;
}

export interface UsageFound extends PeriodUsage {
  readonly userId: UserId;
  readonly productId: ProductId;
  readonly periodRule: PeriodRule;
  readonly wasBilled: boolean;
}

/** Who was told of within so many days before a period, and not in it, is missed. */
const LOOK_BACK_DAYS = 366;

export class PeriodUsageRepository {
  constructor(private readonly database: Database) {}

  /** The products that each source counts. */
  async products(accountId: AccountId): Promise<{ readonly id: ProductId; readonly sourceId: SourceId }[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('products')
        .select(['id', 'source_id as sourceId'])
        .where('account_id', '=', accountId)
        .orderBy('id'),
    );
    return rows.map(({ id, sourceId }) => ({ id: id as ProductId, sourceId: sourceId as SourceId }));
  }

  /**
   * What the days of each period came to. A user and product of which nothing was told, not even in the year before, is
   * left out. Sums are cut nowhere: an average is exact far beyond the digits where rounding could turn.
   */
  async sum(accountId: AccountId, wanted: readonly UsageWanted[]): Promise<UsageFound[]> {
    if (wanted.length === 0) return [];
    const rows = JSON.stringify(
      wanted.map(({ userId, productId, period, quantity }) => ({
        ...{ userId, productId, ...period, isUsed: quantity === BilledQuantity.USED },
      })),
    );
    const found = await this.database.read(accountId, (db) =>
      sql<Row>`
        SELECT w."userId", w."productId", p.period_rule AS "periodRule", p.first_billed_at IS NOT NULL AS "wasBilled",
          trim_scale(round(t.exact, p.decimals))::text AS quantity, trim_scale(round(t.exact, 15))::text AS "exactQuantity",
          t.days AS "daysTold", to_char(t.last, 'YYYY-MM-DD') AS "lastDay"
        FROM jsonb_to_recordset(${rows}::jsonb)
          AS w("userId" uuid, "productId" uuid, "from" date, "to" date, "isUsed" boolean)
        JOIN products p ON p.account_id = ${accountId} AND p.id = w."productId"
        CROSS JOIN LATERAL (
          SELECT count(q.quantity)::int AS days, max(q.day) FILTER (WHERE q.quantity IS NOT NULL) AS last,
            CASE p.period_rule
              WHEN 'MAXIMUM' THEN max(q.quantity)
              WHEN 'SUM' THEN sum(q.quantity)
              WHEN 'AVERAGE' THEN sum(q.quantity)::numeric(60, 20) / nullif(count(q.quantity), 0)
              ELSE (array_agg(q.quantity ORDER BY q.day DESC) FILTER (WHERE q.quantity IS NOT NULL))[1]
            END AS exact
          FROM (
            SELECT d.day, CASE WHEN w."isUsed" THEN d.used ELSE d.purchased END AS quantity FROM usage_days d
            WHERE d.account_id = ${accountId} AND d.user_id = w."userId" AND d.product_id = w."productId"
              AND d.day BETWEEN w."from" AND w."to"
          ) q
        ) t
        WHERE t.days > 0 OR EXISTS (
          SELECT FROM usage_days d
          WHERE d.account_id = ${accountId} AND d.user_id = w."userId" AND d.product_id = w."productId"
            AND d.day BETWEEN w."from" - ${LOOK_BACK_DAYS}::int AND w."to")
        ORDER BY w."userId", w."productId"`.compile(db),
    );
    return found.map(toRecord);
  }
}

interface Row {
  readonly userId: string;
  readonly productId: string;
  readonly periodRule: string;
  readonly wasBilled: boolean;
  readonly quantity: string | null;
  readonly exactQuantity: string | null;
  readonly daysTold: number;
  readonly lastDay: string | null;
}

function toRecord({ userId, productId, periodRule, quantity, exactQuantity, lastDay, ...row }: Row): UsageFound {
  return {
    ...row,
    userId: userId as UserId,
    productId: productId as ProductId,
    periodRule: periodRule as PeriodRule,
    quantity: quantity ?? undefined,
    exactQuantity: exactQuantity ?? undefined,
    lastDay: (lastDay ?? undefined) as Day | undefined,
  };
}
