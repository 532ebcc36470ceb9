import { z } from 'zod';
import type { InstanceId, NotificationId, SourceId, TicketId, UserId } from '../../shared/ids.js';
import { AccountHold } from '../integration/health.js';
import { HoldReason } from '../mappings/work-state.js';
import { NotificationHold, type NotificationSeverity, type ResolvedBy } from '../notifications/notification.js';

export const TicketState = { PLANNED: 'PLANNED', OPEN: 'OPEN', CLOSED: 'CLOSED', GONE: 'GONE' } as const;
export type TicketState = (typeof TicketState)[keyof typeof TicketState];

/** One write to ConnectWise. */
export const TicketStep = { CREATE: 'CREATE', NOTE: 'NOTE', CLOSE: 'CLOSE', REOPEN: 'REOPEN' } as const;
export type TicketStep = (typeof TicketStep)[keyof typeof TicketStep];

/** Stored before each write: while it stands, nobody knows whether ConnectWise carried the write out. */
export const intentShape = z.object({
  step: z.enum(TicketStep),
  /** Of whose news it told; several may share a ticket. */
  notificationId: z.uuid().transform((id) => id as NotificationId),
  /** What the condition's news were called when it was written. */
  revision: z.int(),
  /** By the database's clock. */
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
export type Intent = z.output<typeof intentShape>;

/** A ticket as we know it. */
export interface OwnTicket {
  readonly id: TicketId;
  readonly instanceId: InstanceId;
  /** The company that it was opened for. */
  readonly companyId: number;
  readonly connectWiseId: number | undefined;
  readonly state: TicketState;
  readonly statusId: number | undefined;
  readonly statusName: string | undefined;
  readonly boardId: number | undefined;
  readonly isTakenOver: boolean;
  readonly intent: Intent | undefined;
  readonly closedAt: Date | undefined;
  /** Whether others that share it are still open, or have something to tell. */
  readonly isNeededByOthers: boolean;
}

/** For whom a ticket is. */
export interface Recipient {
  readonly instanceId: InstanceId;
  /** ConnectWise's record id. */
  readonly companyId: number;
  /** Absent for what concerns the whole account. */
  readonly userName: string | undefined;
}

/** What a notification's ticket is to be told. */
export interface Delivery {
  readonly id: NotificationId;
  readonly sourceId: SourceId;
  readonly userId: UserId | undefined;
  readonly kind: string;
  readonly severity: NotificationSeverity;
  readonly title: string;
  readonly body: string;
  readonly occurredAt: Date;
  readonly occurrences: number;
  readonly isOpen: boolean;
  readonly hold: NotificationHold | undefined;
  /** Since or from when it is to be looked at. */
  readonly dueAt: Date | undefined;
  readonly resolvedBy: ResolvedBy | undefined;
  readonly resolution: string | undefined;
  readonly revision: number;
  readonly toldRevision: number;
  readonly tries: number;
  readonly ticket: OwnTicket | undefined;
  /** By the database's clock. */
  readonly now: Date;
}

/** Our key in a ticket's `externalXRef`. */
export function referenceOf(ticketId: TicketId): string {
  return `psa-bridge:${ticketId}`;
}

/** What may share a ticket: the conditions of one user, or of the account itself, at one severity. */
export function groupKeyOf({ userId, severity }: Pick<Delivery, 'userId' | 'severity'>): string {
  return `${userId ?? 'account'}/${severity}`;
}

/** The last line of a note, by which it is found again. */
export function noteMark({ id, revision }: Pick<Delivery, 'id' | 'revision'>): string {
  return `Ref ${id}/${revision}`;
}

export interface LifeCycle {
  readonly closesTickets: boolean;
  readonly closesTakenOver: boolean;
  readonly reopenDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Whether its user held it for so long that a ticket would be no news: until it was to be looked at again. What holds
 * the whole account is no reason: an outage loses nothing, however long it is.
 */
export function isHeldTooLong({ hold, occurredAt, dueAt, now }: Delivery, days: number): boolean {
  if (!hold) return false;
  const isOfUser = hold === NotificationHold.HELD_TOO_LONG || (hold in HoldReason && !(hold in AccountHold));
  return isOfUser && (dueAt ?? now).getTime() - occurredAt.getTime() > days * DAY_MS;
}

/**
 * Whether a ticket is perhaps not the one to be told: it was opened on another instance, where its number meant another
 * ticket, or for another company, whose customer is not to read of this one. That something is over it may know.
 */
export function isOfOthers(
  ticket: Pick<OwnTicket, 'instanceId' | 'companyId'>,
  { isOpen }: Pick<Delivery, 'isOpen'>,
  { instanceId, companyId }: Pick<Recipient, 'instanceId' | 'companyId'>,
): boolean {
  return ticket.instanceId !== instanceId || (isOpen && ticket.companyId !== companyId);
}

/** The one write that comes next; undefined when the ticket knows all. Asked again after each write. */
export function nextStep(delivery: Delivery, lifeCycle: LifeCycle): TicketStep | undefined {
  const { isOpen, ticket, revision, toldRevision, now } = delivery;
  const hasNews = toldRevision < revision;
  switch (ticket?.state) {
    case undefined:
    case 'PLANNED':
      return isOpen ? 'CREATE' : undefined;
    case 'OPEN':
      // That something of which it never heard is over is no news.
      if (hasNews && (isOpen || toldRevision > 0)) return 'NOTE';
      return !isOpen && !ticket.isNeededByOthers && isOursToClose(ticket, lifeCycle) ? 'CLOSE' : undefined;
    case 'CLOSED':
      if (!isOpen || !hasNews) return undefined;
      return now.getTime() - (ticket.closedAt?.getTime() ?? 0) <= lifeCycle.reopenDays * DAY_MS ? 'REOPEN' : 'CREATE';
    case 'GONE':
      return undefined;
  }
}

function isOursToClose({ isTakenOver }: OwnTicket, { closesTickets, closesTakenOver }: LifeCycle): boolean {
  return closesTickets && (!isTakenOver || closesTakenOver);
}

/** What ConnectWise says of a ticket after a write. */
export interface TicketSeen {
  readonly connectWiseId: number;
  readonly boardId: number | undefined;
  readonly statusId: number | undefined;
  readonly statusName: string | undefined;
  readonly isClosed: boolean;
  readonly ownerId: number | undefined;
  readonly resources: string | undefined;
  readonly actualHours: number | undefined;
}
