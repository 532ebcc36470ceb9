import { sql } from 'kysely';
import { sqlBuilder } from '../../database/read-door.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, BillingLineId } from '../../shared/ids.js';
import type { LineState } from './line.js';
import { lineConditions } from './line-conditions.js';
import type { Selection } from './selection.js';

type Chosen = Selection & { readonly decision: LineState; readonly decidedBy: string };

/** Writes what was decided over lines. */
export class DecisionRepository {
  /** How many of the lines that are named the plan does not have. */
  async countUnknown(tx: WriteTransaction, accountId: AccountId, { planId, lineIds }: Selection): Promise<number> {
    if (!lineIds) return 0;
    const ids = [...new Set(lineIds)];
    return ids.length - (await tx.billingLine.count({ where: { accountId, planId, id: { in: ids } } }));
  }

  /** Only of lines that wait and can be written. Answers which. */
  async decide(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, lineIds, filter = {}, includesHeld, decision, decidedBy }: Chosen,
  ): Promise<BillingLineId[]> {
    const all = [
      sql`account_id = ${accountId}::uuid`,
      sql`state = 'PENDING' AND write IS NOT NULL`,
      ...lineConditions(accountId, { planId: sql`${planId}::uuid`, filter }),
      ...(lineIds ? [sql`id = any(${[...lineIds]}::uuid[])`] : []),
      // Whoever names lines has seen what holds them, and whoever asks for brakes means no other ones.
      ...(includesHeld || lineIds ? [] : [sql`holds <@ ${[...(filter.holds ?? [])]}::text[]`]),
    ];
    const statement = sql`
      UPDATE billing_lines SET state = ${decision}, decided_by = ${decidedBy}, decided_at = now()
      WHERE ${sql.join(all, sql` AND `)} RETURNING id::text AS id`.compile(sqlBuilder);
    const rows = await tx.$queryRawUnsafe<{ id: string }[]>(statement.sql, ...statement.parameters);
    return rows.map(({ id }) => id as BillingLineId).sort();
  }
}
