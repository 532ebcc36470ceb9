import type { ErrorItem } from '../../api-error.js';
import { type Draft, type Field, flag, integer, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';

const board = reference('boards', 'Service.BoardReference', { readOnly: true });
const name = text(50, { required: true });

/** What all kinds of parts of a board have in common. */
const part = (what: Pick<Shape, 'name' | 'label' | 'path' | 'fields'>): Shape => ({
  shownAs: ['name'],
  unique: 'name',
  uniqueWithin: 'board',
  indexed: ['board', 'name'],
  ...what,
});

export const BOARD_TYPE: Shape = {
  ...part({
    name: 'boardType',
    label: 'Service Type',
    path: '/service/boards/{board}/types',
    fields: {
      name,
      category: oneOfValues(['Reactive', 'Proactive']),
      defaultFlag: flag(),
      inactiveFlag: flag(),
      requestForChangeFlag: flag(),
      integrationXref: text(50),
      board,
      location: reference('locations', 'System.SystemLocationReference'),
      department: reference('departments', 'System.SystemDepartmentReference'),
    },
  }),
  defaults: () => ({ category: 'Reactive', defaultFlag: false, inactiveFlag: false, requestForChangeFlag: false }),
};

export const BOARD_SUBTYPE: Shape = {
  ...part({
    name: 'boardSubType',
    label: 'Service SubType',
    path: '/service/boards/{board}/subtypes',
    fields: {
      name,
      inactiveFlag: flag(),
      typeAssociationIds: { kind: 'ids', table: 'boardTypes' },
      addAllTypesFlag: flag(),
      removeAllTypesFlag: flag(),
      board,
    },
  }),
  defaults: () => ({ inactiveFlag: false, typeAssociationIds: [] }),
  derive: ({ values, tables }) => ({
    ...allOrNone(values, { all: 'addAllTypesFlag', none: 'removeAllTypesFlag', list: 'typeAssociationIds' }, () =>
      tables.childrenOf('boardTypes', 'board', Number(values['board'])).map(({ id }) => id),
    ),
  }),
  check: (draft) => foreignIds('typeAssociationIds', ['boardTypes', 'boardSubType'], draft),
};

export const BOARD_ITEM: Shape = {
  ...part({
    name: 'boardItem',
    label: 'Service Item',
    path: '/service/boards/{board}/items',
    fields: { name, inactiveFlag: flag(), board },
  }),
  defaults: () => ({ inactiveFlag: false }),
};

export const BOARD_STATUS: Shape = {
  ...part({
    name: 'boardStatus',
    label: 'Service Status',
    path: '/service/boards/{board}/statuses',
    fields: {
      name,
      board,
      sortOrder: integer(),
      displayOnBoard: flag(),
      inactive: flag(),
      closedStatus: flag(),
      timeEntryNotAllowed: flag(),
      roundRobinCatchall: flag(),
      defaultFlag: flag(),
      escalationStatus: oneOfValues(['NotResponded', 'Responded', 'ResolutionPlan', 'Resolved', 'NoEscalation']),
      customerPortalDescription: text(500),
      customerPortalFlag: flag(),
      emailTemplate: reference('serviceEmailTemplates', 'Service.ServiceEmailTemplateReference'),
      statusIndicator: reference('statusIndicators', 'Service.StatusIndicatorReference'),
      customStatusIndicatorName: text(30),
      saveTimeAsNote: flag(),
    },
  }),
  defaults: () => ({
    sortOrder: 0,
    displayOnBoard: true,
    inactive: false,
    closedStatus: false,
    timeEntryNotAllowed: false,
    roundRobinCatchall: false,
    defaultFlag: false,
    escalationStatus: 'NoEscalation',
    customerPortalFlag: false,
    saveTimeAsNote: false,
  }),
};

const derivedId: Field = integer({ readOnly: true });

export const BOARD_TEAM: Shape = {
  ...part({
    name: 'boardTeam',
    label: 'Service Team',
    path: '/service/boards/{boardId}/teams',
    fields: {
      name: text(30, { required: true }),
      teamLeader: reference('members', 'System.MemberReference', { required: true }),
      members: { kind: 'ids', table: 'members' },
      defaultFlag: flag(),
      notifyOnTicketDelete: flag(),
      defaultRoundRobinFlag: flag(),
      roundRobinFlag: flag(),
      boardId: derivedId,
      locationId: derivedId,
      businessUnitId: derivedId,
    },
  }),
  uniqueWithin: 'boardId',
  indexed: ['boardId', 'name'],
  defaults: () => ({ members: [], defaultFlag: false, notifyOnTicketDelete: false, roundRobinFlag: false }),
  derive: ({ values, tables }) => {
    const owner = tables.valuesOf('boards', Number(values['boardId']));
    return { locationId: owner?.['location'], businessUnitId: owner?.['department'] };
  },
};

interface AllOrNone {
  readonly all: string;
  readonly none: string;
  readonly list: string;
}

/** Flags that are orders, not facts: they fill or empty the list and are false afterwards. */
export function allOrNone(values: Values, names: AllOrNone, everyId: () => readonly number[]): Values {
  const list = values[names.none] ? [] : values[names.list];
  return { [names.list]: values[names.all] ? everyId() : list, [names.all]: false, [names.none]: false };
}

/** Ids in a list that are not of the same board. */
export function foreignIds(
  field: string,
  [table, resource]: readonly [table: string, resource: string],
  { values, tables }: Draft,
): readonly ErrorItem[] {
  const ids = (values[field] ?? []) as readonly number[];
  return ids
    .filter((id) => tables.valuesOf(table, id)?.['board'] !== values['board'])
    .map((id) => ({
      code: 'NotFound',
      message: `${tables.labelOf(table)} ${id} not found for ${tables.labelOf('boards')} ${Number(values['board'])}`,
      resource,
      field,
    }));
}
