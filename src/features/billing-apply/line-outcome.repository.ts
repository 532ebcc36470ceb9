import { z } from 'zod';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, BillingLineId, BillingPlanId } from '../../shared/ids.js';
import type { LineState } from '../billing-plans/line.js';
import type { LineOutcome } from './line-outcome.js';

const withdrawn = z.array(z.object({ planId: z.string(), lines: z.number() }));
const ids = z.array(z.object({ id: z.string() }));

/** What becomes of lines that are written. */
export class LineOutcomeRepository {
  /** False when it is not there to be written any more. */
  async intend(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, seenIds }: { readonly id: BillingLineId; readonly seenIds: readonly number[] },
  ): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE billing_lines SET state = 'WRITING', intended_at = clock_timestamp(), seen_ids = ${[...seenIds]}::int[]
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND state = 'APPROVED'`;
    return count === 1;
  }

  /** What was intended was not done: it waits again. */
  async takeBack(tx: WriteTransaction, accountId: AccountId, id: BillingLineId): Promise<void> {
    await tx.$executeRaw`
      UPDATE billing_lines SET state = 'APPROVED', intended_at = NULL, seen_ids = '{}'
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND state = 'WRITING'`;
  }

  /**
   * Approved lines whose job a person cancelled afterwards wait for approval again, and are rejected where their plan has
   * expired. @returns how many of which plan
   */
  async withdraw(tx: WriteTransaction, accountId: AccountId): Promise<z.output<typeof withdrawn>> {
    const rows = await tx.$queryRaw`
      WITH taken AS (
        UPDATE billing_lines l SET decided_by = NULL,
          state = CASE p.status WHEN 'EXPIRED' THEN 'REJECTED' ELSE 'PENDING' END,
          decided_at = CASE p.status WHEN 'EXPIRED' THEN now() END
        FROM billing_plans p
        WHERE l.account_id = ${accountId}::uuid AND l.state = 'APPROVED'
          AND p.account_id = l.account_id AND p.id = l.plan_id AND EXISTS (
          SELECT FROM jobs j
          WHERE j.account_id = l.account_id AND j.kind = 'BILLING_APPLY' AND j.status = 'CANCELLED'
            AND j.input ->> 'planId' = l.plan_id::text AND j.cancel_requested_at >= coalesce(l.decided_at, '-infinity'))
        RETURNING l.plan_id)
      SELECT plan_id::text AS "planId", count(*)::int AS lines FROM taken GROUP BY plan_id ORDER BY plan_id`;
    return withdrawn.parse(rows);
  }

  /** False when it was in none of the states that can end so. */
  async end(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, from, outcome }: { id: BillingLineId; from: readonly LineState[]; outcome: LineOutcome },
  ): Promise<boolean> {
    const { state, found, additionId = null, failure } = outcome;
    const count = await tx.$executeRaw`
      UPDATE billing_lines SET state = ${state}, addition_id = coalesce(${additionId}::int, addition_id),
        found_quantity = ${found?.quantity ?? null}::numeric, found_effective_on = ${found?.effectiveOn ?? null}::date,
        found_cancelled_on = ${found?.cancelledOn ?? null}::date, failure_code = ${failure?.code ?? null},
        failure_message = ${failure?.message ?? null}, intended_at = NULL,
        ended_at = CASE WHEN ${state} <> 'UNCLEAR' THEN now() END
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND state = any(${[...from]}::text[])`;
    return count === 1;
  }

  /** Ends all lines of a plan that are in one state. @returns them */
  async endAll(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, from, outcome }: { planId: BillingPlanId; from: LineState; outcome: LineOutcome },
  ): Promise<BillingLineId[]> {
    const { state, failure } = outcome;
    const rows = await tx.$queryRaw`
      UPDATE billing_lines SET state = ${state}, failure_code = ${failure?.code ?? null}, intended_at = NULL,
        failure_message = ${failure?.message ?? null}, ended_at = CASE WHEN ${state} <> 'UNCLEAR' THEN now() END
      WHERE account_id = ${accountId}::uuid AND plan_id = ${planId}::uuid AND state = ${from}
      RETURNING id::text`;
    return ids.parse(rows).map(({ id }) => id as BillingLineId);
  }

  /** Products that a line has billed are no first ones any more. */
  async noteBilled(tx: WriteTransaction, accountId: AccountId, id: BillingLineId): Promise<void> {
    await tx.$executeRaw`
      UPDATE products SET first_billed_at = now()
      WHERE account_id = ${accountId}::uuid AND first_billed_at IS NULL AND id IN (
        SELECT product_id FROM billing_shares WHERE account_id = ${accountId}::uuid AND line_id = ${id}::uuid)`;
  }
}
