import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import {
  CallbackObstacle,
  type CallbackPath,
  type PollState,
  readPollState,
  type TicketWatch,
} from './ticket-watch.js';

/** When an account's tickets are read, and what became of its callbacks. */
export class TicketWatchRepository {
  constructor(private readonly database: Database) {}

  /** Undefined until the account's tickets were delivered for the first time. */
  async find(accountId: AccountId): Promise<TicketWatch | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('ticket_watches')
        .selectAll()
        .select(sql<Date>`now()`.as('now'))
        .where('account_id', '=', accountId),
    );
    return row && toWatch(row);
  }

  /** Begins anew with another ConnectWise; what leads to the callbacks' address stays. */
  async begin(tx: WriteTransaction, accountId: AccountId, instanceId: InstanceId): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO ticket_watches (account_id, instance_id, boards) VALUES (${accountId}::uuid, ${instanceId}::uuid, '{}')
      ON CONFLICT (account_id) DO UPDATE SET
        instance_id = excluded.instance_id, boards = '{}', check_at = NULL, obstacle = NULL, poll = NULL, poll_at = NULL,
        compared_at = NULL, changed_until = NULL, read_after = NULL`;
  }

  async savePoll(tx: WriteTransaction, accountId: AccountId, state: PollState): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticket_watches SET poll = ${JSON.stringify(state)}::jsonb WHERE account_id = ${accountId}::uuid`;
  }

  async endPoll(
    tx: WriteTransaction,
    accountId: AccountId,
    { state, seconds }: { readonly state: PollState; readonly seconds: number },
  ): Promise<void> {
    const { changedAfter, newest = null } = state;
    await tx.$executeRaw`
      UPDATE ticket_watches SET
        poll = NULL, polled_at = now(), poll_at = now() + make_interval(secs => ${seconds}),
        compared_at = CASE WHEN ${changedAfter === undefined} THEN now() ELSE compared_at END,
        changed_until = greatest(changed_until, ${newest}::timestamptz)
      WHERE account_id = ${accountId}::uuid`;
  }

  async pollWithin(tx: WriteTransaction, accountId: AccountId, seconds: number): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticket_watches SET poll_at = now() + make_interval(secs => ${seconds}) WHERE account_id = ${accountId}::uuid`;
  }

  /** ConnectWise refuses what is asked: that would not be otherwise a moment later. */
  async restReading(tx: WriteTransaction, accountId: AccountId, seconds: number): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticket_watches SET read_after = now() + make_interval(secs => ${seconds})
      WHERE account_id = ${accountId}::uuid`;
  }

  async savePath(tx: WriteTransaction, accountId: AccountId, { hash, salt, keyId }: CallbackPath): Promise<void> {
    const data = { pathHash: Uint8Array.from(hash), pathSalt: Uint8Array.from(salt), pathKeyId: keyId };
    await tx.ticketWatch.update({ where: { accountId }, data });
  }

  /** The callbacks are as they should be. What was told while one of them was missing has to be read now. */
  async saveCheck(
    tx: WriteTransaction,
    accountId: AccountId,
    { boards, isRepaired }: { readonly boards: readonly number[]; readonly isRepaired: boolean },
  ): Promise<void> {
    // At another moment of the hour for each account.
    await tx.$executeRaw`
      UPDATE ticket_watches SET
        boards = ${[...boards]}::int[], obstacle = NULL,
        check_at = now() + interval '54 minutes' + random() * interval '12 minutes',
        repaired_at = CASE WHEN ${isRepaired} THEN now() ELSE repaired_at END,
        poll_at = CASE WHEN ${isRepaired} THEN now() ELSE poll_at END
      WHERE account_id = ${accountId}::uuid`;
  }

  /** The callbacks could not be looked after; changes are read more often meanwhile. */
  async saveObstacle(
    tx: WriteTransaction,
    accountId: AccountId,
    { obstacle, checkAt, pollSeconds }: { obstacle: CallbackObstacle; checkAt: Date; pollSeconds: number },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticket_watches SET
        obstacle = ${obstacle}, check_at = ${checkAt}::timestamptz,
        poll_at = least(poll_at, now() + make_interval(secs => ${pollSeconds}))
      WHERE account_id = ${accountId}::uuid`;
  }
}

interface WatchRow {
  readonly instance_id: string | null;
  readonly path_hash: Uint8Array | null;
  readonly path_salt: Uint8Array | null;
  readonly path_key_id: string | null;
  readonly boards: number[] | null;
  readonly check_at: Date | null;
  readonly obstacle: string | null;
  readonly repaired_at: Date | null;
  readonly last_callback_at: Date | null;
  readonly poll: unknown;
  readonly poll_at: Date | null;
  readonly polled_at: Date | null;
  readonly compared_at: Date | null;
  readonly changed_until: Date | null;
  readonly read_after: Date | null;
  readonly now: Date;
}

function toWatch(row: WatchRow): TicketWatch {
  const { path_hash: hash, path_salt: salt, path_key_id: keyId } = row;
  return {
    instanceId: (row.instance_id as InstanceId | null) ?? undefined,
    path: hash && salt && keyId ? { hash, salt, keyId } : undefined,
    boards: row.boards ?? [],
    checkAt: row.check_at ?? undefined,
    obstacle: Object.values(CallbackObstacle).find((known) => known === row.obstacle),
    repairedAt: row.repaired_at ?? undefined,
    lastCallbackAt: row.last_callback_at ?? undefined,
    poll: readPollState(row.poll),
    pollAt: row.poll_at ?? undefined,
    polledAt: row.polled_at ?? undefined,
    comparedAt: row.compared_at ?? undefined,
    changedUntil: row.changed_until ?? undefined,
    readAfter: row.read_after ?? undefined,
    now: row.now,
  };
}
