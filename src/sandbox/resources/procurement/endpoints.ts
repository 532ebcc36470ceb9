import type { Endpoint } from '../../http/operation.js';
import type { World } from '../../world.js';
import { addCatalog } from './catalog.js';
import { addProducts } from './products.js';
import { addProcurementSetUp } from './set-up-tables.js';

/** The catalog, its set-up tables, and products. */
export function addProcurement(world: World): readonly Endpoint[] {
  return [...addProcurementSetUp(world), ...addCatalog(world), ...addProducts(world)];
}
