import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingPlanId } from '../../shared/ids.js';
import type { ScheduleRuns } from '../billing-schedule/schedule-runs.js';
import { type Job, JobKind, JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import type { ClosePlans } from './close-plans.js';
import { type BillingPlan, PlanKind, PlanStatus } from './plan.js';
import type { PlanRepository, PlanWithSettings } from './plan.repository.js';
import { planInput } from './plan-state.js';
import type { PlanUsage } from './plan-usage.js';

/** Makes the lines of a plan that takes another one back. */
export interface UndoPlanner {
  part(caller: Caller, run: JobRun, of: PlanWithSettings): Promise<void>;
}

interface Deps {
  readonly jobs: JobService;
  readonly plans: PlanRepository;
  readonly closing: ClosePlans;
  readonly schedule: ScheduleRuns;
  readonly usage: PlanUsage;
  readonly undo: UndoPlanner;
}

/** Jobs of the kind that are looked through for the one that made a plan: older ones are of plans before it. */
const JOBS = 50;

/** Makes plans one after the other, and sees to what of them is due by time: runs, and the end of waiting. */
export class MakePlan implements JobTask {
  readonly kind = JobKind.BILLING_PLAN;

  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const waiting = await this.next(caller);
    if (waiting) return { kind: 'start', input: { planId: waiting } };
    const { opened, next } = await this.keepTime(caller);
    if (opened > 0) return { kind: 'soon' };
    const [first] = next.sort((a, b) => a.getTime() - b.getTime());
    return first ? { kind: 'at', at: first } : { kind: 'rest' };
  }

  async part(system: Caller, run: JobRun): Promise<void> {
    const { plans, usage, undo } = this.deps;
    // A plan that cannot be made yet must not keep others from being opened, missed or expired.
    if (run.job.state === undefined) await this.keepTime(system);
    const planId = planInput.parse(run.job.input).planId as BillingPlanId;
    const of = await plans.withSettings(system.accountId, planId);
    if (of?.plan.status === PlanStatus.DISCARDED) return run.save({ isLast: true });
    if (of?.plan.status !== PlanStatus.PLANNING) throw isOver();
    // The trail names who asked for it.
    const caller = { ...system, actor: of.plan.actor };
    await (of.plan.kind === PlanKind.UNDO ? undo : usage).part(caller, run, of);
  }

  private async keepTime(caller: Caller): Promise<{ readonly opened: number; readonly next: Date[] }> {
    const { closing, schedule } = this.deps;
    const expiresAt = await closing.expire(caller);
    const { opened, next } = await schedule.open(caller);
    return { opened, next: [next, expiresAt].filter((at) => at !== undefined) };
  }

  /** The oldest plan that waits to be made. One whose job has ended without it ends here, too. */
  private async next(caller: Caller): Promise<BillingPlanId | undefined> {
    const { plans, closing } = this.deps;
    for (;;) {
      const plan = await plans.oldestInTheMaking(caller.accountId);
      if (!plan) return undefined;
      const job = await this.jobOf(caller, plan);
      if (job?.status !== JobStatus.FAILED && job?.status !== JobStatus.CANCELLED) return plan.id;
      await closing.giveUp(caller, plan, job.failure);
    }
  }

  private async jobOf(caller: Caller, { id }: BillingPlan): Promise<Job | undefined> {
    const page = await this.deps.jobs.page(caller, { first: JOBS }, { kinds: [this.kind] });
    return page.items.map(({ item }) => item).find(({ input }) => planInput.safeParse(input).data?.planId === id);
  }
}

function isOver(): Failure {
  const message = 'This plan is not being made any more. Start a new run.';
  return new Failure({ code: FailureCode.INVALID, message });
}
