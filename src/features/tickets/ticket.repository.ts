import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, NotificationId, TicketId, UserId } from '../../shared/ids.js';
import { type Delivery, referenceOf, type TicketSeen, type TicketStep } from './ticket.js';

export interface NewTicketRow {
  readonly id: TicketId;
  readonly instanceId: InstanceId;
  readonly userId: UserId | undefined;
  /** ConnectWise's record id. */
  readonly companyId: number;
  /** What may share it; absent when nothing may. */
  readonly groupKey: string | undefined;
}

/** A ticket that is there, as people see it. */
export interface ShownTicket {
  readonly id: TicketId;
  readonly number: number;
  readonly status: string | null;
  readonly isClosed: boolean;
  readonly isTakenOver: boolean;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
}

/** Our tickets, as they are written to. */
export class TicketRepository {
  constructor(private readonly database: Database) {}

  async tickets(accountId: AccountId, ids: readonly TicketId[]): Promise<ShownTicket[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('tickets')
        .select(['id', 'connect_wise_id as number', 'status_name as status', 'state', 'opened_at as openedAt'])
        .select(['closed_at as closedAt', 'is_taken_over as isTakenOver'])
        .where('account_id', '=', accountId)
        .where('connect_wise_id', 'is not', null)
        .where(sql<boolean>`id = any(${[...ids]}::uuid[])`),
    );
    return rows.flatMap(({ id, number, state, ...row }) =>
      number === null ? [] : [{ ...row, number, id: id as TicketId, isClosed: state === 'CLOSED' }],
    );
  }

  /** A ticket that will be opened for a notification; planned before, it is for whom it is now. */
  async plan(tx: WriteTransaction, accountId: AccountId, { id, ticket }: { id: NotificationId; ticket: NewTicketRow }) {
    const { userId = null, groupKey = null, ...rest } = ticket;
    const { instanceId, companyId } = rest;
    await tx.ticket.upsert({
      where: { accountId_id: { accountId, id: ticket.id } },
      create: { ...rest, userId, groupKey, accountId, reference: referenceOf(ticket.id) },
      update: { instanceId, companyId },
    });
    await tx.notification.updateMany({ where: { accountId, id }, data: { ticketId: ticket.id, toldRevision: 0 } });
  }

  /**
   * Has a notification tell a ticket that a person opened. A person's ticket is never closed but where the settings say
   * so, and one that is ours already stays ours.
   */
  async attach(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, ticket, seen }: { readonly id: NotificationId; readonly ticket: NewTicketRow; readonly seen: TicketSeen },
  ): Promise<void> {
    const { instanceId, userId = null, companyId } = ticket;
    const { connectWiseId } = seen;
    const known = await tx.ticket.findFirst({
      where: { accountId, instanceId, connectWiseId, state: 'OPEN' },
      select: { id: true },
    });
    if (!known) {
      const reference = referenceOf(ticket.id);
      const whose = { accountId, id: ticket.id, instanceId, userId, companyId };
      await tx.ticket.create({ data: { ...whose, reference, isTakenOver: true } });
      await this.done(tx, accountId, { id: ticket.id, seen });
    }
    await tx.$executeRaw`
      UPDATE notifications SET ticket_id = ${known?.id ?? ticket.id}::uuid, state = 'WAITING', hold = NULL, tries = 0,
        told_revision = least(told_revision, revision - 1), due_at = now(), version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  async intend(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, step, delivery }: { readonly id: TicketId; readonly step: TicketStep; readonly delivery: Delivery },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE tickets SET
        intent = jsonb_build_object('step', ${step}::text, 'notificationId', ${delivery.id}::text,
          'revision', ${delivery.revision}::int, 'at', to_json(clock_timestamp())),
        updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  /** Its data is on another instance now, or it is another company's. */
  async move(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, ...place }: { readonly id: TicketId; readonly instanceId: InstanceId; readonly companyId?: number },
  ): Promise<void> {
    await tx.ticket.updateMany({ where: { accountId, id }, data: place });
  }

  /** What was intended was not done. */
  async takeBack(tx: WriteTransaction, accountId: AccountId, id: TicketId): Promise<void> {
    await tx.$executeRaw`
      UPDATE tickets SET intent = NULL, updated_at = now() WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }

  /**
   * What was intended is done; `seen` tells of the ticket where the answer did. What the answer to a later write shows
   * beside the status we set, a person has done meanwhile.
   */
  async done(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, seen }: { readonly id: TicketId; readonly seen: TicketSeen | undefined },
  ): Promise<void> {
    if (!seen) return this.takeBack(tx, accountId, id);
    const { connectWiseId, boardId = null, statusId = null, statusName = null, isClosed } = seen;
    const { ownerId = null, resources = null, actualHours = null } = seen;
    await tx.$executeRaw`
      UPDATE tickets SET
        is_taken_over = is_taken_over OR seen_at IS NOT NULL AND (board_id, owner_id, nullif(resources, ''),
          nullif(actual_hours, 0)) IS DISTINCT FROM (${boardId}::int, ${ownerId}::int, ${resources}::text, ${actualHours}::float8),
        owner_id = ${ownerId}, resources = ${resources}, actual_hours = ${actualHours}, seen_at = now(),
        intent = NULL, connect_wise_id = ${connectWiseId}, board_id = ${boardId}, status_id = ${statusId},
        status_name = ${statusName}, state = CASE WHEN ${isClosed} THEN 'CLOSED' ELSE 'OPEN' END,
        opened_at = coalesce(opened_at, now()), closed_at = CASE WHEN ${isClosed} THEN now() END, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`;
  }
}
