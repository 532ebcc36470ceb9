import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { WorkKind } from '../../shared/work.js';

/** More changes than one often come within this time, and it outlasts the longest transaction. */
const DELAY = '15 seconds';

/**
 * Has suggestions made soon; called last in the transaction of a change after which they may be others. Who is about to
 * be woken anyway is left alone: callers who report many users at once need not wait for each other.
 */
export async function wakeMatching(tx: WriteTransaction, { accountId }: Pick<Caller, 'accountId'>): Promise<void> {
  await tx.$executeRaw`
    SELECT wake_work(${accountId}::uuid, ${WorkKind.MATCHING}, now() + ${DELAY}::interval)
    WHERE NOT EXISTS (
      SELECT FROM work WHERE account_id = ${accountId}::uuid AND kind = ${WorkKind.MATCHING}
        AND due_at BETWEEN now() AND now() + ${DELAY}::interval)`;
}
