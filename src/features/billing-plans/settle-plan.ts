import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { closeIfSettled } from './settle-plan.repository.js';

/** Closes plans of which nothing is left. */
export class SettlePlan {
  constructor(private readonly events: EventService) {}

  /** To be called late in every transaction that settles lines: it takes a lock of the whole account. */
  async settle(tx: WriteTransaction, { accountId }: Caller, id: BillingPlanId): Promise<void> {
    const facts = await closeIfSettled(tx, accountId, id);
    if (!facts) return;
    const subject = { kind: 'BillingPlan', id };
    await this.events.append(tx, accountId, { kind: EventKind.BILLING_PLAN_DONE, subject, facts });
  }
}
