import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { JobPart, JobRun } from '../jobs/job-task.js';
import type { FinishPlan } from './finish-plan.js';
import type { GatherUsage } from './gather-usage.js';
import type { LineDraft } from './line-draft.js';
import { insertLines, withIds } from './line-insert.repository.js';
import { PlanStatus } from './plan.js';
import type { PlanWithSettings } from './plan.repository.js';
import type { Making, PlanCompanies } from './plan-companies.js';
import { planOther } from './plan-others.js';
import { type PlanState, planState } from './plan-state.js';
import type { PlanStateRepository } from './plan-state.repository.js';
import type { PlanInHand, PlanWorkRepository } from './plan-work.repository.js';
import { movedAway, type ReadBilling } from './read-billing.js';

interface Deps {
  readonly rows: PlanWorkRepository;
  readonly states: PlanStateRepository;
  readonly reading: ReadBilling;
  readonly companies: PlanCompanies;
  readonly gather: GatherUsage;
  readonly finishing: FinishPlan;
}

/** Users of a part who cannot be billed. */
const OTHERS = 500;

/** One part of the making of one plan. */
interface Hand {
  readonly caller: Caller;
  readonly run: JobRun;
  readonly making: Making;
}

type In<Phase extends PlanState['phase']> = Extract<PlanState, { phase: Phase }>;

/** Makes the lines of a plan from usage, part by part: each is written whole, or done again. */
export class PlanUsage {
  constructor(private readonly deps: Deps) {}

  async part(caller: Caller, run: JobRun, of: PlanWithSettings): Promise<void> {
    const making = { plan: inHand(of), settings: of.settings, signal: run.signal };
    const hand = { caller, run, making };
    const state = planState.safeParse(run.job.state).data ?? (await this.begin(caller, making.plan));
    switch (state.phase) {
      case 'AGREEMENTS':
        return this.agreements(hand, state);
      case 'COMPANIES':
        return this.companies(hand, state);
      case 'OTHERS':
        return this.others(hand, state);
      case 'FINISH':
        return run.save({ isLast: true }, (tx) => this.deps.finishing.finish(tx, caller, of));
    }
  }

  /** What another job has left half done cannot be told from what is still to do. */
  private async begin({ accountId }: Caller, { id }: PlanInHand): Promise<PlanState> {
    await this.deps.rows.refreshStatistics(accountId);
    if (!(await this.deps.rows.isBegun(accountId, id))) return { phase: 'AGREEMENTS', after: 0 };
    const message = 'The making of this plan was broken off. Start a new run.';
    throw new Failure({ code: FailureCode.INVALID, message });
  }

  private async agreements(hand: Hand, { after }: In<'AGREEMENTS'>): Promise<void> {
    const { rows, reading } = this.deps;
    const { caller, making } = hand;
    const { plan, signal } = making;
    const { accountId } = caller;
    const companyIds = await rows.companies(accountId, plan, { after: 0 });
    const isNone = companyIds.length === 0;
    const asking = { caller, signal, instanceId: plan.instanceId };
    const { agreements, calls, next } = isNone
      ? { agreements: [], calls: 0, next: undefined }
      : await reading.agreements(asking, after, companyIds);
    const state: PlanState =
      next === undefined ? { phase: 'COMPANIES', after: 0 } : { phase: 'AGREEMENTS', after: next };
    const total = await rows.countTurns(accountId, plan.id);
    await this.save(hand, { state, total, counts: { CALLED: calls } }, (tx) =>
      rows.saveAgreements(tx, accountId, { planId: plan.id, agreements }),
    );
  }

  private async companies(hand: Hand, { after }: In<'COMPANIES'>): Promise<void> {
    const { caller, run, making } = hand;
    const { lines, calls, last, users } = await this.deps.companies.after(caller, making, after);
    const state: PlanState = last === undefined ? { phase: 'OTHERS' } : { phase: 'COMPANIES', after: last };
    const part = { state, done: run.job.done + users, counts: { ...countsOf(lines), CALLED: calls } };
    await this.saveLines(hand, part, lines);
  }

  private async others(hand: Hand, { after }: In<'OTHERS'>): Promise<void> {
    const { rows, gather } = this.deps;
    const { caller, run, making } = hand;
    const { plan } = making;
    const users = await rows.others(caller.accountId, plan, { after, most: OTHERS });
    const contributions = await gather.of(caller, making, users);
    const lines = users.flatMap((user) => planOther(user, contributions.get(user.id) ?? [], plan) ?? []);
    const isLast = users.length < OTHERS;
    const state: PlanState = isLast ? { phase: 'FINISH' } : { phase: 'OTHERS', after: users.at(-1)?.id };
    const { done, total } = run.job;
    const part = { state, counts: countsOf(lines), ...(isLast && { done: total ?? done }) };
    await this.saveLines(hand, part, lines);
  }

  private saveLines(hand: Hand, part: JobPart, drafts: readonly LineDraft[]): Promise<void> {
    const { caller, making } = hand;
    const lines = withIds(drafts);
    return this.save(hand, part, (tx) => insertLines(tx, caller.accountId, { planId: making.plan.id, lines }));
  }

  /** A plan that somebody has discarded meanwhile gets no more lines. */
  private async save(
    { caller: { accountId }, run, making }: Hand,
    part: JobPart,
    write: (tx: WriteTransaction) => Promise<void>,
  ): Promise<void> {
    await run.save({}, async (tx): Promise<JobPart> => {
      const plan = await this.deps.states.lock(tx, accountId, making.plan.id);
      if (plan?.status !== PlanStatus.PLANNING) return { isLast: true };
      await write(tx);
      return part;
    });
  }
}

function inHand({ plan: { id, instanceId, period } }: PlanWithSettings): PlanInHand {
  if (!instanceId || !period) throw movedAway();
  return { id, instanceId, period };
}

function countsOf(lines: readonly LineDraft[]) {
  return { PLANNED: lines.length, HELD: lines.filter(({ holds }) => holds.length > 0).length };
}
