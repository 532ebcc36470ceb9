import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { FailureCode } from '../../shared/failure.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { PutOff } from '../../shared/put-off.js';
import { AccountHold } from '../integration/health.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobKind } from '../jobs/job.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import type { ApplyAgreement } from './apply-agreement.js';
import type { RecordOutcome } from './record-outcome.js';
import type { WaitingLinesRepository } from './waiting-lines.repository.js';
import type { WithdrawLines } from './withdraw-lines.js';

interface Deps {
  readonly database: Database;
  readonly integration: IntegrationService;
  readonly waiting: WaitingLinesRepository;
  readonly withdrawing: WithdrawLines;
  readonly agreements: ApplyAgreement;
  readonly record: RecordOutcome;
}

const jobInput = z.object({ planId: z.custom<BillingPlanId>((value) => typeof value === 'string') });

const OTHER_INSTANCE = {
  code: FailureCode.VERSION_CONFLICT,
  message: 'The integration leads to another ConnectWise than when the plan was made.',
};

/** Writes the approved lines of a plan to ConnectWise, agreement by agreement, and exactly them. */
export class ApplyPlan implements JobTask {
  readonly kind = JobKind.BILLING_APPLY;

  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const { database, withdrawing, waiting } = this.deps;
    await database.write(caller.accountId, (tx) => withdrawing.withdraw(tx, caller));
    const [plan] = await waiting.plans(caller.accountId);
    if (!plan) return { kind: 'rest' };
    return plan.retryAt ? { kind: 'at', at: plan.retryAt } : { kind: 'start', input: { planId: plan.id } };
  }

  async part(caller: Caller, run: JobRun): Promise<void> {
    const { integration, waiting, agreements, record } = this.deps;
    const { planId } = jobInput.parse(run.job.input);
    const plan = await waiting.plan(caller.accountId, planId);
    const next = plan && (await waiting.nextAgreement(caller.accountId, planId));
    if (!next) return run.save({ isLast: true });
    const apply = { caller, run, plan, total: run.job.done + next.left };
    const { instanceId } = (await integration.find(caller)) ?? {};
    if (!instanceId) throw new PutOff(AccountHold.INTEGRATION_OFF, { kind: 'rest' });
    if (instanceId !== plan.instanceId) return record.abandon(apply, OTHER_INSTANCE);
    if (!next.isReady && next.readyAt) throw new PutOff('OUTCOME_UNKNOWN', { kind: 'at', at: next.readyAt });
    await agreements.apply(apply, await waiting.lines(caller.accountId, planId, next.agreementId));
  }
}
