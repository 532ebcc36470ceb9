import { z } from 'zod';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId, NotificationId, SourceId, TicketId, UserId } from '../../shared/ids.js';
import { type TicketChange, TicketNews } from './ticket-change.js';

/** A notification whose ticket somebody did something to. */
export interface Concerned {
  readonly id: NotificationId;
  readonly sourceId: SourceId;
  readonly userId: UserId | undefined;
  readonly ticketId: TicketId;
}

const concernedRows = z.array(
  z.object({
    id: z.string().transform((id) => id as NotificationId),
    sourceId: z.string().transform((id) => id as SourceId),
    userId: z
      .string()
      .nullable()
      .transform((id) => (id ?? undefined) as UserId | undefined),
    ticketId: z.string().transform((id) => id as TicketId),
  }),
);

/** Writes what people did to tickets, in a number of statements that does not grow with their number. */
export class TicketChangeRepository {
  /** Keeps sources from telling of these tickets' notifications meanwhile; in the order in which they are told of. */
  async lock(tx: WriteTransaction, accountId: AccountId, ids: readonly TicketId[]): Promise<void> {
    await tx.$executeRaw`
      SELECT FROM notifications WHERE account_id = ${accountId}::uuid AND ticket_id = ANY (${[...ids]}::uuid[])
      ORDER BY source_id, key FOR UPDATE`;
  }

  /** The tickets as ConnectWise has them now; one that is gone keeps its number and place. */
  async save(tx: WriteTransaction, accountId: AccountId, changes: readonly TicketChange[]): Promise<void> {
    const rows = changes.map(({ watched, seen, isTakenOver }) => ({ id: watched.id, isTakenOver, ...seen }));
    await tx.$executeRaw`
      UPDATE tickets t SET
        state = CASE WHEN r."isClosed" IS NULL THEN 'GONE' WHEN r."isClosed" THEN 'CLOSED' ELSE 'OPEN' END,
        closed_at = CASE WHEN r."isClosed" THEN coalesce(t.closed_at, now()) WHEN NOT r."isClosed" THEN NULL
          ELSE t.closed_at END,
        connect_wise_id = coalesce(r."connectWiseId", t.connect_wise_id),
        board_id = coalesce(r."boardId", t.board_id), status_id = coalesce(r."statusId", t.status_id),
        status_name = coalesce(r."statusName", t.status_name), is_taken_over = r."isTakenOver",
        owner_id = r."ownerId", resources = r.resources, actual_hours = r."actualHours",
        seen_at = now(), updated_at = now()
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
        id uuid, "isTakenOver" boolean, "connectWiseId" int, "boardId" int, "statusId" int, "statusName" text,
        "isClosed" boolean, "ownerId" int, resources text, "actualHours" float8)
      WHERE t.account_id = ${accountId}::uuid AND t.id = r.id`;
  }

  /**
   * Tickets that go on as others of ours, after a merger or when they are open again, leave their notifications to these,
   * so that what closes one of them looks at all that share it. Of several rows for one ticket the one that is being
   * written to goes on, or the oldest.
   */
  async unite(
    tx: WriteTransaction,
    accountId: AccountId,
    { instanceId, ids }: { readonly instanceId: InstanceId; readonly ids: readonly TicketId[] },
  ): Promise<void> {
    await tx.$executeRaw`
      WITH same AS (
        SELECT o.id, (array_agg(t.id ORDER BY t.intent IS NULL, t.id))[1] AS heir
        FROM tickets o
        JOIN tickets t ON t.account_id = o.account_id AND t.instance_id = o.instance_id
          AND t.connect_wise_id = o.connect_wise_id AND t.state IN ('OPEN', 'CLOSED')
        WHERE o.account_id = ${accountId}::uuid AND o.instance_id = ${instanceId}::uuid AND o.state IN ('OPEN', 'CLOSED')
          AND o.connect_wise_id IN (
            SELECT connect_wise_id FROM tickets
            WHERE account_id = ${accountId}::uuid AND id = ANY (${[...ids]}::uuid[]))
        GROUP BY o.id
      ), heirs AS (
        UPDATE tickets t SET is_taken_over = true, updated_at = now() FROM same
        WHERE t.account_id = ${accountId}::uuid AND t.id = same.heir AND same.id <> same.heir
      ), gone AS (
        UPDATE tickets t SET state = 'GONE', updated_at = now() FROM same
        WHERE t.account_id = ${accountId}::uuid AND t.id = same.id AND same.id <> same.heir
      )
      UPDATE notifications n SET ticket_id = same.heir, updated_at = now() FROM same
      WHERE n.account_id = ${accountId}::uuid AND n.ticket_id = same.id AND same.id <> same.heir`;
  }

