import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { disturbBilling, LinesToBill } from './support/lines-to-bill.js';
import { ProductSite } from './support/product-site.js';
import { overlapsOf } from './support/product-worker.js';
import { randomFrom } from './support/told-conditions.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

const random = randomFrom(7);

let site: ProductSite;
beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 30);
});
afterAll(() => site.close());

test('B8, F18: workers that die at each step of a write leave each line applied once', async () => {
  const lines = await LinesToBill.open(site, { agreements: 4, random });
  for (const dieAt of ['begun', 'intended', 'written', 'recorded'] as const) {
    await lines.plan(1);
    disturbBilling(site.parts.sandbox, random);
    await lines.dead(site.start({ steps: { dieAt, times: 2 } }));
  }
  const last = site.start();
  await lines.settled();
  await site.kill(last);

  expect(await lines.problems()).toEqual([]);
  const { planned, there } = lines.sums();
  expect(there).toBe(planned);
  expect(overlapsOf(site.workers)).toEqual([]);
});
