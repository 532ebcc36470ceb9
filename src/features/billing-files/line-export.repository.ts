import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';

/** One line of a plan, as it is given out; quantities and days are texts. */
export interface ExportedLine {
  readonly id: string;
  readonly companyId: number | null;
  readonly companyName: string | null;
  readonly agreementId: number | null;
  readonly agreementName: string | null;
  readonly catalogItemId: number | null;
  readonly additionId: number | null;
  readonly users: string | null;
  readonly action: string;
  readonly reason: string | null;
  readonly holds: readonly string[];
  readonly beforeQuantity: string | null;
  readonly afterQuantity: string | null;
  readonly beforeCancelledOn: string | null;
  readonly afterCancelledOn: string | null;
  readonly effectiveOn: string | null;
  readonly state: string;
  readonly foundQuantity: string | null;
  readonly foundCancelledOn: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
  readonly failure: string | null;
}

export class LineExportRepository {
  constructor(private readonly database: Database) {}

  async hasPlan(accountId: AccountId, planId: BillingPlanId): Promise<boolean> {
    const rows = await this.database.read(accountId, (db) =>
      db.selectFrom('billing_plans').select('id').where('account_id', '=', accountId).where('id', '=', planId),
    );
    return rows.length > 0;
  }

  /** The next lines in their order, each with what its users add, as `source/user product=quantity`. */
  page(
    accountId: AccountId,
    { planId, after, most }: { planId: BillingPlanId; after: string | undefined; most: number },
  ): Promise<ExportedLine[]> {
    return this.database.read(accountId, (db) => {
      const query = db
        .selectFrom('billing_lines as l')
        .select(['l.id', 'l.company_id as companyId', 'l.agreement_id as agreementId', 'l.action', 'l.reason'])
        .select(['l.agreement_name as agreementName', 'l.catalog_item_id as catalogItemId', 'l.holds', 'l.state'])
        .select(['l.addition_id as additionId', 'l.decided_by as decidedBy', 'l.decided_at as decidedAt'])
        .select(['l.ended_at as endedAt', 'l.failure_message as failure'])
        .select([
          sql<string | null>`trim_scale(l.before_quantity)::text`.as('beforeQuantity'),
          sql<string | null>`trim_scale(l.after_quantity)::text`.as('afterQuantity'),
          sql<string | null>`trim_scale(l.found_quantity)::text`.as('foundQuantity'),
          day('l.before_cancelled_on').as('beforeCancelledOn'),
          day('l.after_cancelled_on').as('afterCancelledOn'),
          day('l.found_cancelled_on').as('foundCancelledOn'),
          sql<string | null>`to_char(coalesce(l.after_effective_on, l.before_effective_on), 'YYYY-MM-DD')`.as(
            'effectiveOn',
          ),
          sql<string | null>`(
            select string_agg(concat(o.code, '/', u.external_id, ' ', p.code, '=', trim_scale(s.quantity)::text), '; '
              order by o.code, u.external_id, p.code)
            from billing_shares s
            join users u on u.account_id = s.account_id and u.id = s.user_id
            join sources o on o.account_id = u.account_id and o.id = u.source_id
            join products p on p.account_id = s.account_id and p.id = s.product_id
            where s.account_id = l.account_id and s.line_id = l.id)`.as('users'),
          sql<string | null>`(
            select m.company_name from billing_shares s
            join mappings m on m.account_id = s.account_id and m.user_id = s.user_id
              and m.connect_wise_id = l.company_id
            where s.account_id = l.account_id and s.line_id = l.id
            limit 1)`.as('companyName'),
        ])
        .where('l.account_id', '=', accountId)
        .where('l.plan_id', '=', planId)
        .orderBy('l.id')
        .limit(most);
      return after === undefined ? query : query.where(sql<SqlBool>`l.id > ${after}::uuid`);
    });
  }
}

function day(column: string) {
  return sql<string | null>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`;
}
