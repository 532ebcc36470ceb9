import type { ErrorItem } from '../../api-error.js';
import type { Settings } from '../../settings.js';
import type { Draft, Lookup } from '../../store/shape.js';
import type { Stored, Values } from '../../store/values.js';
import { idsOf, itemSubTypes } from './associations.js';

/** What a ticket is filled with from its board, company and status, whoever writes it. */
export function ticketDerived(draft: Draft, settings: Settings): Values {
  const { values, before, tables } = draft;
  const status = values['status'] ?? defaultOn('boardStatuses', values['board'], tables);
  const set: Record<string, Stored | undefined> = {
    status,
    priority: values['priority'] ?? tables.defaultOf('priorities'),
    resources: pointed('members', values['owner'], tables)['identifier'] ?? null,
    ...closing(draft, status),
  };
  for (const [name, value] of Object.entries(fallbacks(values, tables, settings))) {
    if (values[name] === undefined) {
      set[name] = value ?? null;
    }
  }
  Object.assign(set, contactDetails(draft, set['contact'] ?? values['contact']));
  if (before === null) {
    // A new ticket is given both; whoever updates one has to know them.
    set['severity'] = values['severity'] ?? 'Medium';
    set['impact'] = values['impact'] ?? 'Medium';
  }
  return set;
}

/** What is taken where nothing is said; saying null takes nothing. */
function fallbacks(values: Values, tables: Lookup, settings: Settings): Values {
  const board = pointed('boards', values['board'], tables);
  const company = pointed('companies', values['company'], tables);
  return {
    type: defaultOn('boardTypes', values['board'], tables),
    site: company['site'],
    contact: settings.ticketContact === 'company' ? company['defaultContact'] : null,
    location: board['location'],
    department: board['department'],
    billTime: board['billTime'],
    billExpenses: board['billExpense'],
    billProducts: board['billProduct'],
    automaticEmailContactFlag: board['sendToContactFlag'] ?? false,
    automaticEmailResourceFlag: board['sendToResourceFlag'] ?? false,
    automaticEmailCcFlag: board['sendToCCFlag'] ?? false,
  };
}

/** A contact that was not the ticket's before brings name and address along, where the write gives no others. */
function contactDetails({ values, before, tables }: Draft, contact: Stored | undefined): Values {
  if (typeof contact !== 'number' || contact === before?.['contact']) {
    return {};
  }
  const details = { contactName: pointed('contacts', contact, tables)['name'], ...addressOf(contact, tables) };
  const isGiven = (name: string): boolean => (values[name] ?? null) !== null && values[name] !== before?.[name];
  return Object.fromEntries(Object.entries(details).filter(([name]) => !isGiven(name)));
}

function addressOf(contact: number, tables: Lookup): Values {
  const addresses = tables.has('communications')
    ? tables
        .childrenOf('communications', 'contactId', contact)
        .filter(({ values }) => pointed('communicationTypes', values['type'], tables)['emailFlag'] === true)
    : [];
  const chosen = addresses.find(({ values }) => values['defaultFlag'] === true) ?? addresses[0];
  return { contactEmailAddress: chosen?.values['value'] ?? null };
}

/** Only the status closes and reopens a ticket. Going from one closing status to another keeps the date and name. */
function closing({ before, tables, author }: Draft, status: Stored): Values {
  const isClosed = pointed('boardStatuses', status, tables)['closedStatus'] === true;
  if (!isClosed) {
    return { closedFlag: false, closedDate: null, closedBy: null };
  }
  return before?.['closedFlag'] === true
    ? { closedFlag: true, closedDate: before['closedDate'], closedBy: before['closedBy'] }
    : { closedFlag: true, closedDate: Math.floor(author.at / 1000) * 1000, closedBy: author.name };
}

/** What is wrong between the fields of a ticket, beside what each reference says for itself. */
export function ticketFaults(draft: Draft): readonly ErrorItem[] {
  return [...missing(draft), ...unusable(draft), ...mismatch(draft)];
}

function missing({ values }: Draft): readonly ErrorItem[] {
  return ['board', 'status']
    .filter((name) => (values[name] ?? null) === null)
    .map((field) => fault('MissingRequiredField', `The ${field} field is required.`, field));
}

const INACTIVE: readonly (readonly [field: string, table: string, flag: string])[] = [
  ['board', 'boards', 'inactiveFlag'],
  ['status', 'boardStatuses', 'inactive'],
  ['type', 'boardTypes', 'inactiveFlag'],
  ['subType', 'boardSubTypes', 'inactiveFlag'],
  ['item', 'boardItems', 'inactiveFlag'],
];

/** What has gone out of use cannot be chosen any more, yet tickets that have it from before can be worked on. */
function unusable({ values, before, tables }: Draft): readonly ErrorItem[] {
  const isNew = (name: string): boolean => values[name] !== before?.[name];
  const inactive = INACTIVE.filter(([name, table, flag]) => {
    return isNew(name) && pointed(table, values[name], tables)[flag] === true;
  }).map(([name, table]) =>
    fault('InvalidField', `${tables.labelOf(table)} ${Number(values[name])} is inactive.`, `${name}/id`),
  );
  const isProject = isNew('board') && pointed('boards', values['board'], tables)['projectFlag'] === true;
  const isDeleted = isNew('company') && pointed('companies', values['company'], tables)['deletedFlag'] === true;
  return [
    ...inactive,
    ...(isProject
      ? [fault('InvalidField', `Service Board ${Number(values['board'])} is a project board.`, 'board/id')]
      : []),
    ...(isDeleted ? [fault('NotFound', `Company ${Number(values['company'])} not found`, 'company/id')] : []),
  ];
}

/** A subtype goes with certain types, and an item with certain subtypes of a type. */
function mismatch({ values, tables }: Draft): readonly ErrorItem[] {
  const { type = null, subType = null, item = null } = values;
  const types = idsOf(pointed('boardSubTypes', subType, tables)['typeAssociationIds']);
  if (subType !== null && !types.includes(Number(type))) {
    const message = `Service SubType ${Number(subType)} is not associated with Service Type ${Number(type)}.`;
    return [fault('InvalidField', message, 'subType/id')];
  }
  if (item !== null && !itemSubTypes(Number(item), Number(type), tables).includes(Number(subType))) {
    const message = `Service Item ${Number(item)} is not associated with Service SubType ${Number(subType)}.`;
    return [fault('InvalidField', message, 'item/id')];
  }
  return [];
}

export function fault(code: string, message: string, field: string): ErrorItem {
  return { code, message, resource: 'ticket', field };
}

/** What a reference points at; nothing where it points nowhere. */
export function pointed(table: string, id: Stored | undefined, tables: Lookup): Values {
  return (typeof id === 'number' ? tables.valuesOf(table, id) : undefined) ?? {};
}

export function defaultOn(table: string, board: Stored | undefined, tables: Lookup): number | null {
  const rows = typeof board === 'number' ? tables.childrenOf(table, 'board', board) : [];
  return rows.find(({ values }) => values['defaultFlag'] === true)?.id ?? null;
}
