import { wakeWithin } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { WorkKind } from '../../shared/work.js';

/** More changes than one often come within this time, and it outlasts the longest transaction. */
const SECONDS = 15;

/** Has suggestions made soon; called last in the transaction of a change after which they may be others. */
export function wakeMatching(tx: WriteTransaction, { accountId }: Pick<Caller, 'accountId'>): Promise<void> {
  return wakeWithin(tx, accountId, { kind: WorkKind.MATCHING, seconds: SECONDS });
}
