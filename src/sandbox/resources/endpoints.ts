import type { Endpoint } from '../http/operation.js';
import type { World } from '../world.js';
import { addCompanies } from './companies.js';
import { addCompanyTables } from './company-tables.js';
import { addLookups } from './lookups.js';
import { mySecurity } from './my-security.js';
import { addBoards } from './service/boards.js';
import { addServiceTables } from './service/service-tables.js';
import { addTickets } from './service/tickets.js';
import { systemInfo } from './system-info.js';

/** Makes the tables of all resources and answers their endpoints. */
export function addResources(world: World): readonly Endpoint[] {
  addLookups(world);
  return [
    ...addCompanyTables(world),
    ...addCompanies(world),
    ...addBoards(world),
    ...addServiceTables(world),
    ...addTickets(world),
    systemInfo(world),
    ...mySecurity(world),
  ];
}
