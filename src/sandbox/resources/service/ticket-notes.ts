import type { ErrorItem } from '../../api-error.js';
import type { Endpoint } from '../../http/operation.js';
import type { Change } from '../../store/changes.js';
import { type Draft, datetime, decimal, flag, integer, reference, type Shape, text } from '../../store/shape.js';
import { newRow } from '../../store/stamps.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { type Authorize, collection } from '../collection.js';
import { told } from './ticket-changes.js';

const PATH = '/service/tickets/{parentId}';
const KINDS = ['detailDescriptionFlag', 'internalAnalysisFlag', 'resolutionFlag'];
const readOnly = { readOnly: true };
const member = reference('members', 'System.MemberReference');

const NOTE: Shape = {
  name: 'serviceNote',
  label: 'Service Note',
  path: '/service/tickets/{ticketId}/notes',
  shownAs: [],
  indexed: ['ticketId'],
  fields: {
    ticketId: integer(readOnly),
    text: text(undefined, { required: true }),
    detailDescriptionFlag: flag(),
    internalAnalysisFlag: flag(),
    resolutionFlag: flag(),
    issueFlag: flag(),
    member,
    contact: reference('contacts', 'Company.ContactReference'),
    customerUpdatedFlag: flag(),
    processNotifications: flag({ transient: true }),
    dateCreated: datetime(readOnly),
    createdBy: text(undefined, readOnly),
    internalFlag: flag(readOnly),
    externalFlag: flag(readOnly),
    sentimentScore: decimal(readOnly),
  },
  defaults: () => ({
    detailDescriptionFlag: false,
    internalAnalysisFlag: false,
    resolutionFlag: false,
    issueFlag: false,
    customerUpdatedFlag: false,
  }),
  derive: ({ values, before, author }) => ({
    dateCreated: before ? before['dateCreated'] : Math.floor(author.at / 1000) * 1000,
    createdBy: before ? before['createdBy'] : author.name,
    internalFlag: !isForCustomers(values),
    externalFlag: isForCustomers(values),
  }),
  check: withoutKind,
};

const TASK: Shape = {
  name: 'serviceTask',
  label: 'Service Task',
  path: '/service/tickets/{ticketId}/tasks',
  shownAs: [],
  indexed: ['ticketId'],
  fields: {
    ticketId: integer(readOnly),
    notes: text(),
    closedFlag: flag(),
    priority: integer(),
    member,
    resolution: text(),
    childTicketId: integer(),
    summary: text(),
  },
  defaults: () => ({ closedFlag: false }),
};

/** Whether the ticket's contact can read the note. */
export function isForCustomers(note: Values): boolean {
  return note['detailDescriptionFlag'] === true || note['resolutionFlag'] === true;
}

function withoutKind({ values }: Draft): readonly ErrorItem[] {
  if (KINDS.some((name) => values[name] === true)) {
    return [];
  }
  const message = `At least one of the fields ${KINDS.join(', ')} is required.`;
  return [{ code: 'MissingRequiredField', message, resource: NOTE.name, field: KINDS[0] ?? '' }];
}

/** Notes and tasks; they live and die with their ticket. */
export function addTicketNotes(authorize: Authorize, world: World): readonly Endpoint[] {
  world.tables.add('ticketNotes', NOTE);
  world.tables.add('ticketTasks', TASK);
  world.changes.listen((change) => follow(change, world));
  const parent = { table: 'tickets', field: 'ticketId' };
  return [
    ...collection({ path: `${PATH}/notes`, table: 'ticketNotes', authorize, parent }, world),
    ...collection({ path: `${PATH}/tasks`, table: 'ticketTasks', authorize, parent }, world),
  ];
}

function follow(change: Change, world: World): void {
  const { table, action, row, author } = change;
  const ticket = Number(row.values['ticketId']);
  if (table === 'ticketNotes' && world.tables.get('tickets').get(ticket)) {
    told(ticket, author, world);
  }
  if (table === 'tickets' && action === 'added') {
    writeInitialNotes(change, world);
  }
  if (table === 'tickets' && action === 'deleted') {
    for (const below of ['ticketNotes', 'ticketTasks']) {
      for (const { id } of world.tables.childrenOf(below, 'ticketId', row.id)) {
        world.tables.get(below).remove(id);
      }
    }
  }
}

const INITIAL: readonly (readonly [field: string, kind: string])[] = [
  ['initialDescription', 'detailDescriptionFlag'],
  ['initialInternalAnalysis', 'internalAnalysisFlag'],
  ['initialResolution', 'resolutionFlag'],
];

/** They are part of the new ticket: nobody is told of them apart from it. */
function writeInitialNotes({ row, author }: Change, { tables }: World): void {
  const table = tables.get('ticketNotes');
  for (const [field, kind] of INITIAL) {
    const content = row.values[field];
    if (typeof content === 'string' && content.trim() !== '') {
      const values = { ...NOTE.defaults?.(tables), ticketId: row.id, text: content, [kind]: true };
      const derived = NOTE.derive?.({ values, before: null, tables, author });
      table.insert(newRow(table.nextId, { ...values, ...derived }, author));
    }
  }
}
