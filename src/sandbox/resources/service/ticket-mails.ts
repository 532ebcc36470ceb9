import type { Occasion } from '../../mails.js';
import type { Change } from '../../store/changes.js';
import type { Row } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { isForCustomers } from './ticket-notes.js';
import { pointed } from './ticket-rules.js';

const SYSTEM_SENDER = 'service@sandbox.example';

/** Notes the mails that ConnectWise would send to a customer because of tickets and their notes. */
export function listenForMails(world: World): void {
  world.changes.listen((change) => {
    if (change.row.values['processNotifications'] === false || change.action === 'deleted') {
      return;
    }
    if (change.table === 'tickets') {
      ofTicket(change, world);
    } else if (change.table === 'ticketNotes' && change.action === 'added' && isForCustomers(change.row.values)) {
      ofNote(change, world);
    }
  });
}

function ofTicket(change: Change, world: World): void {
  const { row, before } = change;
  const { values } = row;
  if (before === null) {
    const text = values['initialDescription'] ?? values['initialResolution'] ?? '';
    send(row, { occasion: 'ticket', to: recipients(values, world), text: String(text) }, { change, world });
  }
  const isNewStatus = values['status'] !== before?.['status'];
  const template = pointed('boardStatuses', values['status'], world.tables)['emailTemplate'];
  // A status with a template tells the contact whatever the ticket's own flags say.
  if (isNewStatus && typeof template === 'number') {
    const text = String(pointed('serviceEmailTemplates', template, world.tables)['name']);
    send(row, { occasion: 'status', to: contact(values, world), text }, { change, world });
  }
}

function ofNote(change: Change, world: World): void {
  const ticket = world.tables.get('tickets').get(Number(change.row.values['ticketId']));
  if (ticket) {
    const letter = {
      occasion: 'note' as const,
      to: recipients(ticket.values, world),
      text: String(change.row.values['text']),
    };
    send(ticket, letter, { change, world });
  }
}

/** Those whom the ticket's own flags name. */
function recipients(ticket: Values, world: World): readonly string[] {
  const copies = ticket['automaticEmailCcFlag'] === true ? String(ticket['automaticEmailCc'] ?? '').split(/[;,]/) : [];
  return [
    ...(ticket['automaticEmailContactFlag'] === true ? contact(ticket, world) : []),
    ...copies.map((address) => address.trim()).filter((address) => address !== ''),
  ];
}

/** The contact's address; a contact whose address is not known is named, for ConnectWise would know it. */
function contact(ticket: Values, { tables }: World): readonly string[] {
  const address = ticket['contactEmailAddress'];
  if (typeof address === 'string' && address !== '') {
    return [address];
  }
  return typeof ticket['contact'] === 'number'
    ? [String(pointed('contacts', ticket['contact'], tables)['name'] ?? `contact ${ticket['contact']}`)]
    : [];
}

interface Letter {
  readonly occasion: Occasion;
  readonly to: readonly string[];
  readonly text: string;
}

function send(ticket: Row, letter: Letter, { change, world }: { change: Change; world: World }): void {
  if (letter.to.length === 0) {
    return;
  }
  const board = pointed('boards', ticket.values['board'], world.tables);
  world.mails.add({
    at: new Date(world.clock.now()),
    author: change.author.name,
    ticketId: ticket.id,
    from: String(board['notifyEmailFrom'] ?? SYSTEM_SENDER),
    subject: `Ticket#${ticket.id} ${String(ticket.values['summary'])}`,
    ...letter,
  });
}
