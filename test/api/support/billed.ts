import type { BillingLineId, BillingPlanId } from '../../../src/shared/ids.js';
import type { NextWake } from '../../../src/shared/work.js';
import { BilledAccount } from '../../support/billing-lines.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { runJobs } from './jobs.js';
import { sql } from './rows.js';

/** An account that bills, with its token and the work that writes its plans. */
export interface Billed {
  readonly account: SeedAccount;
  readonly billed: BilledAccount;
  /** Slice after slice, until nothing is left to be written or it has to wait. */
  readonly apply: () => Promise<NextWake>;
}

export async function openBilled(test: TestApp): Promise<Billed> {
  const account = await test.account();
  await account.integration();
  const { services } = test.app;
  const billed = await BilledAccount.open({ services, sandbox: test.sandbox, caller: account.caller, sql });
  return { account, billed, apply: () => runJobs(test.app, account, 'BILLING_APPLY') };
}

export const ADDITIONS = '/finance/agreements/{parentId}/additions';

/** The calls about additions since the journal was cleared, in order, as `METHOD path`. */
export function callsOf({ sandbox }: Pick<TestApp, 'sandbox'>): string[] {
  return sandbox.journal.entries.flatMap(({ method, route }) =>
    route?.startsWith('/finance') ? `${method} ${route}` : [],
  );
}

/** Those of them that write. */
export function writesOf(test: TestApp): string[] {
  return callsOf(test).filter((call) => !call.startsWith('GET'));
}

/** Opens the plan that takes another one back and makes its lines, as the job that makes plans does. */
export async function planUndo(
  test: TestApp,
  { account }: Billed,
  of: { readonly planId: BillingPlanId; readonly lineIds?: readonly BillingLineId[] },
): Promise<BillingPlanId> {
  const id = await test.app.services.undoPlan.start(account.caller, { lineIds: undefined, ...of });
  await runJobs(test.app, account, 'BILLING_PLAN');
  return id;
}

/** A person approves all lines that wait for that. */
export async function approveAll(planId: BillingPlanId): Promise<void> {
  await sql(
    `UPDATE billing_lines SET state = 'APPROVED', decided_at = now() WHERE plan_id = $1 AND state = 'PENDING'`,
    [planId],
  );
}
