import type { Addition } from '../../connectwise/addition.js';
import type { Agreement } from '../../connectwise/agreements.js';
import { allOf } from '../../connectwise/all-of.js';
import { splitIn } from '../../connectwise/conditions.js';
import { ifFound } from '../../connectwise/if-found.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { FinishPlan } from '../billing-plans/finish-plan.js';
import { LineState } from '../billing-plans/line.js';
import { type BillingPlan, PlanStatus } from '../billing-plans/plan.js';
import type { FrozenSettings } from '../billing-settings/frozen.js';
import type { BackgroundWork } from '../integration/background-work.js';
import { OutgoingWork } from '../integration/health.js';
import type { JobPart, JobRun } from '../jobs/job-task.js';
import type { UndoRepository } from './undo.repository.js';
import { type PlaceNow, undoOf } from './undo-rules.js';

interface Deps {
  readonly backgroundWork: BackgroundWork;
  readonly undo: UndoRepository;
  readonly finishing: FinishPlan;
}

/** A plan that is being made, with what it goes by. */
interface PlanInTheMaking {
  readonly plan: BillingPlan;
  readonly settings: FrozenSettings;
}

/** A part of its making. */
interface Making {
  readonly caller: Caller;
  readonly run: JobRun;
  readonly of: PlanInTheMaking;
}

/** Makes the lines of a plan that takes another one back: one for each line that is taken back. */
export class UndoPlanner {
  constructor(private readonly deps: Deps) {}

  /** The lines of some agreements, whose additions are read once each; or, when none is left, the end of it. */
  async part(caller: Caller, run: JobRun, of: PlanInTheMaking): Promise<void> {
    const { undo, finishing } = this.deps;
    const { accountId } = caller;
    const planId = of.plan.id;
    const { lines, left } = await undo.next(accountId, planId);
    if (lines.length === 0) return run.save({ isLast: true }, (tx) => finishing.finish(tx, caller, of));
    const ids = [...new Set(lines.map(({ agreementId }) => agreementId))];
    const { places, calls } = await this.read({ caller, run, of }, ids);
    const drafts = lines.map((line) => undoOf(line, places.get(line.agreementId) ?? GONE));
    const held = drafts.filter(({ state, holds }) => state === LineState.PENDING && holds.length > 0).length;
    const total = run.job.done + left;
    const counts = { CALLED: calls, PLANNED: drafts.length, HELD: held };
    const part = { done: run.job.done + drafts.length, total, counts };
    await run.save({}, async (tx): Promise<JobPart> => {
      // One that somebody has discarded meanwhile gets no more lines.
      if ((await undo.lock(tx, accountId, planId))?.status !== PlanStatus.PLANNING) return { isLast: true };
      await undo.insert(tx, accountId, { planId, drafts });
      return part;
    });
  }

  /** @throws PutOff, ConnectWiseError, Failure when the settings lead to another ConnectWise by now */
  private read({ caller, run, of }: Making, agreementIds: readonly number[]) {
    const piece = { work: OutgoingWork.BILLING, capability: 'READ_AGREEMENTS', signal: run.signal } as const;
    return this.deps.backgroundWork.run(caller, piece, (session, at) => {
      if (at !== of.plan.instanceId) throw movedAway();
      return readPlaces(session, agreementIds);
    });
  }
}

const GONE: PlaceNow = { agreement: undefined, additions: [] };

async function readPlaces(session: ConnectWiseSession, ids: readonly number[]) {
  const agreements: Agreement[] = [];
  const groups = splitIn('id', ids);
  for (const conditions of groups) {
    agreements.push(...(await allOf(session.agreements.list({ conditions }))));
  }
  const places = new Map<number, PlaceNow>();
  for (const agreement of agreements) {
    places.set(agreement.id, { agreement, additions: await additionsOf(session, agreement.id) });
  }
  return { places, calls: groups.length + agreements.length };
}

/** None where the agreement has gone between the two questions. */
async function additionsOf(session: ConnectWiseSession, agreementId: number): Promise<Addition[]> {
  return (await ifFound(allOf(session.additions.list(agreementId)))) ?? [];
}

function movedAway(): Failure {
  const message = 'The account moved to another ConnectWise meanwhile.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
