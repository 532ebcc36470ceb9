import { ClosePlans } from '../features/billing-plans/close-plans.js';
import { DecideLines } from '../features/billing-plans/decide-lines.js';
import { DecisionRepository } from '../features/billing-plans/decision.repository.js';
import { DiscardPlan } from '../features/billing-plans/discard-plan.js';
import { FinishPlan } from '../features/billing-plans/finish-plan.js';
import { GatherUsage } from '../features/billing-plans/gather-usage.js';
import { LineRepository } from '../features/billing-plans/line.repository.js';
import { MakePlan, type UndoPlanner } from '../features/billing-plans/make-plan.js';
import { PeriodUsageRepository } from '../features/billing-plans/period-usage.repository.js';
import { PlanRepository } from '../features/billing-plans/plan.repository.js';
import { PlanService } from '../features/billing-plans/plan.service.js';
import { PlanCompanies } from '../features/billing-plans/plan-companies.js';
import { PlanKeyRepository } from '../features/billing-plans/plan-key.repository.js';
import { PlanStateRepository } from '../features/billing-plans/plan-state.repository.js';
import { PlanUsage } from '../features/billing-plans/plan-usage.js';
import { PlanWorkRepository } from '../features/billing-plans/plan-work.repository.js';
import { ReadBilling } from '../features/billing-plans/read-billing.js';
import { SettlePlans } from '../features/billing-plans/settle-plans.js';
import { StartBillingRun } from '../features/billing-plans/start-billing-run.js';
import type { createBillingSettings } from './billing-settings.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings } from './mappings.js';

export type WithBillingSettings = Integrated &
  ReturnType<typeof createMappings> &
  ReturnType<typeof createBillingSettings>;

/** Plans of what is billed: how they are made, looked at and decided over. */
export function createPlans({ database, clock }: AppParts, ground: WithBillingSettings) {
  const { audit, events, accounts, users, gate, jobs, backgroundWork } = ground;
  const { billingSettings, billingOverrides, billingTurns, scheduleRuns, openPlan } = ground;
  const plans = new PlanRepository(database);
  const states = new PlanStateRepository();
  const rows = new PlanWorkRepository(database);
  const settlePlans = new SettlePlans({ events, states });
  const closing = new ClosePlans({ database, audit, events, plans, states, rows });
  const finishPlan = new FinishPlan({ audit, events, rows, states, settling: settlePlans });
  const gather = new GatherUsage({ overrides: billingOverrides, usage: new PeriodUsageRepository(database) });
  const reading = new ReadBilling(backgroundWork);
  const companies = new PlanCompanies({ rows, gather, reading });
  const usage = new PlanUsage({ rows, states, reading, companies, gather, finishing: finishPlan });
  const planner = (undo: UndoPlanner) => new MakePlan({ jobs, plans, closing, schedule: scheduleRuns, usage, undo });
  const billingPlans = new PlanService({ plans, lines: new LineRepository(database) });
  const decisions = new DecisionRepository();
  const decideLines = new DecideLines({ database, audit, plans, states, decisions, settling: settlePlans });
  const discardPlan = new DiscardPlan({ database, plans: billingPlans, states, closing });
  const startBillingRun = new StartBillingRun({
    ...{ database, clock, accounts, users, gate, settings: billingSettings, turns: billingTurns },
    ...{ opening: openPlan, plans: billingPlans, keys: new PlanKeyRepository(database) },
  });
  const shared = { planner, states, settlePlans, finishPlan, openPlan };
  return { shared, billingPlans, startBillingRun, decideLines, discardPlan };
}
