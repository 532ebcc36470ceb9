import { z } from 'zod';
import type { InstanceId, NotificationId, SourceId, TicketId, UserId } from '../../shared/ids.js';
import { type NotificationHold, NotificationSeverity, ResolvedBy } from '../notifications/notification.js';
import { type Delivery, intentShape, type OwnTicket, TicketState } from './ticket.js';

/** A notification with its ticket, as the database gives both. */
export interface DeliveryRow {
  readonly id: string;
  readonly sourceId: string;
  readonly userId: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly body: string;
  readonly occurredAt: Date;
  readonly occurrences: number;
  readonly isOpen: boolean;
  readonly hold: string | null;
  readonly dueAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
  readonly revision: number;
  readonly toldRevision: number;
  readonly tries: number;
  readonly now: Date;
  readonly ticketId: string | null;
  readonly instanceId: string | null;
  readonly companyId: number | null;
  readonly connectWiseId: number | null;
  readonly ticketState: string | null;
  readonly boardId: number | null;
  readonly statusId: number | null;
  readonly statusName: string | null;
  readonly isTakenOver: boolean | null;
  readonly intent: unknown;
  readonly closedAt: Date | null;
  readonly isNeededByOthers: boolean;
}

const severity = z.enum(NotificationSeverity);
const resolvedBy = z.enum(ResolvedBy);
const ticketState = z.enum(TicketState);

export function toDelivery(row: DeliveryRow): Delivery {
  const { kind, title, body, occurredAt, occurrences, isOpen, revision, toldRevision, tries, now } = row;
  return {
    ...{ kind, title, body, occurredAt, occurrences, isOpen, revision, toldRevision, tries, now },
    id: row.id as NotificationId,
    sourceId: row.sourceId as SourceId,
    userId: (row.userId ?? undefined) as UserId | undefined,
    severity: severity.parse(row.severity),
    // A text that the database holds to its list.
    hold: (row.hold ?? undefined) as NotificationHold | undefined,
    resolvedBy: row.resolvedBy === null ? undefined : resolvedBy.parse(row.resolvedBy),
    dueAt: row.dueAt ?? undefined,
    resolution: row.resolution ?? undefined,
    ticket: row.ticketId === null ? undefined : toTicket(row, row.ticketId as TicketId),
  };
}

function toTicket(row: DeliveryRow, id: TicketId): OwnTicket {
  return {
    id,
    instanceId: row.instanceId as InstanceId,
    companyId: row.companyId as number,
    connectWiseId: row.connectWiseId ?? undefined,
    state: ticketState.parse(row.ticketState),
    boardId: row.boardId ?? undefined,
    statusId: row.statusId ?? undefined,
    statusName: row.statusName ?? undefined,
    isTakenOver: row.isTakenOver ?? false,
    intent: row.intent === null ? undefined : intentShape.parse(row.intent),
    closedAt: row.closedAt ?? undefined,
    isNeededByOthers: row.isNeededByOthers,
  };
}
