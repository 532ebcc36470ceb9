import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Caller } from '../../src/shared/caller.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { ProductSite } from './support/product-site.js';
import { overlapsOf } from './support/product-worker.js';
import { until } from './support/toy.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

let site: ProductSite;

beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 2_100);
});
afterAll(() => site.close());

const doneOf = async (caller: Caller) => Math.max(0, ...(await site.jobs(caller)).map(({ done }) => done));
const startSync = (caller: Caller) =>
  site.parts.services.jobs.start(caller, { kind: 'COMPANY_SYNC', input: { mode: 'FULL' } });

describe('syncs by workers in processes of their own', () => {
  test('F18: a worker killed in the middle of a sync, three times: the mirror ends equal to ConnectWise', async () => {
    const caller = await site.account();
    for (let kills = 0; kills < 3; kills += 1) {
      const victim = site.start();
      await until('a page is in', async () => (await doneOf(caller)) > 0, 60);
      await sleep(Math.random() * 300);
      await site.kill(victim);
      site.stir();
    }
    const last = site.start();
    await site.allEnded([caller]);
    await startSync(caller);
    await site.allEnded([caller]);
    expect((await site.jobs(caller)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await site.differences(caller)).toEqual([]);
    await site.kill(last);
  });

  test('F19: the sync of a frozen worker goes on at another one, and its own late answer counts no more', async () => {
    const caller = await site.account();
    const frozen = site.start();
    // It has asked for the second page and waits for it.
    site.parts.sandbox.faults.add({ route: '/company/companies', skip: 1, fault: { kind: 'slow', delay: 30_000 } });
    site.parts.sandbox.journal.clear();
    const calls = () => site.parts.sandbox.journal.count('GET', '/company/companies');
    // The first one may still be being written by then.
    const isBetween = async () => calls() === 2 && (await doneOf(caller)) === 1_000;
    await until('the first page is stored and the second asked for', isBetween, 60);
    await site.freeze(frozen);
    const other = site.start();
    await site.allEnded([caller]);
    await frozen.wake('COMPANY_SYNC lost', 60);

    expect(other.slices.length).toBeGreaterThan(0);
    expect(await site.jobs(caller)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(await site.differences(caller)).toEqual([]);
    await Promise.all([site.kill(frozen), site.kill(other)]);
  });

  test('F20: two replicas start a scheduled sync once for an account, and do those of several accounts', async () => {
    const callers = [await site.account(), await site.account()];
    const replicas = [site.start(), site.start()];
    await site.allEnded(callers);
    for (const caller of callers) expect(await site.jobs(caller)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(await Promise.all(callers.map((caller) => site.differences(caller)))).toEqual([[], []]);
    expect(overlapsOf(replicas)).toEqual([]);
    await Promise.all(replicas.map((replica) => site.kill(replica)));
  });
});
