import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_PACE } from '../../src/connectwise/pace.js';
import type { TemporaryDatabase } from '../support/database.js';
import { PacePasser } from '../support/pass-pace.js';
import { ProductSite } from '../work/support/product-site.js';
import { randomFrom, ToldConditions } from '../work/support/told-conditions.js';
import { databaseKinds, openFaultDatabase } from './open-database.js';

const WAITING = 10_000;

describe.each(await databaseKinds())('delivery to tickets on a database of the kind %s', (kind) => {
  let database: TemporaryDatabase;
  let time: PacePasser;
  let site: ProductSite;
  beforeAll(async () => {
    database = await openFaultDatabase(kind);
    time = new PacePasser(database.url);
    const own = { timing: time, paceFigures: DEFAULT_PACE };
    site = await ProductSite.open({ url: database.url, isEmbedded: kind === 'embedded' }, 30, own);
  });
  afterAll(async () => {
    await site.close();
    await database.close();
  });

  it(`DESIGN 4: ${WAITING} that wait leave at the allowed pace with at most 1.05 calls each`, async () => {
    const conditions = await ToldConditions.open(site, { customers: 10, random: randomFrom(3) });
    while (conditions.count < WAITING) await conditions.begin(500);
    const { journal } = site.parts.sandbox;
    journal.clear();
    const from = { passed: time.passed, at: performance.now() };
    let slices = 0;
    do slices += 1;
    while ((await conditions.slice()).kind === 'soon');
    const seconds = (time.passed - from.passed + performance.now() - from.at) / 1_000;

    process.stdout.write(
      `${kind}: ${WAITING} notifications, ${journal.total} calls, ${slices} slices, ${seconds.toFixed(0)} s at the pace\n`,
    );
    expect(await conditions.problems()).toEqual([]);
    expect(journal.total).toBeLessThanOrEqual(WAITING * 1.05);
    expect(seconds).toBeGreaterThanOrEqual(WAITING / DEFAULT_PACE.background.aSecond - 1);
  }, 1_800_000);
});
