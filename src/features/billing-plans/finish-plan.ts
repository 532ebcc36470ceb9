import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { ActorKind, type Caller } from '../../shared/caller.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { PlanKind, PlanStatus } from './plan.js';
import type { PlanWithSettings } from './plan.repository.js';
import type { PlanStateRepository } from './plan-state.repository.js';
import type { PlanWorkRepository } from './plan-work.repository.js';
import type { SettlePlans } from './settle-plans.js';

interface Deps {
  readonly audit: AuditService;
  readonly events: EventService;
  readonly rows: PlanWorkRepository;
  readonly states: PlanStateRepository;
  readonly settling: SettlePlans;
}

/** Opens a plan whose lines are all there for approval; plans of every kind end their making here. */
export class FinishPlan {
  constructor(private readonly deps: Deps) {}

  /** Nothing of a plan that was discarded meanwhile. */
  async finish(
    tx: WriteTransaction,
    caller: Caller,
    { plan: { id, kind, actor }, settings }: PlanWithSettings,
  ): Promise<void> {
    const { audit, events, rows, states, settling } = this.deps;
    const { accountId } = caller;
    await rows.forgetAgreements(tx, accountId, id);
    if ((await states.lock(tx, accountId, id))?.status !== PlanStatus.PLANNING) return;
    await states.ready(tx, accountId, { id, expiryDays: settings.expiryDays });
    // What takes back is never written without asking, nor what one person has started where a second one has to approve.
    const asks = kind === PlanKind.UNDO || (settings.needsSecondPerson && actor.kind !== ActorKind.SYSTEM);
    const isAutoApproved = settings.isAutoApproved && !asks;
    const approved = isAutoApproved ? await states.approveFree(tx, accountId, id) : 0;
    const facts = await states.states(tx, accountId, id);
    const subject = { kind: 'BillingPlan', id };
    const changes = Object.entries(facts).map(([field, lines]) => ({ field, before: null, after: String(lines) }));
    await audit.record(tx, caller, { action: AuditAction.BILLING_PLAN_MADE, subject, changes });
    if (approved > 0) await wake(tx, accountId, WorkKind.BILLING_APPLY);
    await events.append(tx, accountId, { kind: EventKind.BILLING_PLAN_READY, subject, facts });
    await settling.settle(tx, accountId, id);
  }
}
