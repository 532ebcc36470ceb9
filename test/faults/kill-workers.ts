import { setTimeout as sleep } from 'node:timers/promises';
import type { JobKind } from '../../src/features/jobs/job.js';
import type { ProductSite } from '../work/support/product-site.js';

interface Plan {
  /** How many workers are to die in the middle of a slice of the kind. */
  readonly kills: number;
  /** Each dies at most so many milliseconds after the slice has begun. */
  readonly within: number;
  /** Sees to it, before each kill, that a job of the kind is open. */
  readonly prepare: () => Promise<void>;
}

/** Two workers at a time, and whoever has the kind of work in hand is killed at some moment of it; one of two stays. */
export async function killWorkers(site: ProductSite, kind: JobKind, { kills, within, prepare }: Plan): Promise<void> {
  site.start();
  site.start();
  for (let killed = 0; killed < kills; ) {
    await prepare();
    const victim = await site.busyAt(kind);
    await sleep(Math.random() * within);
    // On a quick machine the slice may be over by now; then it was not the moment that was wanted.
    if (!victim.at(kind)) continue;
    await site.kill(victim);
    if (victim.at(kind)) killed += 1;
    site.start();
  }
}
