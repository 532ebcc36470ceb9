import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { SettlePlans } from '../billing-plans/settle-plans.js';
import type { LineOutcomeRepository } from './line-outcome.repository.js';

interface Deps {
  readonly outcomes: LineOutcomeRepository;
  readonly audit: AuditService;
  readonly settling: SettlePlans;
}

/**
 * Whoever cancels the job that writes lines does not want them written: they have to be approved once more, and are
 * rejected where the plan has expired and nobody can.
 */
export class WithdrawLines {
  constructor(private readonly deps: Deps) {}

  /** Of all plans of the account. Answers how many lines it was. */
  async withdraw(tx: WriteTransaction, caller: Caller): Promise<number> {
    const withdrawn = await this.deps.outcomes.withdraw(tx, caller.accountId);
    const entries = withdrawn.map(({ planId, lines }) => ({
      action: AuditAction.BILLING_LINES_WITHDRAWN,
      subject: { kind: 'BillingPlan', id: planId },
      changes: [{ field: 'lines', before: null, after: String(lines) }],
    }));
    await this.deps.audit.record(tx, caller, ...entries);
    for (const { planId } of withdrawn) {
      await this.deps.settling.settle(tx, caller.accountId, planId as BillingPlanId);
    }
    return withdrawn.reduce((sum, { lines }) => sum + lines, 0);
  }
}
