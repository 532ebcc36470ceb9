import type { AppParts, Integrated } from './app-ground.js';
import type { createMappings } from './app-mappings.js';
import { ApplyAgreement } from './features/billing-apply/apply-agreement.js';
import { ApplyPlan } from './features/billing-apply/apply-plan.js';
import { CheckContributors } from './features/billing-apply/check-contributors.js';
import { LineOutcomeRepository } from './features/billing-apply/line-outcome.repository.js';
import { RecordOutcome } from './features/billing-apply/record-outcome.js';
import { WaitingLinesRepository } from './features/billing-apply/waiting-lines.repository.js';
import { PlanStateRepository } from './features/billing-plans/plan-state.repository.js';
import { SettlePlans } from './features/billing-plans/settle-plans.js';

type WithMappings = Integrated & ReturnType<typeof createMappings>;

/** What is approved is written to ConnectWise here, and taken back. */
export function createBillingApply({ database }: AppParts, ground: WithMappings) {
  const { audit, events, integration, backgroundWork, users, mappings, gate } = ground;
  const outcomes = new LineOutcomeRepository();
  const record = new RecordOutcome({ outcomes, audit, events });
  const settling = new SettlePlans({ events, states: new PlanStateRepository() });
  const waiting = new WaitingLinesRepository(database);
  const contributors = new CheckContributors({ users, mappings, gate });
  const agreements = new ApplyAgreement({ backgroundWork, outcomes, record, contributors });
  const applyPlan = new ApplyPlan({ database, integration, waiting, outcomes, agreements, record, settling, audit });
  return { applyPlan };
}
