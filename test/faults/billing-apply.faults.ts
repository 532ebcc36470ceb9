import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkKind } from '../../src/shared/work.js';
import type { TemporaryDatabase } from '../support/database.js';
import { disturbBilling, LINES_EACH, LinesToBill } from '../work/support/lines-to-bill.js';
import { ProductSite, type WriteStep } from '../work/support/product-site.js';
import { overlapsOf } from '../work/support/product-worker.js';
import { randomFrom } from '../work/support/told-conditions.js';
import { killWorkers } from './kill-workers.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const KILLS_AT_RANDOM = 12;
const STEPS: readonly WriteStep[] = ['begun', 'intended', 'written', 'recorded'];
const KILLS = KILLS_AT_RANDOM + 2 * STEPS.length;
/** In each plan; there is one for each kill. */
const AGREEMENTS = 5;
const LINES = KILLS * AGREEMENTS * LINES_EACH;

describe.each(await databaseKinds())('writing lines on a database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, 30);
  });
  afterEach(() => Promise.all(site.workers.splice(0).map((worker) => site.kill(worker))));
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  it(`P8, B8, F18: ${LINES} lines, ${KILLS} kills: each applied once, each outcome recorded, sums equal`, async () => {
    const random = randomFrom(30);
    const { sandbox } = site.parts;
    const lines = await LinesToBill.open(site, { agreements: KILLS * AGREEMENTS, random });
    const prepare = async () => {
      sandbox.faults.clear();
      await lines.plan(AGREEMENTS);
      disturbBilling(sandbox, random);
      await lines.passTime();
    };
    for (const dieAt of [...STEPS, ...STEPS]) {
      await prepare();
      await lines.dead(site.start({ steps: { dieAt, times: 1 + Math.floor(random() * 10) } }));
    }
    await killWorkers(site, WorkKind.BILLING_APPLY, { kills: KILLS_AT_RANDOM, prepare, steps: () => lines.written });
    sandbox.faults.clear();
    while (lines.count < lines.most) await lines.plan(AGREEMENTS);
    await lines.settled();

    expect(await lines.problems()).toEqual([]);
    const { planned, there } = lines.sums();
    expect(there).toBe(planned);
    expect(lines.count).toBe(LINES);
    expect(overlapsOf(site.workers)).toEqual([]);
    process.stdout.write(
      `${kind}: ${KILLS} kills, ${lines.count} lines, ${lines.written} writes took effect, sum ${there / 100}\n`,
    );
  });

  it('F19: what a frozen worker had meant to write it does not write any more when it wakes, for others have', async () => {
    const lines = await LinesToBill.open(site, { agreements: 1, random: () => 0.5 });
    await lines.plan(1);
    const frozen = site.start({ steps: { freezeAt: 'intended' } });
    await frozen.said('step intended', 60);
    const since = Date.now();
    await site.freeze(frozen);
    site.start();
    await lines.settled();
    expect(lines.written).toBe(LINES_EACH);
    // It may send what it meant to for 20 seconds; others look for it after 75, which here have passed by decree.
    await sleep(Math.max(0, 21_000 - (Date.now() - since)));
    await frozen.wake(`${WorkKind.BILLING_APPLY} lost`, 60);
    expect(lines.written).toBe(LINES_EACH);
  });
});
