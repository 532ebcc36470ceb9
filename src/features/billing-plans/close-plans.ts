import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { JobFailure } from '../jobs/job.js';
import { type BillingPlan, PlanStatus } from './plan.js';
import type { PlanRepository } from './plan.repository.js';
import type { PlanStateRepository } from './plan-state.repository.js';
import type { PlanWorkRepository } from './plan-work.repository.js';

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly plans: PlanRepository;
  readonly states: PlanStateRepository;
  readonly rows: PlanWorkRepository;
}

/** Ends plans that nobody finished. */
export class ClosePlans {
  constructor(private readonly deps: Deps) {}

  /** Ends a plan whose job has failed, or was cancelled, which is told by the lack of a failure. */
  async giveUp(caller: Caller, { id }: BillingPlan, failure: JobFailure | undefined): Promise<void> {
    const { database, audit, events, states, rows } = this.deps;
    const { accountId } = caller;
    const subject = { kind: 'BillingPlan', id };
    await database.write(accountId, async (tx) => {
      if ((await states.lock(tx, accountId, id))?.status !== PlanStatus.PLANNING) return;
      if (!failure) return this.discard(tx, caller, id);
      await rows.forgetAgreements(tx, accountId, id);
      await states.end(tx, accountId, { id, status: PlanStatus.FAILED, failure });
      const changes = [{ field: 'failure', before: null, after: failure.code }];
      await audit.record(tx, caller, { action: AuditAction.BILLING_PLAN_FAILED, subject, changes });
      const facts = { failure: failure.code };
      await events.append(tx, accountId, { kind: EventKind.BILLING_PLAN_FAILED, subject, facts });
    });
  }

  /** Of a plan that is locked. */
  async discard(tx: WriteTransaction, caller: Caller, id: BillingPlanId): Promise<void> {
    const { audit, states, rows } = this.deps;
    await rows.forgetAgreements(tx, caller.accountId, id);
    await states.end(tx, caller.accountId, { id, status: PlanStatus.DISCARDED });
    const subject = { kind: 'BillingPlan', id };
    await audit.record(tx, caller, { action: AuditAction.BILLING_PLAN_DISCARDED, subject });
  }

  /**
   * Ends plans that waited long enough. What was approved in time is written all the same.
   * @returns when the next one expires
   */
  async expire(caller: Caller): Promise<Date | undefined> {
    const { database, plans } = this.deps;
    const next = await plans.expiry(caller.accountId);
    if (!next?.isOver) return next?.at;
    await database.write(caller.accountId, (tx) => this.expireIn(tx, caller));
    return (await plans.expiry(caller.accountId))?.at;
  }

  private async expireIn(tx: WriteTransaction, caller: Caller): Promise<void> {
    const { audit, events, states } = this.deps;
    const { accountId } = caller;
    const subjects = (await states.expire(tx, accountId)).map((id) => ({ kind: 'BillingPlan', id }));
    const action = AuditAction.BILLING_PLAN_EXPIRED;
    await audit.record(tx, caller, ...subjects.map((subject) => ({ action, subject })));
    const kind = EventKind.BILLING_PLAN_EXPIRED;
    await events.append(tx, accountId, ...subjects.map((subject) => ({ kind, subject })));
  }
}
