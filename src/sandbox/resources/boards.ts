import type { Endpoint } from '../http/operation.js';
import { flag, type Shape, text } from '../store/shape.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import { collection } from './collection.js';
import { fill, tableSetup } from './company-tables.js';

const BOARD: Shape = {
  name: 'board',
  label: 'Service Board',
  path: '/service/boards',
  shownAs: ['name'],
  unique: 'name',
  indexed: ['name'],
  fields: { name: text(50, { required: true }), inactiveFlag: flag(), projectFlag: flag() },
};

const BOARDS: readonly Values[] = ['Help Desk', 'Alerts', 'サービスデスク'].map((name) => ({
  name,
  inactiveFlag: false,
  projectFlag: false,
}));

/** Boards by name; what belongs to a board comes with tickets. */
export function addBoards(world: World): readonly Endpoint[] {
  fill('boards', BOARD, BOARDS, world);
  const authorize = tableSetup('Service / Service Board', world);
  return collection({ path: '/service/boards', table: 'boards', authorize }, world);
}
