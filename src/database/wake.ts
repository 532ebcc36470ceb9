import type { AccountId } from '../shared/ids.js';
import type { WorkHold, WorkKind } from '../shared/work.js';
import type { WriteTransaction } from './write-door.js';

/** Another worker has the work, or the slice is over: undo nothing, tell nothing. */
export class HoldLost extends Error {
  constructor() {
    super('This run of background work does not count any more.');
    this.name = 'HoldLost';
  }
}

/**
 * Wakes an account for a kind of work, at once or not before a time of the database's clock. Call it last in the
 * transaction of the change that causes the work: if that is undone nobody is woken, and until it ends no other change
 * can wake the same account for the same kind.
 */
export async function wake(tx: WriteTransaction, accountId: AccountId, ...[kind, at]: Wish): Promise<void> {
  await tx.$executeRaw`SELECT wake_work(${accountId}::uuid, ${kind}, ${at ?? null}::timestamptz)`;
}

type Wish = readonly [kind: WorkKind, at?: Date];

/** Lets the transaction commit only if this run of the work is still the one that counts. @throws HoldLost */
export async function assertHold(tx: WriteTransaction, { accountId, kind, attempt }: WorkHold): Promise<void> {
  const [row] = await tx.$queryRaw<{ isHeld: boolean }[]>`
    SELECT holds_work(${accountId}::uuid, ${kind}, ${attempt}::int) AS "isHeld"`;
  if (!row?.isHeld) throw new HoldLost();
}
