import type { AppParts, Integrated } from './app-ground.js';
import type { createMappings } from './app-mappings.js';
import { ClosePlans } from './features/billing-plans/close-plans.js';
import { DecideLines } from './features/billing-plans/decide-lines.js';
import { DecisionRepository } from './features/billing-plans/decision.repository.js';
import { DiscardPlan } from './features/billing-plans/discard-plan.js';
import { FinishPlan } from './features/billing-plans/finish-plan.js';
import { NoSchedule, StoredBillingSettings, StoredBillingTurns } from './features/billing-plans/from-settings.js';
import { GatherUsage } from './features/billing-plans/gather-usage.js';
import { LineRepository } from './features/billing-plans/line.repository.js';
import { MakePlan, type UndoPlanner } from './features/billing-plans/make-plan.js';
import { OpenPlan } from './features/billing-plans/open-plan.js';
import { PeriodUsageRepository } from './features/billing-plans/period-usage.repository.js';
import { PlanRepository } from './features/billing-plans/plan.repository.js';
import { PlanService } from './features/billing-plans/plan.service.js';
import { PlanCompanies } from './features/billing-plans/plan-companies.js';
import { PlanKeyRepository } from './features/billing-plans/plan-key.repository.js';
import { PlanStateRepository } from './features/billing-plans/plan-state.repository.js';
import { PlanUsage } from './features/billing-plans/plan-usage.js';
import { PlanWorkRepository } from './features/billing-plans/plan-work.repository.js';
import { ReadBilling } from './features/billing-plans/read-billing.js';
import { SettlePlans } from './features/billing-plans/settle-plans.js';
import { StartBillingRun } from './features/billing-plans/start-billing-run.js';

type WithMappings = Integrated & ReturnType<typeof createMappings>;

/** Plans of what is billed: how they are made, looked at and decided over. */
export function createBilling({ database, clock }: AppParts, ground: WithMappings) {
  const { audit, events, accounts, users, gate, jobs, backgroundWork } = ground;
  const plans = new PlanRepository(database);
  const states = new PlanStateRepository();
  const rows = new PlanWorkRepository(database);
  const settings = new StoredBillingSettings(database);
  const openPlan = new OpenPlan({ audit, events });
  const settlePlans = new SettlePlans({ events, states });
  const closing = new ClosePlans({ database, audit, events, plans, states, rows });
  const finishPlan = new FinishPlan({ audit, events, rows, states, settling: settlePlans });
  const gather = new GatherUsage({ overrides: settings, usage: new PeriodUsageRepository(database) });
  const reading = new ReadBilling(backgroundWork);
  const companies = new PlanCompanies({ rows, gather, reading });
  const usage = new PlanUsage({ rows, states, reading, companies, gather, finishing: finishPlan });
  const makePlan = new MakePlan({ jobs, plans, closing, schedule: new NoSchedule(), usage, undo: noUndo });
  const billingPlans = new PlanService({ plans, lines: new LineRepository(database) });
  const decisions = new DecisionRepository();
  const decideLines = new DecideLines({ database, audit, plans, states, decisions, settling: settlePlans });
  const discardPlan = new DiscardPlan({ database, plans: billingPlans, states, closing });
  const startBillingRun = new StartBillingRun({
    ...{ database, clock, accounts, users, gate, settings, turns: new StoredBillingTurns() },
    ...{ opening: openPlan, plans: billingPlans, keys: new PlanKeyRepository(database) },
  });
  return { billingPlans, startBillingRun, decideLines, discardPlan, makePlan, openPlan, settlePlans, finishPlan };
}

/** Nothing opens plans of the kind UNDO yet. */
const noUndo: UndoPlanner = {
  part: () => Promise.reject(new Error('Plans that take back are not made yet.')),
};
