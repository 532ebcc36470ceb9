import type { Database } from '../../database/database.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingPlanId } from '../../shared/ids.js';
import type { ClosePlans } from './close-plans.js';
import { LineState } from './line.js';
import { type BillingPlan, PlanStatus } from './plan.js';
import { type PlanService, planNotFound } from './plan.service.js';
import type { PlanStateRepository } from './plan-state.repository.js';

interface Deps {
  readonly database: Database;
  readonly plans: PlanService;
  readonly states: PlanStateRepository;
  readonly closing: ClosePlans;
}

/** Lines on their way to ConnectWise, or of which nobody knows yet whether they came there. */
const UNDER_WAY = [LineState.APPROVED, LineState.WRITING, LineState.UNCLEAR];

/** Puts a plan away of which nothing is to be written. */
export class DiscardPlan {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure NOT_FOUND; INVALID when the plan is over, or lines of it are on their way */
  async discard(caller: Caller, id: BillingPlanId): Promise<BillingPlan> {
    const { database, plans, states, closing } = this.deps;
    await database.write(caller.accountId, async (tx) => {
      const { status } = (await states.lock(tx, caller.accountId, id)) ?? planNotFound();
      if (status !== PlanStatus.PLANNING && status !== PlanStatus.OPEN) throw refused('This plan is over already.');
      const lines = await states.states(tx, caller.accountId, id);
      if (UNDER_WAY.some((state) => lines[state])) {
        throw refused('Lines of this plan are approved or being written. Wait until they are.');
      }
      await closing.discard(tx, caller, id);
    });
    return plans.get(caller, id);
  }
}

function refused(message: string): Failure {
  return new Failure({ code: FailureCode.INVALID, message, field: ['planId'] });
}
