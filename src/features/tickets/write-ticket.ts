import type { BoardStatus } from '../../connectwise/boards.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Ticket } from '../../connectwise/ticket.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId, TicketId } from '../../shared/ids.js';
import { requireTime } from '../integration/written-once.js';
import type { TicketPlace } from '../ticketing-settings/template-for.js';
import type { BoardStatuses } from './board-statuses.js';
import { newTicket } from './new-ticket.js';
import { type Delivery, noteMark, referenceOf, type TicketSeen, type TicketStep } from './ticket.js';
import { noteText, openingText } from './ticket-text.js';

/** One write, with all that it takes. */
export interface TicketWrite {
  readonly step: TicketStep;
  readonly delivery: Delivery;
  readonly ticketId: TicketId;
  readonly instanceId: InstanceId;
  readonly companyId: number;
  readonly userName: string | undefined;
  readonly place: TicketPlace;
  readonly statuses: BoardStatuses;
  /** By this process's own monotonic clock. */
  readonly sendBy: number;
}

/**
 * Carries one step out in ConnectWise; undefined when its answer tells nothing of the ticket.
 * @throws ConnectWiseError, Failure, PutOff when it is too late to send it
 */
export async function writeTicket(session: ConnectWiseSession, write: TicketWrite): Promise<TicketSeen | undefined> {
  const { step, delivery } = write;
  const { template } = write.place;
  const number = delivery.ticket?.connectWiseId;
  if (step === 'CREATE') return seenOf(await create(session, write));
  if (number === undefined) throw new Error('A ticket without a number cannot be written to.');
  if (step === 'NOTE') {
    const kind = template.isCustomerVisible ? 'customer' : 'internal';
    requireTime(write.sendBy);
    await session.ticketNotes.create(number, { text: noteText(delivery), kind, sendsMail: template.mailsContact });
    return undefined;
  }
  const statusId = step === 'CLOSE' ? await closedStatusOf(session, write) : await openStatusOf(session, write);
  requireTime(write.sendBy);
  const seen = seenOf(await session.tickets.change(number, { statusId }));
  // Its board was changed since the status was chosen; asked for once more it would be set for ever.
  if (seen.isClosed !== (step === 'CLOSE')) throw statusMissing();
  return seen;
}

/**
 * What became of a write of which nobody knows: what it would have left behind in ConnectWise, or undefined when it was
 * not carried out. A status is looked at too: its condition may have changed, so that nobody sets it once more.
 */
export async function lookFor(
  session: ConnectWiseSession,
  { step, delivery, ticketId }: Pick<TicketWrite, 'step' | 'delivery' | 'ticketId'>,
): Promise<{ readonly seen: TicketSeen | undefined } | undefined> {
  if (step === 'CREATE') {
    const [ticket] = await session.tickets.findByExternalReference(referenceOf(ticketId));
    // Who has closed it since, if anybody has, is told by reading it like any other.
    return ticket && { seen: { ...seenOf(ticket), isClosed: false } };
  }
  const number = delivery.ticket?.connectWiseId;
  if (number === undefined) return undefined;
  if (step !== 'NOTE') {
    const ticket = await session.tickets.findById(number);
    return ticket && ticket.isClosed === (step === 'CLOSE') ? { seen: seenOf(ticket) } : undefined;
  }
  for await (const { text } of session.ticketNotes.list(number)) {
    if (text?.trimEnd().endsWith(noteMark(delivery))) return { seen: undefined };
  }
  return undefined;
}

function create(session: ConnectWiseSession, write: TicketWrite): Promise<Ticket> {
  const { delivery, ticketId, companyId, userName } = write;
  const text = openingText(delivery, userName);
  const ticket = newTicket(write.place, { companyId, title: delivery.title, text, reference: referenceOf(ticketId) });
  requireTime(write.sendBy);
  return session.tickets.create(ticket);
}

/** Of the board where the ticket is now, which a person may have moved. */
async function closedStatusOf(session: ConnectWiseSession, write: TicketWrite): Promise<number> {
  const { template } = write.place;
  const boardId = write.delivery.ticket?.boardId ?? template.boardId;
  if (boardId === template.boardId && template.closedStatusId !== null) return template.closedStatusId;
  return statusOf(session, { write, boardId }, ({ isClosed, isInactive }) => isClosed && !isInactive);
}

async function openStatusOf(session: ConnectWiseSession, write: TicketWrite): Promise<number> {
  const { template } = write.place;
  const boardId = write.delivery.ticket?.boardId ?? template.boardId;
  if (boardId === template.boardId && template.statusId !== null) return template.statusId;
  return statusOf(
    session,
    { write, boardId },
    ({ isDefault, isClosed, isInactive }) => isDefault && !isClosed && !isInactive,
  );
}

async function statusOf(
  session: ConnectWiseSession,
  { write, boardId }: { readonly write: TicketWrite; readonly boardId: number },
  fits: (status: BoardStatus) => boolean,
): Promise<number> {
  const { statuses, instanceId } = write;
  const found = (await statuses.of(session, { instanceId, boardId })).find(fits);
  if (!found) throw statusMissing();
  return found.id;
}

function statusMissing(): Failure {
  const message = 'The board of the ticket has no status for this. Set one in ConnectWise.';
  return new Failure({ code: FailureCode.CONNECTWISE_REJECTED, message });
}

export function seenOf({ id, board, status, isClosed, owner, resources, actualHours }: Ticket): TicketSeen {
  return {
    connectWiseId: id,
    boardId: board?.id,
    statusId: status?.id,
    statusName: status?.name ?? undefined,
    isClosed,
    ownerId: owner?.id,
    // Nobody and no hours are nothing, however ConnectWise says so.
    resources: resources || undefined,
    actualHours: actualHours || undefined,
  };
}
