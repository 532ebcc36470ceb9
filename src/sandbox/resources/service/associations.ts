import type { Answer, Call, Endpoint } from '../../http/operation.js';
import { SETUP } from '../../seed/setup.js';
import { flag, type Lookup, reference, type Shape } from '../../store/shape.js';
import { newRow } from '../../store/stamps.js';
import { type Row, type RowSource, Table } from '../../store/table.js';
import { Writer } from '../../store/writer.js';
import type { World } from '../../world.js';
import { type Authorize, authorOf } from '../collection.js';
import { readOnly } from '../read-only.js';
import { found, shown } from '../records.js';
import { allOrNone, foreignIds } from './board-parts.js';

const type = reference('boardTypes', 'Service.ServiceTypeReference', { readOnly: true });
const item = reference('boardItems', 'Service.ServiceItemReference', { readOnly: true });
const board = reference('boards', 'Service.BoardReference', { readOnly: true });

/** With which subtypes an item goes. There is one for each type of the board, and it is known by that type's id. */
const SHOWN: Shape = {
  name: 'boardItemAssociation',
  label: 'Service Item Association',
  shownAs: [],
  fields: {
    subTypeAssociationIds: { kind: 'ids', table: 'boardSubTypes' },
    addAllSubTypesFlag: flag(),
    removeAllSubTypesFlag: flag(),
    item,
    board,
  },
};

const KEPT: Shape = {
  ...SHOWN,
  indexed: ['item'],
  fields: { ...SHOWN.fields, type },
  derive: ({ values, tables }) => {
    const names = { all: 'addAllSubTypesFlag', none: 'removeAllSubTypesFlag', list: 'subTypeAssociationIds' };
    return allOrNone(values, names, () => subTypesOf(Number(values['board']), Number(values['type']), tables));
  },
  check: (draft) => foreignIds('subTypeAssociationIds', ['boardSubTypes', SHOWN.name], draft),
};

/** The valid combinations of a board, one a row. */
const COMBINATION: Shape = {
  name: 'boardTypeSubTypeItemAssociation',
  label: 'Service Type SubType Item Association',
  shownAs: [],
  fields: { type, subType: reference('boardSubTypes', 'Service.ServiceSubTypeReference'), item, board },
};

export function addAssociations({ tables }: World): void {
  tables.add('boardItemAssociations', KEPT);
}

/** Makes an item go with subtypes, below every type that those go with. */
export function associate(itemId: number, subTypes: ReadonlySet<number>, world: World): void {
  const board = Number(world.tables.valuesOf('boardItems', itemId)?.['board']);
  for (const { id } of world.tables.childrenOf('boardTypes', 'board', board)) {
    const row = associationOf(itemId, id, world);
    const subTypeAssociationIds = subTypesOf(board, id, world.tables).filter((subType) => subTypes.has(subType));
    row.values = { ...row.values, subTypeAssociationIds };
  }
}

/** The subtypes that an item goes with below a type. */
export function itemSubTypes(itemId: number, typeId: number, tables: Lookup): readonly number[] {
  const rows = tables.childrenOf('boardItemAssociations', 'item', itemId);
  return idsOf(rows.find(({ values }) => values['type'] === typeId)?.values['subTypeAssociationIds']);
}

export function idsOf(value: unknown): readonly number[] {
  return (value ?? []) as readonly number[];
}

function subTypesOf(boardId: number, typeId: number, tables: Lookup): readonly number[] {
  return tables
    .childrenOf('boardSubTypes', 'board', boardId)
    .filter(({ values }) => idsOf(values['typeAssociationIds']).includes(typeId))
    .map(({ id }) => id);
}

function associationOf(itemId: number, typeId: number, { tables }: World): Row {
  const table = tables.get('boardItemAssociations');
  const row = table.find('item', itemId)?.find(({ values }) => values['type'] === typeId);
  const board = tables.valuesOf('boardItems', itemId)?.['board'];
  const values = { item: itemId, type: typeId, board, subTypeAssociationIds: [], addAllSubTypesFlag: false };
  return row ?? table.insert(newRow(table.nextId, { ...values, removeAllSubTypesFlag: false }, SETUP));
}

/** Items' associations to be read and edited, and the board's valid combinations to be read. */
export function associations(world: World, authorize: Authorize): readonly Endpoint[] {
  const path = '/service/boards/{grandparentId}/items/{parentId}/associations';
  const source = (call: Call): Table => associationsOf(itemOf(call, world), world);
  const one = (call: Call): Row => found(source(call), call.params['id'] ?? '', call);
  const write =
    (how: 'replace' | 'patch') =>
    (call: Call): Answer => {
      const kept = associationOf(itemOf(call, world).id, one(call).id, world);
      new Writer(world.tables.get('boardItemAssociations'), world)[how](kept, call, authorOf(call, world));
      return { status: 200, body: shown(one(call), source(call), call), changed: true };
    };
  const editing = { authorize: authorize('edit'), find: one, bodyName: SHOWN.name };
  return [
    ...readOnly({ path, authorize: authorize('inquire'), source }, world).map((endpoint) =>
      endpoint.template.endsWith('{id}')
        ? {
            ...endpoint,
            operations: {
              ...endpoint.operations,
              PUT: { ...editing, run: write('replace') },
              PATCH: { ...editing, run: write('patch') },
            },
          }
        : endpoint,
    ),
    ...readOnly(
      {
        path: '/service/boards/{parentId}/typeSubTypeItemAssociations',
        authorize: authorize('inquire'),
        source: (call) =>
          combinations(found(world.tables.get('boards'), call.params['parentId'] ?? '', call).id, world),
      },
      world,
    ),
  ];
}

function itemOf(call: Call, { tables }: World): Row {
  const board = found(tables.get('boards'), call.params['grandparentId'] ?? '', call);
  const item = found(tables.get('boardItems'), call.params['parentId'] ?? '', call);
  return item.values['board'] === board.id ? item : found(tables.get('boardItems'), '0', call);
}

function associationsOf(item: Row, world: World): Table {
  const view = new Table(SHOWN);
  for (const { id } of world.tables.childrenOf('boardTypes', 'board', Number(item.values['board']))) {
    const { values, ...stamps } = associationOf(item.id, id, world);
    view.insert({ ...stamps, id, values });
  }
  return view;
}

function combinations(boardId: number, { tables }: World): RowSource {
  const view = new Table(COMBINATION);
  const items = tables.childrenOf('boardItems', 'board', boardId);
  for (const { id: typeId } of tables.childrenOf('boardTypes', 'board', boardId)) {
    const subTypes = subTypesOf(boardId, typeId, tables);
    for (const subType of subTypes.length === 0 ? [null] : subTypes) {
      const fitting = items.filter(({ id }) => subType !== null && itemSubTypes(id, typeId, tables).includes(subType));
      for (const item of fitting.length === 0 ? [null] : fitting) {
        const values = { type: typeId, subType, item: item?.id ?? null, board: boardId };
        view.insert(newRow(view.nextId, values, SETUP));
      }
    }
  }
  return view;
}
