import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, NotificationId } from '../../shared/ids.js';
import type { NotificationHold } from '../notifications/notification.js';
import { type DeliveryRow, toDelivery } from './delivery-row.js';
import { type Delivery, groupKeyOf, type Recipient } from './ticket.js';

interface Holding {
  readonly reason: NotificationHold;
  readonly until?: Date | undefined;
}

interface RowFailure {
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** Where notifications are on the way to their tickets, and what their tickets know of them. */
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** What is to be delivered now, in its order. */
  async due(accountId: AccountId, most: number): Promise<NotificationId[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('notifications')
        .select('id')
        .where('account_id', '=', accountId)
        .where('due_at', '<=', sql<Date>`now()`)
        .orderBy('due_at')
        .orderBy('id')
        .limit(most),
    );
    return rows.map(({ id }) => id as NotificationId);
  }

  /** When something is due next. */
  async nextDue(accountId: AccountId): Promise<Date | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('notifications')
        .select('due_at as dueAt')
        .where('account_id', '=', accountId)
        .where('due_at', 'is not', null)
        .orderBy('due_at')
        .limit(1),
    );
    return row?.dueAt ?? undefined;
  }

  async find(accountId: AccountId, id: NotificationId): Promise<Delivery | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<DeliveryRow>`
        select n.id, n.source_id as "sourceId", n.user_id as "userId", n.kind, n.severity, n.title, n.body,
          n.occurred_at as "occurredAt", n.occurrences, n.is_open as "isOpen", n.hold,
          n.due_at as "dueAt", n.resolved_by as "resolvedBy", n.resolution,
          n.revision, n.told_revision as "toldRevision", n.tries, now() as now,
          t.id as "ticketId", t.instance_id as "instanceId", t.company_id as "companyId", t.connect_wise_id as "connectWiseId", t.state as "ticketState",
          t.board_id as "boardId", t.status_id as "statusId", t.status_name as "statusName",
          t.is_taken_over as "isTakenOver", t.intent, t.closed_at as "closedAt",
          exists (
            select from notifications o
            where o.account_id = t.account_id and o.ticket_id = t.id and o.id <> n.id
              -- What was over before a ticket could be told of it has nothing to tell.
              and (o.is_open or o.told_revision < o.revision and (o.due_at is not null or o.hold is not null))
          ) as "isNeededByOthers"
        from notifications n
        left join tickets t on t.account_id = n.account_id and t.id = n.ticket_id
        where n.account_id = ${accountId} and n.id = ${id}::uuid`.compile(db),
    );
    return row && toDelivery(row);
  }

  /** False when there was news meanwhile. With a time it is looked at again then. */
  async hold(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, revision, reason, until }: Pick<Delivery, 'id' | 'revision'> & Holding,
  ): Promise<boolean> {
    const held = await tx.$executeRaw`
      UPDATE notifications SET
        state = CASE WHEN is_open THEN 'HELD' ELSE state END, hold = ${reason},
        due_at = ${until ?? null}::timestamptz, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND revision = ${revision}`;
    return held > 0;
  }

  /** Nothing is left to be told, unless there was news meanwhile. */
  async settle(tx: WriteTransaction, accountId: AccountId, delivery: Delivery): Promise<void> {
    const { id, revision, toldRevision, ticket } = delivery;
    await tx.$executeRaw`
      UPDATE notifications SET due_at = NULL, hold = CASE WHEN is_open THEN hold END,
        failure_code = CASE WHEN is_open THEN failure_code END, failure_message = CASE WHEN is_open THEN failure_message END
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND revision = ${revision}
        AND told_revision = ${toldRevision} AND ticket_id IS NOT DISTINCT FROM ${ticket?.id ?? null}::uuid`;
  }

  async lookAgain(tx: WriteTransaction, accountId: AccountId, { id, at }: { id: NotificationId; at: Date }) {
    await tx.notification.updateMany({ where: { accountId, id }, data: { dueAt: at } });
  }

  /** News that came meanwhile was not refused yet, and goes out as it is. */
  async fail(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, revision, failure }: Pick<Delivery, 'id' | 'revision'> & { readonly failure: RowFailure },
  ): Promise<void> {
    const { code, message, retryAfterSeconds } = failure;
    await tx.$executeRaw`
      UPDATE notifications SET
        state = CASE WHEN is_open THEN 'FAILED' ELSE state END, hold = NULL,
        failure_code = ${code}, failure_message = ${message}, tries = tries + 1,
        due_at = now() + make_interval(secs => ${retryAfterSeconds}), updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND revision = ${revision}`;
  }

  /**
   * Locks a notification. False when it is not any more what was read: over, open again, or with another ticket or news
   * of it, so that what was meant for it must not be done.
   */
  async lock(tx: WriteTransaction, accountId: AccountId, { id, ticket, isOpen }: Delivery): Promise<boolean> {
    const locked = await tx.$queryRaw<unknown[]>`
      SELECT FROM notifications
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid AND is_open = ${isOpen}
        AND ticket_id IS NOT DISTINCT FROM ${ticket?.id ?? null}::uuid
      FOR UPDATE`;
    if (locked.length === 0 || !ticket) return locked.length > 0;
    // On its own, because a statement that waited for the lock sees other tables as they were before.
    const same = await tx.$queryRaw<unknown[]>`
      SELECT FROM tickets
      WHERE account_id = ${accountId}::uuid AND id = ${ticket.id}::uuid AND state = ${ticket.state} AND intent IS NULL`;
    return same.length > 0;
  }

  /** The ticket knows of the notification up to this revision; what comes next is looked at, though it was held. */
  async told(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, revision }: { readonly id: NotificationId; readonly revision: number },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE notifications SET
        told_revision = ${revision}, tries = 0, failure_code = NULL, failure_message = NULL,
        state = CASE WHEN NOT is_open THEN 'RESOLVED' WHEN revision = ${revision} THEN 'SENT' ELSE 'WAITING' END,
        hold = NULL, due_at = coalesce(due_at, now()), updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  /**
   * Has a notification that is to get a ticket share the one that was opened for its group, at the same company, within
   * so many minutes; that has not heard of it. Answers whether there is one.
   */
  async join(
    tx: WriteTransaction,
    accountId: AccountId,
    { delivery, addressee, minutes }: { delivery: Delivery; addressee: Recipient; minutes: number },
  ): Promise<boolean> {
    const joined = await tx.$executeRaw`
      UPDATE notifications n SET ticket_id = t.id, told_revision = 0, updated_at = now() FROM (
        SELECT id FROM tickets
        WHERE account_id = ${accountId}::uuid AND group_key = ${groupKeyOf(delivery)}
          AND instance_id = ${addressee.instanceId}::uuid AND company_id = ${addressee.companyId}
          AND state IN ('PLANNED', 'OPEN')
          AND coalesce(opened_at, created_at) > now() - make_interval(mins => ${minutes})
        ORDER BY id DESC LIMIT 1
      ) t
      WHERE n.account_id = ${accountId}::uuid AND n.id = ${delivery.id}::uuid
        AND n.ticket_id IS NOT DISTINCT FROM ${delivery.ticket?.id ?? null}::uuid`;
    return joined > 0;
  }

  /** A notification has no ticket any more, and none knows of it. */
  async part(tx: WriteTransaction, accountId: AccountId, id: NotificationId): Promise<void> {
    await tx.notification.updateMany({ where: { accountId, id }, data: { ticketId: null, toldRevision: 0 } });
  }
}
