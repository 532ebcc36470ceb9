import type { Endpoint } from '../../http/operation.js';
import type { World } from '../../world.js';
import { addManagementSetUp } from './set-up.js';
import { addSummaryReports } from './summary-reports.js';

/** The integration of monitoring tools: what it is set up to, and the figures reported of a company. */
export function addManagement(world: World): readonly Endpoint[] {
  return [...addManagementSetUp(world), ...addSummaryReports(world)];
}
