import type { Ticket } from '../../connectwise/ticket.js';
import type { TicketId } from '../../shared/ids.js';
import type { TicketSeen } from '../tickets/ticket.js';

/** A ticket of ours that people may work on, as we last saw it or wrote it ourselves. */
export interface WatchedTicket {
  readonly id: TicketId;
  /** ConnectWise's number. */
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED';
  readonly isTakenOver: boolean;
  readonly boardId: number | undefined;
  readonly statusId: number | undefined;
  readonly work: TicketWork | undefined;
}

/** Who works on a ticket and for how long; absent of one that was opened before that was kept. */
export type TicketWork = Pick<TicketSeen, 'ownerId' | 'resources' | 'actualHours'>;

/** What somebody did to a ticket. */
export const TicketNews = {
  CLOSED: 'CLOSED',
  REOPENED: 'REOPENED',
  TAKEN_OVER: 'TAKEN_OVER',
  MERGED: 'MERGED',
  DELETED: 'DELETED',
} as const;
export type TicketNews = (typeof TicketNews)[keyof typeof TicketNews];

/** What becomes of one of our tickets by what ConnectWise says of it now. */
export interface TicketChange {
  readonly watched: WatchedTicket;
  /** Absent when it is gone. */
  readonly seen: TicketSeen | undefined;
  readonly isTakenOver: boolean;
  readonly news: readonly TicketNews[];
}

/** Follows a merged ticket to the one that goes on; undefined when that is gone, or the ticket itself. */
export function goesOnAs(number: number, tickets: ReadonlyMap<number, Ticket>): Ticket | undefined {
  const passed = new Set<number>();
  let ticket = tickets.get(number);
  while (ticket?.mergedInto && !passed.has(ticket.id)) {
    passed.add(ticket.id);
    ticket = tickets.get(ticket.mergedInto.id);
  }
  return ticket;
}

/**
 * Compares what ConnectWise says with what we know. All that differs from what we saw or wrote last, a person has done.
 * A ticket that was merged goes on as one that is theirs.
 */
export function changeOf(watched: WatchedTicket, seen: TicketSeen | undefined): TicketChange {
  if (!seen) return { watched, seen, isTakenOver: watched.isTakenOver, news: [TicketNews.DELETED] };
  const isMerged = seen.connectWiseId !== watched.number;
  const isTakenOver = watched.isTakenOver || isMerged || isWorkedOn(watched, seen);
  const wasClosed = watched.state === 'CLOSED';
  const news: TicketNews[] = [];
  if (isMerged) news.push(TicketNews.MERGED);
  if (seen.isClosed && !wasClosed) news.push(TicketNews.CLOSED);
  if (!seen.isClosed && wasClosed) news.push(TicketNews.REOPENED);
  // Whoever does any of these takes it over too, and there is no need to say so.
  if (news.length === 0 && isTakenOver && !watched.isTakenOver) news.push(TicketNews.TAKEN_OVER);
  return { watched, seen, isTakenOver, news };
}

function isWorkedOn({ boardId, statusId, work }: WatchedTicket, seen: TicketSeen): boolean {
  const isMoved = boardId !== seen.boardId || statusId !== seen.statusId;
  if (!work) return isMoved;
  const { ownerId, resources, actualHours } = work;
  const isOwned = ownerId !== seen.ownerId || resources !== seen.resources;
  // A ticket without hours has none or zero of them.
  return isMoved || isOwned || (actualHours ?? 0) !== (seen.actualHours ?? 0);
}
