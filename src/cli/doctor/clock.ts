import type { Inspection } from '../../database/inspection.js';
import { Sheet } from './finding.js';

/** As far as signed tokens tolerate. */
const TOO_FAR_MS = 60_000;
const FAR_MS = 5_000;

/** How far our clock is from the database's, by which schedules and heartbeats go. */
export async function checkClock(inspection: Inspection): Promise<Sheet> {
  const before = Date.now();
  const { now } = await inspection.facts();
  return judgeClock(now.getTime() - (before + Date.now()) / 2);
}

function judgeClock(aheadMs: number): Sheet {
  const sheet = new Sheet('clock');
  const away = Math.abs(aheadMs);
  if (away < FAR_MS) return sheet.ok('It agrees with that of the database.');
  const message = `The clock of this machine is ${Math.round(away / 1000)} s ${aheadMs > 0 ? 'behind' : 'ahead of'} that of the database.`;
  const remedy = 'Have both set theirs by the network (NTP).';
  return away < TOO_FAR_MS ? sheet.warn(message, remedy) : sheet.fail(message, remedy);
}
