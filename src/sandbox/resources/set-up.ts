import type { Endpoint } from '../http/operation.js';
import type { Shape } from '../store/shape.js';
import type { Values } from '../store/values.js';
import type { World } from '../world.js';
import { collection } from './collection.js';
import { fill, tableSetup } from './company-tables.js';

export interface SetUpTable {
  readonly table: string;
  readonly shape: Shape & { readonly path: string };
  readonly rows: readonly Values[];
  /** The path of the list, where it is another than that of its records: some end in a slash. */
  readonly listPath?: string;
  /** What Table Setup has to be customized to for writing, such as `Company / Company Status`. */
  readonly item: string;
}

/** A set-up table with its first records and its endpoints. */
export function setUpTable(
  { table, shape, rows, item, listPath = shape.path }: SetUpTable,
  world: World,
): readonly Endpoint[] {
  fill(table, shape, rows, world);
  return collection({ path: listPath, table, authorize: tableSetup(item, world) }, world);
}

/** Its records by name, all alike. */
export function namesOf(names: readonly string[], more: Values = {}): readonly Values[] {
  return names.map((name) => ({ name, ...more }));
}
