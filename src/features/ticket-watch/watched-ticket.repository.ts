import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, TicketId } from '../../shared/ids.js';
import type { TicketingSettings } from '../ticketing-settings/template.js';
import type { WatchedTicket } from './ticket-change.js';
import { NUMBERS_A_CALL } from './ticket-watch.js';

/** Messages of ConnectWise that nobody has followed, and the tickets they tell of. */
export interface Hints {
  readonly messageIds: readonly string[];
  readonly numbers: readonly number[];
}

/** Which tickets are watched: those of one ConnectWise that are open, or were closed not long ago. */
export interface Watching {
  readonly instanceId: InstanceId;
  readonly closedDays: number;
}

const MOST_MESSAGES = 1_000;
/** What was seen so recently need not be read before its status is set. */
const FRESH_SECONDS = 60;

/** Which tickets are to be read. */
export class WatchedTicketRepository {
  constructor(private readonly database: Database) {}

  /** Those of the numbers that are watched; what is being written to ConnectWise this very moment is none of them. */
  async watched(accountId: AccountId, instanceId: InstanceId, numbers: readonly number[]): Promise<WatchedTicket[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('tickets')
        .select(['id', 'connect_wise_id as number', 'state', 'is_taken_over as isTakenOver', 'board_id as boardId'])
        .select(['status_id as statusId', 'owner_id as ownerId', 'resources', 'actual_hours as actualHours'])
        .select('seen_at as seenAt')
        .where('account_id', '=', accountId)
        .where('instance_id', '=', instanceId)
        .where('state', 'in', ['OPEN', 'CLOSED'])
        .where('intent', 'is', null)
        .where(sql<boolean>`connect_wise_id = any(${[...numbers]}::int[])`),
    );
    return rows.flatMap(({ number, ownerId, resources, actualHours, seenAt, ...row }) => {
      const work = {
        ownerId: ownerId ?? undefined,
        resources: resources || undefined,
        actualHours: actualHours || undefined,
      };
      return number === null
        ? []
        : {
            id: row.id as TicketId,
            number,
            state: row.state === 'CLOSED' ? 'CLOSED' : 'OPEN',
            isTakenOver: row.isTakenOver,
            boardId: row.boardId ?? undefined,
            statusId: row.statusId ?? undefined,
            work: seenAt ? work : undefined,
          };
    });
  }

  /** The oldest messages that nobody has followed. Those of a ticket that is being written to wait until that is over. */
  async hints(accountId: AccountId, instanceId: InstanceId): Promise<Hints> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ messageId: string; number: number }>`
        select c.message_id as "messageId", c.record_id as number
        from ticket_callbacks c
        where c.account_id = ${accountId} and c.handled_at is null and not exists (
          select from tickets t
          where t.account_id = c.account_id and t.instance_id = ${instanceId} and t.connect_wise_id = c.record_id
            and t.intent is not null)
        order by c.received_at limit ${MOST_MESSAGES}`.compile(db),
    );
    const numbers = [...new Set(rows.map(({ number }) => number))].slice(0, NUMBERS_A_CALL);
    const taken = new Set(numbers);
    return { numbers, messageIds: rows.flatMap(({ messageId, number }) => (taken.has(number) ? [messageId] : [])) };
  }

  async followed(tx: WriteTransaction, accountId: AccountId, messageIds: readonly string[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticket_callbacks SET handled_at = now()
      WHERE account_id = ${accountId}::uuid AND message_id = ANY (${[...messageIds]}::text[])`;
  }

  /**
   * Tickets that are about to be closed or opened again, to be replaced, or to take in what is new, and were not seen a
   * moment ago.
   */
  async aboutToChange(
    accountId: AccountId,
    { instanceId }: Watching,
    {
      closesTickets,
      closesTakenOver,
      groupingMinutes = 0,
    }: Pick<TicketingSettings, 'closesTickets' | 'closesTakenOver' | 'groupingMinutes'>,
  ): Promise<number[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ number: number }>`
        with due as (
          select ticket_id, is_open, concat(coalesce(user_id::text, 'account'), '/', severity) as group_key
          from notifications
          where account_id = ${accountId} and due_at <= now() and (ticket_id is not null or ${groupingMinutes > 0})
          order by due_at, id limit ${NUMBERS_A_CALL}
        )
        select distinct connect_wise_id as number from (
          select t.* from due join tickets t on t.account_id = ${accountId} and t.id = due.ticket_id
          where due.is_open and t.state = 'CLOSED' or not due.is_open and t.state = 'OPEN'
            and ${closesTickets} and (${closesTakenOver} or not t.is_taken_over)
          union all
          select t.* from due join tickets t on t.account_id = ${accountId} and t.group_key = due.group_key
          where due.is_open and due.ticket_id is null and t.state = 'OPEN'
            and t.opened_at > now() - make_interval(mins => ${groupingMinutes})
        ) t
        where instance_id = ${instanceId} and intent is null
          and (seen_at is null or seen_at < now() - make_interval(secs => ${FRESH_SECONDS}))`.compile(db),
    );
    return rows.map(({ number }) => number);
  }

  async count(accountId: AccountId, watching: Watching): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ total: number }>`
        select count(*)::int as total from tickets t where t.account_id = ${accountId} and ${isWatched(watching)}`.compile(
        db,
      ),
    );
    return row?.total ?? 0;
  }

  /** The next numbers behind one. */
  async numbersAfter(accountId: AccountId, watching: Watching, after: number): Promise<number[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ number: number }>`
        select distinct t.connect_wise_id as number from tickets t
        where t.account_id = ${accountId} and ${isWatched(watching)} and t.connect_wise_id > ${after}
        order by number limit ${NUMBERS_A_CALL}`.compile(db),
    );
    return rows.map(({ number }) => number);
  }

  /** The boards on which there are tickets of ours. */
  async boards(accountId: AccountId, watching: Watching): Promise<number[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ boardId: number }>`
        select distinct t.board_id as "boardId" from tickets t
        where t.account_id = ${accountId} and ${isWatched(watching)} and t.board_id is not null`.compile(db),
    );
    return rows.map(({ boardId }) => boardId);
  }
}

type Condition = ReturnType<typeof sql>;

function isWatched({ instanceId, closedDays }: Watching): Condition {
  return sql`t.instance_id = ${instanceId} and t.connect_wise_id is not null
    and (t.state = 'OPEN' or t.state = 'CLOSED' and t.closed_at > now() - make_interval(days => ${closedDays}))`;
}
