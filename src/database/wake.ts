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

/** Wakes an account for a kind of work in some seconds at the latest, so that what comes until then is done together. */
export async function wakeIn(
  tx: WriteTransaction,
  accountId: AccountId,
  { kind, seconds }: { readonly kind: WorkKind; readonly seconds: number },
): Promise<void> {
  await tx.$executeRaw`SELECT wake_work(${accountId}::uuid, ${kind}, now() + make_interval(secs => ${seconds}))`;
}

/**
 * Wakes an account for a kind of work within some seconds. Who is about to be woken anyway is left alone: callers who
 * change much, each a little, need not wait for each other.
 */
export async function wakeWithin(
  tx: WriteTransaction,
  accountId: AccountId,
  { kind, seconds }: { readonly kind: WorkKind; readonly seconds: number },
): Promise<void> {
  await tx.$executeRaw`
    SELECT wake_work(${accountId}::uuid, ${kind}, t.latest)
    FROM (SELECT now() + ${seconds} * interval '1 second' AS latest) t
    WHERE NOT EXISTS (
      SELECT FROM work WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND due_at BETWEEN now() AND t.latest)`;
}

type Wish = readonly [kind: WorkKind, at?: Date];

/** Lets the transaction commit only if this run of the work is still the one that counts. @throws HoldLost */
export async function assertHold(tx: WriteTransaction, { accountId, kind, attempt }: WorkHold): Promise<void> {
  const [row] = await tx.$queryRaw<{ isHeld: boolean }[]>`
    SELECT holds_work(${accountId}::uuid, ${kind}, ${attempt}::int) AS "isHeld"`;
  if (!row?.isHeld) throw new HoldLost();
}
