import { createBillingApply } from './billing-apply.js';
import { createPlans, type WithBillingSettings } from './billing-plans.js';
import type { AppParts } from './ground.js';
import { createReconciliation } from './reconciliation.js';

/** Everything about billing, and what of it is done in the background. */
export function createBilling(parts: AppParts, ground: WithBillingSettings) {
  const { shared, ...plans } = createPlans(parts, ground);
  const { applyPlan, undoPlanner, ...applied } = createBillingApply(parts, { ...ground, ...plans, ...shared });
  const { compareAdditions, ...compared } = createReconciliation(parts, ground);
  const billTasks = [shared.planner(undoPlanner), applyPlan, compareAdditions];
  return { ...plans, ...applied, ...compared, billTasks };
}
