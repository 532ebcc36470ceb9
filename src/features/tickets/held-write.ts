import type { Database } from '../../database/database.js';
import { assertHold } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { DeliveryRun } from './delivery-run.js';

/** Writes what a slice has found out, unless the work has gone to another worker meanwhile. */
export function heldWrite<T>(
  database: Database,
  { caller, hold }: Pick<DeliveryRun, 'caller' | 'hold'>,
  work: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  return database.write(caller.accountId, async (tx) => {
    const answer = await work(tx);
    await assertHold(tx, hold);
    return answer;
  });
}
