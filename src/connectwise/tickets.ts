import { type Condition, eq, gt, isAskable, splitIn } from './conditions.js';
import { ifFound } from './if-found.js';
import { type ListOptions, type ListPage, listItems, listRecords, readPage } from './pager.js';
import { idPart } from './query.js';
import type { Requester } from './requester.js';
import {
  type NewTicket,
  TICKET_FIELDS,
  type Ticket,
  type TicketChanges,
  ticketBody,
  ticketChanges,
  ticketShape,
} from './ticket.js';

const ROUTE = '/service/tickets';
const COLLECTION = { route: ROUTE, fields: TICKET_FIELDS, shape: ticketShape };

/** Service tickets. Every method rejects with a ConnectWiseError, or a Failure on what was handed in. */
export class Tickets {
  readonly #requester: Requester;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  /** A `outcome-unknown` may have made a ticket: look for its external reference before trying again. */
  create(ticket: NewTicket): Promise<Ticket> {
    return this.#requester.post({ route: ROUTE, body: ticketBody(ticket), shape: ticketShape });
  }

  /**
   * Changing the board needs a status of the new board in the same change, and a type, subtype, item and team of it, or
   * null, in place of those the ticket has.
   */
  change(id: number, changes: TicketChanges): Promise<Ticket> {
    return this.#requester.patch({ ...one(id), changes: ticketChanges(changes), shape: ticketShape });
  }

  /** Undefined when there is no such ticket, or no more. */
  async findById(id: number): Promise<Ticket | undefined> {
    const query = { fields: TICKET_FIELDS };
    return (await ifFound(this.#requester.get({ ...one(id), query, shape: ticketShape })))?.value;
  }

  /** The tickets that exist of those asked for, in no particular order. */
  async findByIds(ids: readonly number[]): Promise<readonly Ticket[]> {
    const found: Ticket[] = [];
    for (const conditions of splitIn('id', ids))
      for await (const ticket of this.list({ conditions })) found.push(ticket);
    return found;
  }

  /** The tickets that carry our key. More than one means that somebody copied it. */
  async findByExternalReference(reference: string): Promise<readonly Ticket[]> {
    if (!isAskable(reference) || reference === '') return [];
    const found: Ticket[] = [];
    for await (const ticket of this.search(eq('externalXRef', reference))) {
      // How the server compares is not documented, so its answer is compared again.
      if (ticket.externalReference === reference) found.push(ticket);
    }
    return found;
  }

  list(options?: ListOptions): AsyncGenerator<Ticket, void, undefined> {
    return listRecords(this.#requester, COLLECTION, options);
  }

  /** Up to 1,000 tickets behind a record id that changed since, in the order of ids, by the clock of ConnectWise. */
  page({ after, changedAfter }: { readonly after: number; readonly changedAfter: Date }): Promise<ListPage<Ticket>> {
    return readPage(this.#requester, COLLECTION, { conditions: gt('lastUpdated', changedAfter), after });
  }

  /** Like `list`, for conditions too long for a URL. */
  search(conditions: Condition): AsyncGenerator<Ticket, void, undefined> {
    const query = { fields: TICKET_FIELDS };
    return listItems(this.#requester, {
      ...COLLECTION,
      searchRoute: `${ROUTE}/search`,
      query,
      conditions,
      paging: 'navigable',
    });
  }
}

function one(id: number) {
  return { route: `${ROUTE}/{id}`, path: `${ROUTE}/${idPart(id, 'ticketId')}` };
}
