import type { Endpoint } from '../http/operation.js';
import type { World } from '../world.js';
import { addCompanies } from './companies.js';
import { addCompanyRecords } from './company/endpoints.js';
import { addCompanyTables } from './company-tables.js';
import { addFinance } from './finance/endpoints.js';
import { addLookups } from './lookups.js';
import { addManagement } from './management/endpoints.js';
import { mySecurity } from './my-security.js';
import { addProcurement } from './procurement/endpoints.js';
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
    ...addCompanyRecords(world),
    ...addFinance(world),
    ...addProcurement(world),
    ...addManagement(world),
    ...addBoards(world),
    ...addServiceTables(world),
    ...addTickets(world),
    systemInfo(world),
    ...mySecurity(world),
  ];
}
