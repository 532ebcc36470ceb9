import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingLineId } from '../../shared/ids.js';
import { AuditAction, type AuditEntry, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type AdditionState, LineState } from '../billing-plans/line.js';
import type { SettlePlans } from '../billing-plans/settle-plans.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { ApplyRun } from './apply-run.js';
import type { LineOutcome } from './line-outcome.js';
import type { LineOutcomeRepository } from './line-outcome.repository.js';
import type { LineToWrite } from './line-to-write.js';

interface Deps {
  readonly outcomes: LineOutcomeRepository;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly settling: SettlePlans;
}

type TrailedLine = Pick<LineToWrite, 'id' | 'before' | 'additionId'>;

interface LineEnd {
  readonly line: TrailedLine;
  /** The states that can end so. */
  readonly from: readonly LineState[];
  readonly outcome: LineOutcome;
  readonly action: AuditAction;
}

const IN_HAND: readonly LineState[] = [LineState.APPROVED, LineState.WRITING];

/** Records how writing lines ended, in one transaction with the trail of it and what the job counts. */
export class RecordOutcome {
  constructor(private readonly deps: Deps) {}

  async record({ caller, run, plan, total }: ApplyRun, line: LineToWrite, outcome: LineOutcome): Promise<void> {
    const isWritten = outcome.state === LineState.APPLIED;
    const isUnclear = outcome.state === LineState.UNCLEAR;
    const action = isWritten ? AuditAction.BILLING_LINE_WRITTEN : AuditAction.BILLING_LINE_REFUSED;
    const counts = isWritten ? { APPLIED: 1 } : isUnclear ? {} : { FAILED: 1 };
    await run.save({ done: run.job.done + 1, total, counts }, async (tx) => {
      const isEnded = await this.end(tx, caller, { line, from: IN_HAND, outcome, action });
      if (isUnclear) await this.tellUnclear(tx, caller, [line.id]);
      // At once: the job may have been cancelled meanwhile, and ends here then.
      if (isEnded) await this.deps.settling.settle(tx, caller.accountId, plan.id);
    });
  }

  /** False when the line was in none of the states that can end so. */
  async end(tx: WriteTransaction, caller: Caller, { line, from, outcome, action }: LineEnd): Promise<boolean> {
    const { outcomes, audit } = this.deps;
    const { accountId } = caller;
    if (!(await outcomes.end(tx, accountId, { id: line.id, from, outcome }))) return false;
    if (outcome.state === LineState.APPLIED) await outcomes.noteBilled(tx, accountId, line.id);
    await audit.record(tx, caller, trailOf(line, outcome, action));
    return true;
  }

  /** Ends what is left of a plan whose ConnectWise is another one by now. */
  async abandon({ caller, run, plan }: ApplyRun, failure: NonNullable<LineOutcome['failure']>): Promise<void> {
    const { outcomes, audit } = this.deps;
    const { accountId } = caller;
    await run.save({}, async (tx) => {
      const all = { planId: plan.id } as const;
      const refused = await outcomes.endAll(tx, accountId, {
        ...{ ...all, from: LineState.APPROVED, outcome: { state: LineState.CONFLICT, failure } },
      });
      const unclear = await outcomes.endAll(tx, accountId, {
        ...{ ...all, from: LineState.WRITING, outcome: { state: LineState.UNCLEAR, failure } },
      });
      const entry = (id: BillingLineId, state: LineState) => ({
        action: AuditAction.BILLING_LINE_REFUSED,
        subject: subjectOf(id),
        changes: changesBetween({}, { state, failure: failure.code }),
      });
      const entries = [
        ...refused.map((id) => entry(id, LineState.CONFLICT)),
        ...unclear.map((id) => entry(id, LineState.UNCLEAR)),
      ];
      await audit.record(tx, caller, ...entries);
      await this.tellUnclear(tx, caller, unclear);
      if (entries.length > 0) await this.deps.settling.settle(tx, accountId, plan.id);
      return { done: run.job.done + entries.length, counts: { FAILED: refused.length } };
    });
  }

  private async tellUnclear(tx: WriteTransaction, { accountId }: Caller, ids: readonly BillingLineId[]): Promise<void> {
    const kind = EventKind.BILLING_LINE_UNCLEAR;
    await this.deps.events.append(tx, accountId, ...ids.map((id) => ({ kind, subject: subjectOf(id) })));
  }
}

function trailOf({ id, before, additionId }: TrailedLine, outcome: LineOutcome, action: AuditAction): AuditEntry {
  const { state, failure, found } = outcome;
  const isWritten = state === LineState.APPLIED;
  const changes = changesBetween(
    { ...fieldsOf(before), additionId },
    {
      ...fieldsOf(isWritten ? found : before),
      ...{ additionId: outcome.additionId ?? additionId, state, failure: failure?.code },
    },
  );
  return { action, subject: subjectOf(id), changes };
}

function fieldsOf(state: AdditionState | undefined) {
  return { quantity: state?.quantity, effectiveOn: state?.effectiveOn, cancelledOn: state?.cancelledOn };
}

function subjectOf(id: BillingLineId) {
  return { kind: 'BillingLine', id };
}
