import { z } from 'zod';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, BillingPlanId } from '../../shared/ids.js';
import { UNSETTLED } from './line.js';

const settled = z.array(
  z.object({ applied: z.number(), conflicts: z.number(), failed: z.number(), rejected: z.number() }),
);

/** How the lines of a plan ended. */
export type SettledCounts = z.output<typeof settled>[number];

/** Closes a plan of which nothing is left to be decided or written; undefined while something is, or when it was closed. */
export async function closeIfSettled(
  tx: WriteTransaction,
  accountId: AccountId,
  id: BillingPlanId,
): Promise<SettledCounts | undefined> {
  const rows = await tx.$queryRaw`
    WITH closed AS (
      UPDATE billing_plans p SET status = 'DONE', closed_at = now()
      WHERE p.account_id = ${accountId}::uuid AND p.id = ${id}::uuid AND p.status = 'OPEN' AND NOT EXISTS (
        SELECT FROM billing_lines l
        WHERE l.account_id = p.account_id AND l.plan_id = p.id AND l.state = any(${[...UNSETTLED]}::text[]))
      RETURNING p.account_id, p.id)
    SELECT count(*) FILTER (WHERE l.state = 'APPLIED')::int AS applied,
      count(*) FILTER (WHERE l.state = 'CONFLICT')::int AS conflicts,
      count(*) FILTER (WHERE l.state = 'FAILED')::int AS failed,
      count(*) FILTER (WHERE l.state = 'REJECTED')::int AS rejected
    FROM closed c LEFT JOIN billing_lines l ON l.account_id = c.account_id AND l.plan_id = c.id
    GROUP BY c.id`;
  return settled.parse(rows)[0];
}
