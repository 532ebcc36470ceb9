import { BillingApplyResolver } from '../features/billing-apply/billing-apply.resolver.js';
import { LineResolver, ShareResolver } from '../features/billing-plans/line.resolver.js';
import { BillingLine } from '../features/billing-plans/line.types.js';
import { PlanResolver } from '../features/billing-plans/plan.resolver.js';
import { BillingPlan } from '../features/billing-plans/plan.types.js';
import { ReconciliationResolver } from '../features/reconciliation/reconciliation.resolver.js';
import { Roles } from '../graphql/authorization.js';
import { type NodeType, nodes } from '../graphql/node.js';
import type { BillingLineId, BillingPlanId } from '../shared/ids.js';
import { billingSettingsResolvers } from './billing-settings-schema.js';
import type { Services } from './services.js';

/** What of the schema is about billing. */
export function billingResolvers(services: Services) {
  return [
    ...billingSettingsResolvers(services),
    ...[new PlanResolver(services), new LineResolver(services), new ShareResolver(services)],
    ...[new BillingApplyResolver(services), new ReconciliationResolver(services)],
  ];
}

export const billingObjects = [BillingLine, BillingPlan];

export function billingNodes({ billingPlans }: Services): readonly (readonly [string, NodeType])[] {
  const lines = nodes(
    Roles.read,
    (caller, ids) => billingPlans.findLines(caller, ids as BillingLineId[]),
    BillingLine.of,
  );
  const plans = nodes(Roles.read, (caller, ids) => billingPlans.find(caller, ids as BillingPlanId[]), BillingPlan.of);
  return [
    ['BillingLine', lines],
    ['BillingPlan', plans],
  ];
}
