import type { Config } from '../../config/config.js';
import type { ServerFacts } from '../../database/inspection.js';
import { Sheet } from './finding.js';

/** A worker has three beside the pool, and a start one more for the migrations. */
const BESIDE_THE_POOL = 4;

/** Whether PostgreSQL has connections for the processes that run, and for one more. */
export function checkConnections({ databasePoolMax }: Config, facts: ServerFacts): Sheet {
  const sheet = new Sheet('connections');
  const usable = facts.maxConnections - facts.reservedConnections;
  const wanted = databasePoolMax + BESIDE_THE_POOL;
  const stand = `${facts.usedConnections} of ${usable} connections are in use; a process takes up to ${wanted}`;
  const remedy = 'Raise max_connections of PostgreSQL, or lower DATABASE_POOL_MAX of each process.';
  if (wanted > usable) return sheet.fail(`${stand}: not one process has enough.`, remedy);
  if (facts.usedConnections + wanted > usable) return sheet.warn(`${stand}: there is no room for another one.`, remedy);
  return sheet.ok(`${stand}, so that ${Math.floor(usable / wanted)} processes have enough.`);
}
