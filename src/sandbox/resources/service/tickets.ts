import { permissionDenied, unreadableBody } from '../../api-error.js';
import type { Call, Endpoint } from '../../http/operation.js';
import { Query } from '../../http/query.js';
import { isObject } from '../../json.js';
import type { Shape } from '../../store/shape.js';
import type { Allow } from '../../store/writer.js';
import type { World } from '../../world.js';
import { type Authorize, byRole, collection, listAnswer } from '../collection.js';
import { lightList } from '../read-only.js';
import { ticketActions } from './ticket-actions.js';
import { ticketFields } from './ticket-fields.js';
import { addTicketLists } from './ticket-lists.js';
import { listenForMails } from './ticket-mails.js';
import { addTicketNotes } from './ticket-notes.js';
import { ticketDerived, ticketFaults } from './ticket-rules.js';

const PATH = '/service/tickets';

function ticketShape({ settings }: World): Shape {
  return {
    name: 'ticket',
    label: 'Ticket',
    path: PATH,
    shownAs: ['summary'],
    indexed: ['externalXRef', 'company', 'board'],
    fields: ticketFields(settings),
    defaults: (tables) => ({
      recordType: 'ServiceTicket',
      board: settings.defaultBoardId,
      source: tables.defaultOf('serviceSources'),
      serviceLocation: tables.defaultOf('serviceLocations'),
      allowAllClientsPortalView: false,
      customerUpdatedFlag: false,
      actualHours: 0,
      approved: true,
      hasChildTicket: false,
      hasMergedChildTicketFlag: false,
      requestForChangeFlag: false,
    }),
    derive: (draft) => ticketDerived(draft, settings),
    check: ticketFaults,
  };
}

/** Tickets with their notes, tasks and lists, and what is done to them at once. */
export function addTickets(world: World): readonly Endpoint[] {
  const shape = ticketShape(world);
  world.tables.add('tickets', shape);
  world.tables.defineCustomFields(shape, [
    { id: 11, caption: 'Reported by', type: 'Text', entryMethod: 'EntryField', numberOfDecimals: 0 },
    { id: 12, caption: 'Chargeable', type: 'Checkbox', entryMethod: 'EntryField', numberOfDecimals: 0 },
  ]);
  const authorize = byRole('Service Tickets', world);
  const endpoints = [
    ...collection({ path: PATH, table: 'tickets', authorize, allow: closingRight(world) }, world),
    ...lightList(
      {
        path: `${PATH}/info`,
        one: `${PATH}/{id}/info`,
        table: 'tickets',
        fields: ['summary', 'company'],
        authorize: authorize('inquire'),
      },
      world,
    ),
    search(authorize, world),
    ...ticketActions(authorize, world),
    ...addTicketNotes(authorize, world),
    ...addTicketLists(authorize, world),
  ];
  listenForMails(world);
  return endpoints;
}

/** Whoever may edit tickets may not close them by that alone. */
function closingRight(world: World): Allow {
  return ({ values, before, author }, row) => {
    if (values['closedFlag'] !== true || before?.['closedFlag'] === true) {
      return;
    }
    const level = world.permissions.levels('Close Service Tickets').edit;
    const isOwn = row === null || row.enteredBy === author.name;
    if (level === 'None' || (level === 'My' && !isOwn)) {
      throw permissionDenied();
    }
  };
}

const FILTERS = ['conditions', 'orderBy', 'childconditions', 'customfieldconditions'];

/** The one list that takes its conditions in a body; names spelled otherwise are passed over, as any unknown name is. */
function search(authorize: Authorize, world: World): Endpoint {
  const table = world.tables.get('tickets');
  return {
    template: `${PATH}/search`,
    table: 'tickets',
    operations: {
      POST: {
        authorize: authorize('inquire'),
        bodyName: 'ticket',
        run: (call) => listAnswer(() => table, { ...call, filter: filterOf(call) }, world),
      },
    },
  };
}

function filterOf({ body }: Call): Query {
  if (!isObject(body)) {
    throw unreadableBody('ticket');
  }
  const filter = Object.fromEntries(FILTERS.map((name) => [name, typeof body[name] === 'string' ? body[name] : '']));
  return new Query(new URLSearchParams(filter).toString());
}
