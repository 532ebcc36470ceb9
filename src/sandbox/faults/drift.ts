import { newRow } from '../store/stamps.js';
import type { World } from '../world.js';

/** Lets "another person" remove the records with the lowest ids and enter new ones, so that pages shift. */
export function drift(tableName: string, change: { insert: number; remove: number }, world: World): void {
  const table = world.tables.get(tableName);
  for (const row of table.rows.slice(0, change.remove)) {
    table.remove(row.id);
  }
  const model = table.rows.at(-1);
  for (let entered = 0; model && entered < change.insert; entered += 1) {
    const id = table.nextId;
    const own = Object.fromEntries(
      ['identifier', 'name'].flatMap((key) => (key in table.shape.fields ? [[key, `drift-${id}`]] : [])),
    );
    table.insert(
      newRow(id, { ...model.values, deletedFlag: false, ...own }, { name: 'person', at: world.clock.now() }),
    );
  }
}
