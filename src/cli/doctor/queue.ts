import type { Inspection } from '../../database/inspection.js';
import { DEFAULT_TIMES } from '../../work/times.js';
import { Sheet } from './finding.js';

/** Whether background work is done, and by whom. */
export async function checkQueue(inspection: Inspection, isEmbedded: boolean): Promise<Sheet> {
  const sheet = new Sheet('background work');
  const { dead, late, oldestSeconds, liveWorkers } = await inspection.work(DEFAULT_TIMES.silence);
  // Whoever looks into the embedded database has it alone.
  if (liveWorkers === 0 && !isEmbedded) {
    sheet.warn('No worker is alive, so that nothing is done.', 'Start psa-bridge serve, with --role all or worker.');
  }
  if (late > 0 && liveWorkers > 0) {
    sheet.warn(
      `Work that waits for a worker: ${late}, the oldest for ${oldestSeconds} s.`,
      'Look at the log of the workers; if they are busy, start another one.',
    );
  }
  if (dead > 0) {
    sheet.warn(
      `Work that has used up its tries: ${dead}.`,
      'docs/operations.md, "Dead work", tells how to find out why and to begin them again.',
    );
  }
  if (sheet.findings.length === 0) {
    sheet.ok(isEmbedded ? 'None has used up its tries.' : `Workers alive: ${liveWorkers}; nothing waits too long.`);
  }
  return sheet;
}
