import { type Expression, type SqlBool, sql } from 'kysely';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';
import type { LineFilter } from './line.js';

/** The lines of a plan that meet a filter, for statements on `billing_lines` alone. */
export function lineConditions(
  accountId: AccountId,
  { planId, filter }: { readonly planId: BillingPlanId; readonly filter: LineFilter },
): Expression<SqlBool>[] {
  const { actions, states, holds, userIds, productIds, agreementIds } = filter;
  const list: Expression<SqlBool>[] = [sql<SqlBool>`plan_id = ${planId}::uuid`];
  if (actions) list.push(sql<SqlBool>`action = any(${[...actions]}::text[])`);
  if (states) list.push(sql<SqlBool>`state = any(${[...states]}::text[])`);
  if (holds) list.push(sql<SqlBool>`holds && ${[...holds]}::text[]`);
  if (agreementIds) list.push(sql<SqlBool>`agreement_id = any(${[...agreementIds]}::int[])`);
  if (userIds || productIds) {
    const shares = [
      sql<SqlBool>`account_id = ${accountId}::uuid`,
      sql<SqlBool>`plan_id = ${planId}::uuid`,
      ...(userIds ? [sql<SqlBool>`user_id = any(${[...userIds]}::uuid[])`] : []),
      ...(productIds ? [sql<SqlBool>`product_id = any(${[...productIds]}::uuid[])`] : []),
    ];
    list.push(sql<SqlBool>`id in (select line_id from billing_shares where ${sql.join(shares, sql` and `)})`);
  }
  return list;
}
