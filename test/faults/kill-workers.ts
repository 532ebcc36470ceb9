import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkKind } from '../../src/shared/work.js';
import type { ProductSite } from '../work/support/product-site.js';

interface Plan {
  /** How many workers are to die in the middle of a slice of the kind. */
  readonly kills: number;
  /** Sees to it, before each kill, that a job of the kind is open. */
  readonly prepare: () => Promise<void>;
  /** Grows with what is done: a worker dies after up to two steps more, however fast the machine is. */
  readonly steps: () => number | Promise<number>;
}

/** Two workers at a time, and whoever has the kind of work in hand is killed at some moment of it; the other one stays. */
export async function killWorkers(site: ProductSite, kind: WorkKind, { kills, prepare, steps }: Plan): Promise<void> {
  site.start();
  site.start();
  for (let killed = 0; killed < kills; ) {
    await prepare();
    const victim = await site.busyAt(kind);
    const wanted = (await steps()) + Math.floor(Math.random() * 3);
    while (victim.at(kind) && (await steps()) < wanted) await sleep(5);
    await sleep(Math.random() * 300);
    // The slice may be over by now; then it was not the moment that was wanted.
    if (!victim.at(kind)) continue;
    await site.kill(victim);
    if (victim.at(kind)) killed += 1;
    site.start();
  }
}
