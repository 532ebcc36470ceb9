import type { World } from '../../world.js';

/** A record that becomes the default one of its board takes that from the one that was. */
export function keepOneDefault(name: string, owner: string | null, world: World): void {
  const table = world.tables.get(name);
  world.changes.listen(({ table: changed, row }) => {
    if (changed !== name || row.values['defaultFlag'] !== true) {
      return;
    }
    for (const other of table.rows) {
      const isSibling = owner === null || other.values[owner] === row.values[owner];
      if (other !== row && isSibling && other.values['defaultFlag'] === true) {
        table.update(other, { ...other.values, defaultFlag: false });
      }
    }
  });
}
