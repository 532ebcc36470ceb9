import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { PlanStateRepository } from './plan-state.repository.js';

interface Deps {
  readonly events: EventService;
  readonly states: PlanStateRepository;
}

/** Ends plans of which nothing is left to decide or to write. */
export class SettlePlans {
  constructor(private readonly deps: Deps) {}

  /**
   * Call it in a transaction that has settled lines of the plan and in no other, so that its end is told of once; and late
   * in it, as that takes a lock of the whole account.
   */
  async settle(tx: WriteTransaction, accountId: AccountId, id: BillingPlanId): Promise<boolean> {
    const { events, states } = this.deps;
    if (!(await states.settle(tx, accountId, id))) return false;
    const facts = await states.states(tx, accountId, id);
    const subject = { kind: 'BillingPlan', id };
    await events.append(tx, accountId, { kind: EventKind.BILLING_PLAN_DONE, subject, facts });
    await wake(tx, accountId, WorkKind.RECONCILIATION);
    return true;
  }
}
