import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { type BillingPlanId, newId } from '../../shared/ids.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { type NewPlan, PlanStatus } from './plan.js';
import { insertPlan } from './plan-insert.repository.js';

interface Deps {
  readonly audit: AuditService;
  readonly events: EventService;
}

/** Begins a plan. Whoever calls adds its turns in the same transaction; the plan is then made in the background. */
export class OpenPlan {
  constructor(private readonly deps: Deps) {}

  async open(tx: WriteTransaction, caller: Caller, { isMissed = false, ...plan }: NewPlan): Promise<BillingPlanId> {
    const { audit, events } = this.deps;
    const id = newId<BillingPlanId>();
    await insertPlan(tx, caller, { ...plan, id, status: isMissed ? PlanStatus.MISSED : PlanStatus.PLANNING });
    const subject = { kind: 'BillingPlan', id };
    const { month = null, period } = plan;
    const changes = Object.entries({ kind: plan.kind, month, from: period?.from, to: period?.to }).flatMap(
      ([field, after]) => (after ? [{ field, before: null, after }] : []),
    );
    const action = isMissed ? AuditAction.BILLING_RUN_MISSED : AuditAction.BILLING_PLAN_STARTED;
    await audit.record(tx, caller, { action, subject, changes });
    if (isMissed) {
      await events.append(tx, caller.accountId, { kind: EventKind.BILLING_RUN_MISSED, subject, facts: { month } });
    } else await wake(tx, caller.accountId, WorkKind.BILLING_PLAN);
    return id;
  }
}
