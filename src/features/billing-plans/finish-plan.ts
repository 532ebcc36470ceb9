import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { PlanStatus } from './plan.js';
import type { PlanWithSettings } from './plan.repository.js';
import type { PlanStateRepository } from './plan-state.repository.js';
import type { SettlePlans } from './settle-plans.js';

interface Deps {
  readonly audit: AuditService;
  readonly events: EventService;
  readonly states: PlanStateRepository;
  readonly settling: SettlePlans;
}

/** Opens a plan whose lines are all there for approval; plans of every kind end their making here. */
export class FinishPlan {
  constructor(private readonly deps: Deps) {}

  /** Nothing of a plan that was discarded meanwhile. */
  async finish(tx: WriteTransaction, caller: Caller, { plan: { id }, settings }: PlanWithSettings): Promise<void> {
    const { audit, events, states, settling } = this.deps;
    const { accountId } = caller;
    if ((await states.lock(tx, accountId, id))?.status !== PlanStatus.PLANNING) return;
    await states.ready(tx, accountId, { id, expiryDays: settings.expiryDays });
    const facts = await states.states(tx, accountId, id);
    const subject = { kind: 'BillingPlan', id };
    const changes = Object.entries(facts).map(([field, lines]) => ({ field, before: null, after: String(lines) }));
    await audit.record(tx, caller, { action: AuditAction.BILLING_PLAN_MADE, subject, changes });
    await events.append(tx, accountId, { kind: EventKind.BILLING_PLAN_READY, subject, facts });
    await settling.settle(tx, accountId, id);
  }
}
