import type { createBillingSettings } from './app-billing-settings.js';
import type { AppParts, Integrated } from './app-ground.js';
import type { createMappings } from './app-mappings.js';
import { ExportLines } from './features/billing-files/export-lines.js';
import { ExportReconciliation } from './features/billing-files/export-reconciliation.js';
import { LineExportRepository } from './features/billing-files/line-export.repository.js';
import { ReconciliationExportRepository } from './features/billing-files/reconciliation-export.repository.js';
import { ClosePlans } from './features/billing-plans/close-plans.js';
import { DecideLines } from './features/billing-plans/decide-lines.js';
import { DecisionRepository } from './features/billing-plans/decision.repository.js';
import { DiscardPlan } from './features/billing-plans/discard-plan.js';
import { FinishPlan } from './features/billing-plans/finish-plan.js';
import { GatherUsage } from './features/billing-plans/gather-usage.js';
import { LineRepository } from './features/billing-plans/line.repository.js';
import { MakePlan, type UndoPlanner } from './features/billing-plans/make-plan.js';
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
import { CompareAdditions } from './features/reconciliation/compare-additions.js';
import { ComparisonRepository } from './features/reconciliation/comparison.repository.js';
import { ReconciliationRepository } from './features/reconciliation/reconciliation.repository.js';
import { ReconciliationService } from './features/reconciliation/reconciliation.service.js';

type WithSettings = Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createBillingSettings>;

/** Plans of what is billed: how they are made, looked at and decided over. */
export function createBilling({ database, clock }: AppParts, ground: WithSettings) {
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
  const makePlan = new MakePlan({ jobs, plans, closing, schedule: scheduleRuns, usage, undo: noUndo });
  const billingPlans = new PlanService({ plans, lines: new LineRepository(database) });
  const decisions = new DecisionRepository();
  const decideLines = new DecideLines({ database, audit, plans, states, decisions, settling: settlePlans });
  const discardPlan = new DiscardPlan({ database, plans: billingPlans, states, closing });
  const startBillingRun = new StartBillingRun({
    ...{ database, clock, accounts, users, gate, settings: billingSettings, turns: billingTurns },
    ...{ opening: openPlan, plans: billingPlans, keys: new PlanKeyRepository(database) },
  });
  return { billingPlans, startBillingRun, decideLines, discardPlan, makePlan, settlePlans, finishPlan };
}

/** Nothing opens plans of the kind UNDO yet. */
const noUndo: UndoPlanner = {
  part: () => Promise.reject(new Error('Plans that take back are not made yet.')),
};

/** How what was written stands to what ConnectWise has, and what was billed as files. */
export function createReconciliation({ database, clock }: AppParts, ground: Integrated) {
  const { integration, backgroundWork, jobs, events } = ground;
  const reconciliation = new ReconciliationService({
    ...{ integration, jobs },
    rows: new ReconciliationRepository(database),
  });
  const compareAdditions = new CompareAdditions({
    ...{ integration, backgroundWork, jobs, events, clock },
    rows: new ComparisonRepository(database),
  });
  const exportLines = new ExportLines(new LineExportRepository(database));
  const rows = new ReconciliationExportRepository(database);
  const exportReconciliation = new ExportReconciliation({ integration, rows });
  return { reconciliation, compareAdditions, exportLines, exportReconciliation };
}
