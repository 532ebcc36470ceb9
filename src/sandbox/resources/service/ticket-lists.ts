import type { Call, Endpoint } from '../../http/operation.js';
import { datetime, decimal, flag, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import { type Row, Table } from '../../store/table.js';
import type { World } from '../../world.js';
import type { Authorize } from '../collection.js';
import { readOnly } from '../read-only.js';
import { found } from '../records.js';
import { changeTicket } from './ticket-changes.js';

const ticket = reference('tickets', 'Service.TicketReference');
const member = reference('members', 'System.MemberReference');

/** What members have worked; only people enter time here. */
const TIME_ENTRY: Shape = {
  name: 'timeEntry',
  label: 'Time Entry',
  path: '/time/entries',
  shownAs: [],
  indexed: ['ticket'],
  fields: {
    ticket,
    member,
    timeStart: datetime({ required: true }),
    timeEnd: datetime(),
    actualHours: decimal(),
    notes: text(),
    addToDetailDescriptionFlag: flag(),
    addToInternalAnalysisFlag: flag(),
    addToResolutionFlag: flag(),
  },
};

/** A note as the list of all notes shows it: from the ticket, from tickets merged into it, or from time entered. */
const ANY_NOTE: Shape = {
  name: 'serviceTicketNote',
  label: 'Service Ticket Note',
  shownAs: [],
  fields: {
    noteType: oneOfValues(['TicketNote', 'TimeEntryNote', 'MeetingNote'], { hidden: true }),
    ticket,
    text: text(),
    isMarkdownFlag: flag(),
    detailDescriptionFlag: flag(),
    internalAnalysisFlag: flag(),
    resolutionFlag: flag(),
    timeStart: datetime(),
    timeEnd: datetime(),
    bundledFlag: flag(),
    mergedFlag: flag(),
    issueFlag: flag(),
    originalAuthor: text(),
    createdByParentFlag: flag(),
    member,
    contact: reference('contacts', 'Company.ContactReference'),
  },
};

/** A bare reference: nothing but the id. */
const bare = (name: string, path?: string): Shape => ({ name, label: name, path, shownAs: [], fields: {} });

const ACTIVITY: Shape = { ...bare('activity'), fields: { name: text() } };
const DOCUMENT: Shape = { ...bare('document', '/system/documents'), fields: { name: text() } };

/** Time entries and notes carry numbers of their own; in one list they must not meet. */
const TIME_IDS = 1_000_000_000;

/** What else lies below a ticket, to be read. Nobody plans activities, products and schedules here: those stay empty. */
export function addTicketLists(authorize: Authorize, world: World): readonly Endpoint[] {
  world.tables.add('timeEntries', TIME_ENTRY);
  world.changes.listen(({ table, row, author }) => {
    const target = world.tables.get('tickets').get(Number(row.values['ticket']));
    if (table === 'timeEntries' && target) {
      changeTicket(target, { actualHours: hoursOf(target.id, world) }, { author, world });
    }
  });
  const lists: readonly (readonly [part: string, source: (ticketId: number) => Table, counted?: boolean])[] = [
    ['allNotes', (id) => allNotes(id, world), false],
    ['timeentries', (id) => view(bare('timeEntry', '/time/entries'), timeOf(id, world))],
    ['activities', () => new Table(ACTIVITY)],
    ['products', () => new Table(bare('product'))],
    ['scheduleentries', () => new Table(bare('scheduleEntry'))],
    ['documents', (id) => view(DOCUMENT, documentsOf(id, world))],
  ];
  return lists.flatMap(([part, source, counted]) => {
    const ofTicket = (call: Call): Table =>
      source(found(world.tables.get('tickets'), call.params['parentId'] ?? '', { ...call, visible: undefined }).id);
    const path = `/service/tickets/{parentId}/${part}`;
    return readOnly({ path, authorize: authorize('inquire'), source: ofTicket, one: null, counted }, world);
  });
}

function view(shape: Shape, rows: readonly Row[]): Table {
  const table = new Table(shape);
  for (const row of rows) {
    table.insert({ ...row });
  }
  return table;
}

function timeOf(ticketId: number, { tables }: World): readonly Row[] {
  return tables.childrenOf('timeEntries', 'ticket', ticketId);
}

function hoursOf(ticketId: number, world: World): number {
  return timeOf(ticketId, world).reduce((sum, { values }) => sum + Number(values['actualHours'] ?? 0), 0);
}

function documentsOf(ticketId: number, { tables }: World): readonly Row[] {
  return tables.has('documents')
    ? tables
        .childrenOf('documents', 'recordId', ticketId)
        .filter(({ values }) => values['recordType'] === 'Ticket')
        .map((row) => ({ ...row, values: { name: row.values['title'] } }))
    : [];
}

function allNotes(ticketId: number, world: World): Table {
  const { tables } = world;
  const merged = tables.childrenOf('tickets', 'mergedParentTicket', ticketId).map(({ id }) => id);
  const notes = [ticketId, ...merged]
    .flatMap((id) => tables.childrenOf('ticketNotes', 'ticketId', id))
    .sort((a, b) => a.id - b.id)
    .map((row) => {
      const mergedFlag = row.values['ticketId'] !== ticketId;
      const values = { ...row.values, noteType: 'TicketNote', ticket: row.values['ticketId'] ?? null, mergedFlag };
      return { ...row, values };
    });
  return view(ANY_NOTE, [...notes, ...timeOf(ticketId, world).map(timeNote)]);
}

function timeNote({ values, ...row }: Row): Row {
  const kinds = {
    detailDescriptionFlag: values['addToDetailDescriptionFlag'] ?? false,
    internalAnalysisFlag: values['addToInternalAnalysisFlag'] ?? false,
    resolutionFlag: values['addToResolutionFlag'] ?? false,
  };
  const shown = { ...values, ...kinds, noteType: 'TimeEntryNote', text: values['notes'], mergedFlag: false };
  return { ...row, id: TIME_IDS + row.id, values: shown };
}
