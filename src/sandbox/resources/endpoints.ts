import type { Endpoint } from '../http/operation.js';
import type { World } from '../world.js';
import { addBoards } from './boards.js';
import { addCompanies } from './companies.js';
import { addCompanyTables } from './company-tables.js';
import { addLookups } from './lookups.js';
import { addSystem } from './system/system.js';

/** Makes the tables of all resources and answers their endpoints. */
export function addResources(world: World): readonly Endpoint[] {
  addLookups(world);
  const system = addSystem(world);
  return [...addCompanyTables(world), ...addCompanies(world), ...addBoards(world), ...system];
}
