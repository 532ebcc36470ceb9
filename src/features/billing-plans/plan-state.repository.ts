import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';
import { LineState, UNSETTLED } from './line.js';
import { PlanStatus } from './plan.js';

/** A plan as it stays until the transaction ends. */
export interface LockedPlan {
  readonly status: PlanStatus;
  /** By the database's clock. */
  readonly isExpired: boolean;
}

export interface PlanEnd {
  readonly id: BillingPlanId;
  readonly status: PlanStatus;
  readonly failure?: { readonly code: string; readonly message: string };
}

/** What becomes of plans. Whoever changes a plan or decides over its lines locks the plan first. */
export class PlanStateRepository {
  async lock(tx: WriteTransaction, accountId: AccountId, id: BillingPlanId): Promise<LockedPlan | undefined> {
    const [row] = await tx.$queryRaw<LockedPlan[]>`
      SELECT status, coalesce(expires_at <= now(), false) AS "isExpired" FROM billing_plans
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    return row;
  }

  async end(tx: WriteTransaction, accountId: AccountId, { id, status, failure }: PlanEnd): Promise<void> {
    await tx.$executeRaw`
      UPDATE billing_plans SET status = ${status}, closed_at = now(), failure_code = ${failure?.code ?? null},
        failure_message = ${failure?.message ?? null}
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  /** All lines are there; from now on they wait for so many days. */
  async ready(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, expiryDays }: { readonly id: BillingPlanId; readonly expiryDays: number },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE billing_plans SET status = ${PlanStatus.OPEN}, planned_at = now(),
        expires_at = now() + make_interval(days => ${expiryDays}::int)
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  /** Those whose time has passed, which are over with this. */
  async expire(tx: WriteTransaction, accountId: AccountId): Promise<BillingPlanId[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE billing_plans SET status = ${PlanStatus.EXPIRED}, closed_at = now()
      WHERE account_id = ${accountId}::uuid AND status = ${PlanStatus.OPEN} AND expires_at <= now()
      RETURNING id::text`;
    return rows.map(({ id }) => id as BillingPlanId);
  }

  /**
   * Ends an open plan that nothing of is left to decide or to write. One that has expired stays so, and has come to its
   * end when nothing is left to write. The lock comes first: of two that settle the last lines at once, the second sees
   * what the first has done.
   * @returns whether nothing is left
   */
  async settle(tx: WriteTransaction, accountId: AccountId, id: BillingPlanId): Promise<boolean> {
    const status = (await this.lock(tx, accountId, id))?.status;
    if (status !== PlanStatus.OPEN && status !== PlanStatus.EXPIRED) return false;
    const states = UNSETTLED.filter((state) => status === PlanStatus.OPEN || state !== LineState.PENDING);
    const left = await tx.$queryRaw<object[]>`
      SELECT id::text FROM billing_lines
      WHERE account_id = ${accountId}::uuid AND plan_id = ${id}::uuid AND state = ANY (${states}::text[]) LIMIT 1`;
    if (left.length > 0) return false;
    if (status === PlanStatus.OPEN) await this.end(tx, accountId, { id, status: PlanStatus.DONE });
    return true;
  }

  /** How many lines have come to each state. */
  async states(
    tx: WriteTransaction,
    accountId: AccountId,
    id: BillingPlanId,
  ): Promise<Readonly<Record<string, number>>> {
    const rows = await tx.$queryRaw<{ state: string; lines: number }[]>`
      SELECT state, count(*)::int AS lines FROM billing_lines
      WHERE account_id = ${accountId}::uuid AND plan_id = ${id}::uuid GROUP BY state ORDER BY state`;
    return Object.fromEntries(rows.map(({ state, lines }) => [state, lines]));
  }

  /** Approves, in the name of the settings, what no brake holds. */
  async approveFree(tx: WriteTransaction, accountId: AccountId, id: BillingPlanId): Promise<number> {
    return tx.$executeRaw`
      UPDATE billing_lines SET state = 'APPROVED', decided_at = now()
      WHERE account_id = ${accountId}::uuid AND plan_id = ${id}::uuid AND state = 'PENDING' AND cardinality(holds) = 0`;
  }
}
