import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { ProductSite } from './support/product-site.js';
import { overlapsOf } from './support/product-worker.js';
import { disturb, passTime, randomFrom, ToldConditions } from './support/told-conditions.js';
import { until } from './support/toy.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

const random = randomFrom(5);

let site: ProductSite;
beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 30);
});
afterAll(() => site.close());

test('N3, F18: workers that die at each step of a write leave one ticket for each condition, and no note twice', async () => {
  const conditions = await ToldConditions.open(site, { customers: 2, random });
  for (const dieAt of ['intended', 'written', 'recorded'] as const) {
    await conditions.tell(6);
    disturb(site.parts.sandbox, random);
    await passTime(site);
    const victim = site.start({ steps: { dieAt, times: 2 } });
    await until('it is dead', () => victim.hasEnded);
    await site.kill(victim);
  }
  const last = site.start();
  await conditions.settled();
  await site.kill(last);

  expect(await conditions.problems()).toEqual([]);
  expect(overlapsOf(site.workers)).toEqual([]);
});
