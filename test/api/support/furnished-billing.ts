import { RULE_DEFAULTS } from '../../../src/features/billing-settings/rule.js';
import { parseGlobalId, toGlobalId } from '../../../src/graphql/node.js';
import { type BillingLineId, type BillingPlanId, newId, type ProductId } from '../../../src/shared/ids.js';
import type { SeedAccount } from '../../support/seed.js';
import { sql } from './rows.js';

const FROZEN = { rules: [], oneTimeCycleIds: [], isAutoApproved: false, needsSecondPerson: false, expiryDays: 14 };

export interface FurnishedBilling {
  readonly billingPlan: string;
  readonly pendingLine: string;
  readonly appliedLine: string;
  readonly unclearLine: string;
}

/**
 * Settings with runs by themselves, a user with a billing day of its own, and an open plan with three lines of one
 * agreement: one that waits for approval, one that was written, and one of which nobody knows.
 */
export async function furnishBilling(
  { id: accountId }: SeedAccount,
  of: { readonly user: string; readonly product: string; readonly name: string },
): Promise<FurnishedBilling> {
  const [userId, productId] = [parseGlobalId(of.user)?.id, parseGlobalId(of.product)?.id];
  await sql(
    `INSERT INTO billing_settings (account_id, is_enabled, scheduled_since, instance_id, calendar)
     SELECT account_id, true, now(), instance_id, $2 FROM integration_settings WHERE account_id = $1`,
    [accountId, JSON.stringify([{ fromMonth: '2026-01', day: 1, hour: 9, timeZone: null }])],
  );
  await sql('INSERT INTO billing_overrides (account_id, user_id, calendar) VALUES ($1, $2, $3)', [
    accountId,
    userId,
    JSON.stringify([{ fromMonth: '2026-01', day: 20 }]),
  ]);
  const planId = newId<BillingPlanId>();
  await sql(
    `INSERT INTO billing_plans (account_id, id, instance_id, kind, status, period_from, period_to, actor_kind, actor_name, settings)
     SELECT account_id, $2, instance_id, 'ON_DEMAND', 'OPEN', '2026-01-01', '2026-01-31', 'SYSTEM', 'test', $3
     FROM integration_settings WHERE account_id = $1`,
    [accountId, planId, FROZEN],
  );
  const [pending, applied, unclear] = [newId<BillingLineId>(), newId<BillingLineId>(), newId<BillingLineId>()];
  await sql(
    `INSERT INTO billing_lines (account_id, plan_id, id, agreement_id, agreement_name, catalog_item_id, addition_id, write,
       action, before_quantity, after_quantity, after_effective_on, found_quantity, found_effective_on, state)
     VALUES ($1, $2, $4, 1, $3, 1, 1, 'UPDATE', 'UPDATE', 1, 2, '2026-01-01', NULL, NULL, 'PENDING'),
            ($1, $2, $5, 1, $3, 1, 1, 'CREATE', 'CREATE', NULL, 5, '2026-01-01', 5, '2026-01-01', 'APPLIED'),
            ($1, $2, $6, 1, $3, 1, NULL, 'CREATE', 'CREATE', NULL, 5, '2026-01-01', NULL, NULL, 'UNCLEAR')`,
    [accountId, planId, of.name, pending, applied, unclear],
  );
  const rule = { ...RULE_DEFAULTS, productId: newId<ProductId>(), catalogItemId: 1, agreementTypeId: 1 };
  await sql(
    `INSERT INTO billing_shares (account_id, plan_id, line_id, user_id, product_id, period_from, period_to, period_rule,
       quantity, exact_quantity, days_told, rule)
     VALUES ($1, $2, $3, $4, $5, '2026-01-01', '2026-01-31', 'LAST', 2, 2, 1, $6)`,
    [accountId, planId, pending, userId, productId, rule],
  );
  return {
    billingPlan: toGlobalId('BillingPlan', planId),
    pendingLine: toGlobalId('BillingLine', pending),
    appliedLine: toGlobalId('BillingLine', applied),
    unclearLine: toGlobalId('BillingLine', unclear),
  };
}