  /** What is open of tickets, for whom something else than its state changed. */
  async open(tx: WriteTransaction, accountId: AccountId, ids: readonly TicketId[]): Promise<Concerned[]> {
    const rows = await tx.$queryRaw`
      SELECT id::text, source_id::text AS "sourceId", user_id::text AS "userId", ticket_id::text AS "ticketId" FROM notifications
      WHERE account_id = ${accountId}::uuid AND is_open AND ticket_id = ANY (${[...ids]}::uuid[])`;
    return concernedRows.parse(rows);
  }

  /** Somebody closed the tickets: what is open is over, and there is nothing more to tell. */
  async resolve(tx: WriteTransaction, accountId: AccountId, ids: readonly TicketId[]): Promise<Concerned[]> {
    const rows = await tx.$queryRaw`
      UPDATE notifications SET
        is_open = false, state = 'RESOLVED', resolved_by = 'TICKET', resolved_at = now(), resolution = NULL,
        told_revision = revision, hold = NULL, failure_code = NULL, failure_message = NULL, tries = 0, due_at = NULL,
        version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND is_open AND ticket_id = ANY (${[...ids]}::uuid[])
      RETURNING id::text, source_id::text AS "sourceId", user_id::text AS "userId", ticket_id::text AS "ticketId"`;
    return concernedRows.parse(rows);
  }

  /** Somebody reopened the tickets: what was over for no other reason than that they were closed is not. */
  async reopen(tx: WriteTransaction, accountId: AccountId, ids: readonly TicketId[]): Promise<Concerned[]> {
    const rows = await tx.$queryRaw`
      UPDATE notifications SET
        is_open = true, state = 'SENT', hold = NULL, resolved_by = NULL, resolved_at = NULL, version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND resolved_by = 'TICKET' AND ticket_id = ANY (${[...ids]}::uuid[])
      RETURNING id::text, source_id::text AS "sourceId", user_id::text AS "userId", ticket_id::text AS "ticketId"`;
    return concernedRows.parse(rows);
  }

  /**
   * The tickets are gone: what is open is held until its source resolves it. What was over lets go of them, so that it
   * gets another ticket when it comes back, and so does what came back already after they had been
   * closed, or was about to share them and never did.
   */
  async release(tx: WriteTransaction, accountId: AccountId, changes: readonly TicketChange[]): Promise<Concerned[]> {
    const ids = changes.map(({ watched }) => watched.id);
    const closed = changes.flatMap(({ watched }) => (watched.state === 'CLOSED' ? [watched.id] : []));
    await tx.$executeRaw`
      UPDATE notifications SET ticket_id = NULL, told_revision = 0, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND ticket_id = ANY (${ids}::uuid[])
        AND (NOT is_open OR told_revision = 0 OR ticket_id = ANY (${closed}::uuid[]))`;
    const rows = await tx.$queryRaw`
      UPDATE notifications SET
        state = 'HELD', hold = 'TICKET_DELETED', failure_code = NULL, failure_message = NULL, tries = 0, due_at = NULL,
        version = version + 1, updated_at = now()
      WHERE account_id = ${accountId}::uuid AND is_open AND ticket_id = ANY (${ids}::uuid[])
      RETURNING id::text, source_id::text AS "sourceId", user_id::text AS "userId", ticket_id::text AS "ticketId"`;
    return concernedRows.parse(rows);
  }
}

/** The tickets to which this happened. */
export function ticketsWith(changes: readonly TicketChange[], wanted: TicketNews): TicketId[] {
  return changesWith(changes, wanted).map(({ watched }) => watched.id);
}

export function changesWith(changes: readonly TicketChange[], wanted: TicketNews): TicketChange[] {
  return changes.filter(({ news }) => news.includes(wanted));
}
