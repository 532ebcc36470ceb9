import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { ProductSite } from './support/product-site.js';
import { overlapsOf } from './support/product-worker.js';
import { ReportsToSend, ROUTES } from './support/reports-to-send.js';
import { randomFrom } from './support/told-conditions.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

const random = randomFrom(9);

let site: ProductSite;
beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 30);
});
afterEach(() => Promise.all(site.workers.splice(0).map((worker) => site.kill(worker))));
afterAll(() => site.close());

test('M3, F18: workers that die at each step of a job leave each report there once, by whichever route', async () => {
  const reports = await ReportsToSend.open(site, { routes: ROUTES, customers: 1, random });
  const { sandbox } = site.parts;
  for (const steps of [
    ['planned', 'begun', 'intended'],
    ['written', 'recorded', 'delivered', 'ended'],
  ] as const) {
    await reports.send();
    reports.disturb(sandbox);
    for (const dieAt of steps) {
      await reports.dead(site.start({ steps: { dieAt } }));
      expect(await reports.doubled()).toEqual([]);
    }
    sandbox.faults.clear();
    const last = site.start();
    await reports.settled();
    await site.kill(last);
    expect(await reports.problems()).toEqual([]);
  }
  expect(overlapsOf(site.workers)).toEqual([]);
});

test('M3, F18: three workers that die when a month is due begin its reports once', async () => {
  const reports = await ReportsToSend.open(site, { routes: ROUTES, customers: 1, random });
  await reports.record();
  await reports.race(['due', 'beginning', 'scheduled']);
  site.start();

  expect(await reports.scheduled()).toBe(1);
  expect(await reports.problems()).toEqual([]);
});
