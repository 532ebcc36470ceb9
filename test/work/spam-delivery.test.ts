import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { ProductSite } from './support/product-site.js';
import { overlapsOf } from './support/product-worker.js';
import { ReportsToSend } from './support/reports-to-send.js';
import { randomFrom } from './support/told-conditions.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

const random = randomFrom(9);

let site: ProductSite;
beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 30);
});
afterAll(() => site.close());

test('M3, F18: workers that die at each step of a write leave each report there once, by whichever route', async () => {
  const reports = await ReportsToSend.open(site, { customers: 1, random });
  for (const dieAt of ['begun', 'intended', 'written', 'recorded'] as const) {
    await reports.send(4);
    reports.disturb(site.parts.sandbox);
    await reports.dead(site.start({ steps: { dieAt, times: 1 + Math.floor(random() * 4) } }));
    site.parts.sandbox.faults.clear();
    expect(await reports.doubled()).toEqual([]);
  }
  const last = site.start();
  await reports.settled();
  await site.kill(last);

  expect(await reports.problems()).toEqual([]);
  expect(overlapsOf(site.workers)).toEqual([]);
});
