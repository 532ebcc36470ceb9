import type { AppParts, Integrated } from './app-ground.js';
import type { createMappings } from './app-mappings.js';
import { ApplyAgreement } from './features/billing-apply/apply-agreement.js';
import { ApplyPlan } from './features/billing-apply/apply-plan.js';
import { CheckContributors } from './features/billing-apply/check-contributors.js';
import { LineOutcomeRepository } from './features/billing-apply/line-outcome.repository.js';
import { RecordOutcome } from './features/billing-apply/record-outcome.js';
import { ResolveLine } from './features/billing-apply/resolve-line.js';
import { UnclearLineRepository } from './features/billing-apply/unclear-line.repository.js';
import { UndoRepository } from './features/billing-apply/undo.repository.js';
import { UndoPlan } from './features/billing-apply/undo-plan.js';
import { UndoPlanner } from './features/billing-apply/undo-planner.js';
import { UndoneLines } from './features/billing-apply/undone-lines.js';
import { WaitingLinesRepository } from './features/billing-apply/waiting-lines.repository.js';
import { WithdrawLines } from './features/billing-apply/withdraw-lines.js';
import { FinishPlan } from './features/billing-plans/finish-plan.js';
import { LineRepository } from './features/billing-plans/line.repository.js';
import { OpenPlan } from './features/billing-plans/open-plan.js';
import { PlanRepository } from './features/billing-plans/plan.repository.js';
import { PlanService } from './features/billing-plans/plan.service.js';
import { PlanStateRepository } from './features/billing-plans/plan-state.repository.js';
import { SettlePlans } from './features/billing-plans/settle-plans.js';

type WithMappings = Integrated & ReturnType<typeof createMappings>;

/** What is approved is written to ConnectWise here, and taken back. */
export function createBillingApply({ database }: AppParts, ground: WithMappings) {
  const { audit, events, integration, backgroundWork, users, mappings, gate } = ground;
  const outcomes = new LineOutcomeRepository();
  const record = new RecordOutcome({ outcomes, audit, events });
  const states = new PlanStateRepository();
  const settling = new SettlePlans({ events, states });
  const waiting = new WaitingLinesRepository(database);
  const contributors = new CheckContributors({ users, mappings, gate });
  const withdrawing = new WithdrawLines({ outcomes, audit });
  const agreements = new ApplyAgreement({ backgroundWork, outcomes, record, contributors, withdrawing });
  const applyPlan = new ApplyPlan({ database, integration, waiting, withdrawing, agreements, record, settling });
  const undo = new UndoRepository(database);
  const openPlan = new OpenPlan({ audit, events });
  const undoPlan = new UndoPlan({ database, integration, openPlan, undo });
  const finishing = new FinishPlan({ audit, events, states, settling });
  const undoPlanner = new UndoPlanner({ backgroundWork, undo, finishing });
  const lines = new UnclearLineRepository(database);
  const resolveLine = new ResolveLine({ database, integration, lines, record, settling });
  const billingPlans = new PlanService({ plans: new PlanRepository(database), lines: new LineRepository(database) });
  const undoneLines = new UndoneLines({ plans: billingPlans, undo });
  return { applyPlan, undoPlan, undoPlanner, undoneLines, resolveLine, billingPlans };
}
