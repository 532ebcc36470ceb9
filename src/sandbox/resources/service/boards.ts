import type { Endpoint } from '../../http/operation.js';
import type { Shape } from '../../store/shape.js';
import type { World } from '../../world.js';
import { collection } from '../collection.js';
import { tableSetup } from '../company-tables.js';
import { addAssociations, associations } from './associations.js';
import { BOARD_ITEM, BOARD_STATUS, BOARD_SUBTYPE, BOARD_TEAM, BOARD_TYPE } from './board-parts.js';
import { BOARD } from './board-shape.js';
import { fillBoards } from './fill-boards.js';
import { boardLists } from './light-lists.js';
import { keepOneDefault } from './one-default.js';

const PARTS: readonly (readonly [part: string, table: string, shape: Shape])[] = [
  ['types', 'boardTypes', BOARD_TYPE],
  ['subtypes', 'boardSubTypes', BOARD_SUBTYPE],
  ['items', 'boardItems', BOARD_ITEM],
  ['statuses', 'boardStatuses', BOARD_STATUS],
  ['teams', 'boardTeams', BOARD_TEAM],
];

/** Boards, what lies below them, and the light lists of both. */
export function addBoards(world: World): readonly Endpoint[] {
  const { tables } = world;
  tables.add('boards', BOARD);
  for (const [, table, shape] of PARTS) {
    tables.add(table, shape);
  }
  addAssociations(world);
  fillBoards(world);
  keepOneDefault('boardTypes', 'board', world);
  keepOneDefault('boardStatuses', 'board', world);
  keepOneDefault('boardTeams', 'boardId', world);
  const authorize = tableSetup('Service / Service Board', world);
  return [
    ...collection({ path: '/service/boards', table: 'boards', authorize }, world),
    ...PARTS.flatMap(([part, table]) => {
      const parent = { table: 'boards', field: part === 'teams' ? 'boardId' : 'board' };
      return collection({ path: `/service/boards/{parentId}/${part}`, table, authorize, parent }, world);
    }),
    ...associations(world, authorize),
    ...boardLists(world),
  ];
}
