import { ApplyAgreement } from '../features/billing-apply/apply-agreement.js';
import { ApplyPlan } from '../features/billing-apply/apply-plan.js';
import { CheckContributors } from '../features/billing-apply/check-contributors.js';
import { LineOutcomeRepository } from '../features/billing-apply/line-outcome.repository.js';
import { RecordOutcome } from '../features/billing-apply/record-outcome.js';
import { ResolveLine } from '../features/billing-apply/resolve-line.js';
import { UnclearLineRepository } from '../features/billing-apply/unclear-line.repository.js';
import { UndoRepository } from '../features/billing-apply/undo.repository.js';
import { UndoPlan } from '../features/billing-apply/undo-plan.js';
import { UndoPlanner } from '../features/billing-apply/undo-planner.js';
import { UndoneLines } from '../features/billing-apply/undone-lines.js';
import { WaitingLinesRepository } from '../features/billing-apply/waiting-lines.repository.js';
import { WithdrawLines } from '../features/billing-apply/withdraw-lines.js';
import type { createPlans, WithBillingSettings } from './billing-plans.js';
import type { AppParts } from './ground.js';

type Plans = ReturnType<typeof createPlans>;
type WithPlans = WithBillingSettings & Pick<Plans, 'billingPlans'> & Plans['shared'];

/** What is approved is written to ConnectWise here, and taken back. */
export function createBillingApply({ database }: AppParts, ground: WithPlans) {
  const { audit, events, integration, backgroundWork, users, mappings, gate } = ground;
  const { billingSettings, billingPlans, settlePlans: settling, finishPlan: finishing, openPlan } = ground;
  const outcomes = new LineOutcomeRepository();
  const record = new RecordOutcome({ outcomes, audit, events, settling });
  const waiting = new WaitingLinesRepository(database);
  const contributors = new CheckContributors({ users, mappings, gate });
  const withdrawing = new WithdrawLines({ outcomes, audit, settling });
  const agreements = new ApplyAgreement({ backgroundWork, outcomes, record, contributors, withdrawing });
  const applyPlan = new ApplyPlan({ database, integration, waiting, withdrawing, agreements, record });
  const undo = new UndoRepository(database);
  const undoPlan = new UndoPlan({ database, integration, settings: billingSettings, openPlan, undo });
  const undoPlanner = new UndoPlanner({ backgroundWork, undo, finishing });
  const lines = new UnclearLineRepository(database);
  const resolveLine = new ResolveLine({ database, integration, lines, record, settling });
  const undoneLines = new UndoneLines({ plans: billingPlans, undo });
  return { applyPlan, undoPlan, undoPlanner, undoneLines, resolveLine };
}
