import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { DecisionRepository } from './decision.repository.js';
import { LineState } from './line.js';
import { type BillingPlan, PlanStatus } from './plan.js';
import type { PlanRepository, PlanWithSettings } from './plan.repository.js';
import { planNotFound } from './plan.service.js';
import type { PlanStateRepository } from './plan-state.repository.js';
import type { Selection } from './selection.js';
import type { SettlePlans } from './settle-plans.js';

/** How many lines it was, and the plan as it is now. */
export interface Decided {
  readonly lines: number;
  readonly plan: BillingPlan;
}

interface Deps {
  readonly database: Database;
  readonly audit: AuditService;
  readonly plans: PlanRepository;
  readonly states: PlanStateRepository;
  readonly decisions: DecisionRepository;
  readonly settling: SettlePlans;
}

type Decision = typeof LineState.APPROVED | typeof LineState.REJECTED;

/** So many lines are named in the trail one by one. */
const NAMED = 100;

/** What people decide over the lines of a plan. */
export class DecideLines {
  constructor(private readonly deps: Deps) {}

  /**
   * Has lines written.
   * @throws Failure NOT_FOUND, INVALID, LIMIT_EXCEEDED; FORBIDDEN for whoever started the run, where the settings say so
   */
  async approve(caller: Caller, selection: Selection): Promise<Decided> {
    const of = await this.plan(caller, selection.planId);
    if (of.settings.needsSecondPerson && isStarter(caller, of.plan)) throw needsAnother();
    return this.decide(caller, selection, LineState.APPROVED);
  }

  /**
   * Has lines not written.
   * @throws Failure NOT_FOUND, INVALID, LIMIT_EXCEEDED
   */
  async reject(caller: Caller, selection: Selection): Promise<Decided> {
    await this.plan(caller, selection.planId);
    return this.decide(caller, selection, LineState.REJECTED);
  }

  private async plan({ accountId }: Caller, id: BillingPlanId): Promise<PlanWithSettings> {
    return (await this.deps.plans.withSettings(accountId, id)) ?? planNotFound();
  }

  private async decide(caller: Caller, selection: Selection, decision: Decision): Promise<Decided> {
    if ((selection.lineIds?.length ?? 0) > limits.bulkItems) throw tooMany();
    const { planId } = selection;
    const lines = await this.deps.database.write(caller.accountId, async (tx) => {
      const plan = (await this.deps.states.lock(tx, caller.accountId, planId)) ?? planNotFound();
      if (plan.status !== PlanStatus.OPEN || plan.isExpired) throw closed();
      return this.write(tx, caller, selection, decision);
    });
    return { lines, plan: (await this.plan(caller, planId)).plan };
  }

  private async write(
    tx: WriteTransaction,
    caller: Caller,
    ...[selection, decision]: [Selection, Decision]
  ): Promise<number> {
    const { audit, decisions, settling } = this.deps;
    const { accountId, actor } = caller;
    const { planId } = selection;
    if ((await decisions.countUnknown(tx, accountId, selection)) > 0) throw unknownLines();
    const ids = await decisions.decide(tx, accountId, { ...selection, decision, decidedBy: actor.name });
    if (ids.length === 0) return 0;
    const isApproval = decision === LineState.APPROVED;
    const action = isApproval ? AuditAction.BILLING_LINES_APPROVED : AuditAction.BILLING_LINES_REJECTED;
    const told = { lines: String(ids.length), ...(ids.length <= NAMED && { lineIds: ids.join() }) };
    const changes = Object.entries(told).map(([field, after]) => ({ field, before: null, after }));
    await audit.record(tx, caller, { action, subject: { kind: 'BillingPlan', id: planId }, changes });
    if (isApproval) await wake(tx, accountId, WorkKind.BILLING_APPLY);
    else await settling.settle(tx, accountId, planId);
    return ids.length;
  }
}

function isStarter({ actor }: Caller, plan: BillingPlan): boolean {
  return actor.kind === plan.actor.kind && actor.id === plan.actor.id;
}

function needsAnother(): Failure {
  const message = 'You started this run, and the settings want somebody else to approve it.';
  return new Failure({ code: FailureCode.FORBIDDEN, message, field: ['planId'] });
}

function closed(): Failure {
  const message = 'Lines of this plan do not wait for approval any more, or not yet.';
  return new Failure({ code: FailureCode.INVALID, message, field: ['planId'] });
}

function tooMany(): Failure {
  const message = `One call names up to ${limits.bulkItems} lines. Use a filter for more.`;
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['lineIds'] });
}

function unknownLines(): Failure {
  const message = 'The plan has not all of these lines.';
  return new Failure({ code: FailureCode.NOT_FOUND, message, field: ['lineIds'] });
}
