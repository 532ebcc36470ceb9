import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Ticket } from '../../connectwise/ticket.js';
import { seenOf } from '../tickets/write-ticket.js';
import { changeOf, goesOnAs, type TicketChange, type WatchedTicket } from './ticket-change.js';

/** A ticket can be merged into one that was merged; nobody does so more often than that. */
const MOST_MERGES = 5;

/**
 * What became of these tickets, asked for by their numbers in as few calls as URLs allow. What is missing in a list may
 * only be hidden from us, so before a ticket counts as deleted ConnectWise has to say so of that very one.
 * @throws ConnectWiseError, and then nothing is known of any of them
 */
export async function readTickets(
  session: ConnectWiseSession,
  watched: readonly WatchedTicket[],
): Promise<TicketChange[]> {
  const found = await session.tickets.findByIds(watched.map(({ number }) => number));
  return judgeTickets(session, watched, found);
}

/** The same of tickets that were read already, with those they were merged into. */
export async function judgeTickets(
  session: ConnectWiseSession,
  watched: readonly WatchedTicket[],
  found: readonly Ticket[],
): Promise<TicketChange[]> {
  const tickets = new Map(found.map((ticket) => [ticket.id, ticket]));
  await confirmMissing(
    session,
    watched.map(({ number }) => number),
    tickets,
  );
  for (let merges = 0; merges < MOST_MERGES; merges += 1) {
    const parents = [...tickets.values()].flatMap(({ mergedInto }) =>
      mergedInto && !tickets.has(mergedInto.id) ? [mergedInto.id] : [],
    );
    if (parents.length === 0) break;
    for (const parent of await session.tickets.findByIds(parents)) tickets.set(parent.id, parent);
    await confirmMissing(session, parents, tickets);
    if (parents.every((id) => !tickets.has(id))) break;
  }
  return watched.map((one) => {
    const ticket = goesOnAs(one.number, tickets);
    return changeOf(one, ticket && seenOf(ticket));
  });
}

async function confirmMissing(
  session: ConnectWiseSession,
  numbers: readonly number[],
  tickets: Map<number, Ticket>,
): Promise<void> {
  for (const number of new Set(numbers)) {
    const hidden = tickets.has(number) ? undefined : await session.tickets.findById(number);
    if (hidden) tickets.set(number, hidden);
  }
}
