import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { JobKind } from '../../src/features/jobs/job.js';
import type { Caller } from '../../src/shared/caller.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { SyncSite } from './support/sync-site.js';
import { until } from './support/toy.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(180_000);

let site: SyncSite;

beforeAll(async () => {
  site = await SyncSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 2_100);
});
afterAll(() => site.close());

const hasBegun = async (caller: Caller) => (await site.jobs(caller)).some(({ done }) => done > 0);

describe('syncs by workers in processes of their own', () => {
  test('F18: a worker killed in the middle of a sync, three times: the mirror ends equal to ConnectWise', async () => {
    const caller = await site.account();
    let victim = site.start();
    for (let kills = 0; kills < 3; kills += 1) {
      await until('a page is in', () => hasBegun(caller), 60);
      await sleep(Math.random() * 300);
      await victim.end('SIGKILL');
      site.stir();
      victim = site.start();
    }
    await site.allEnded([caller]);
    await site.parts.services.jobs.start(caller, { kind: JobKind.COMPANY_SYNC, input: { mode: 'FULL' } });
    await site.allEnded([caller]);
    expect((await site.jobs(caller)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await site.differences(caller)).toEqual([]);
    await victim.end('SIGKILL');
  });

  test('F20: two replicas start a scheduled sync once for an account, and do those of several accounts', async () => {
    const callers = [await site.account(), await site.account()];
    const replicas = [site.start(), site.start()];
    await site.allEnded(callers, 120);
    for (const caller of callers) expect(await site.jobs(caller)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(await Promise.all(callers.map((caller) => site.differences(caller)))).toEqual([[], []]);
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')));
  });
});
