import { SETUP } from '../../seed/setup.js';
import { newRow } from '../../store/stamps.js';
import type { Row } from '../../store/table.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { associate } from './associations.js';
import { BOARDS, type BoardData } from './board-data.js';

/** Fills the empty tables of boards and of what lies below them. */
export function fillBoards(world: World): void {
  for (const data of BOARDS) {
    const { id } = insert('boards', data.board, world);
    for (const [at, [name, more]] of data.statuses.entries()) {
      insert('boardStatuses', { name, board: id, sortOrder: at * 10, defaultFlag: at === 0, ...more }, world);
    }
    for (const [at, name] of (data.teams ?? []).entries()) {
      const where = { boardId: id, locationId: data.board['location'], businessUnitId: data.board['department'] };
      insert('boardTeams', { name, teamLeader: 1, members: [1], defaultFlag: at === 0, ...where }, world);
    }
    fillCombinations(id, data, world);
  }
}

function fillCombinations(board: number, { types = [], subTypes = [], items = [] }: BoardData, world: World): void {
  const typeIds = new Map(
    types.map(([name, more], at) => [
      name,
      insert('boardTypes', { name, board, defaultFlag: at === 0, ...more }, world).id,
    ]),
  );
  const subTypeIds = new Map(
    subTypes.map(([name, among = [...typeIds.keys()]]) => {
      const typeAssociationIds = among.flatMap((type) => typeIds.get(type) ?? []);
      return [name, insert('boardSubTypes', { name, board, typeAssociationIds }, world).id];
    }),
  );
  for (const [name, among = [...subTypeIds.keys()]] of items) {
    const item = insert('boardItems', { name, board }, world);
    associate(item.id, new Set(among.flatMap((subType) => subTypeIds.get(subType) ?? [])), world);
  }
}

function insert(name: string, values: Values, { tables }: World): Row {
  const table = tables.get(name);
  return table.insert(newRow(table.nextId, { ...table.shape.defaults?.(tables), ...values }, SETUP));
}
