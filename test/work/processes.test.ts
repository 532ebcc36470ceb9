import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { databaseKind, testDatabase, testDatabaseUrl } from '../support/database.js';
import { until, workRow } from './support/toy.js';
import { type ToyProcess, ToySite } from './support/toy-site.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

let database: Database;
let site: ToySite;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => {
  site = new ToySite({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded', database });
});
afterEach(() => site.clean());
afterAll(() => database.close());

const allDone = () => until('everything is done', async () => (await site.undone()) === 0);

const kill = async (victim: ToyProcess) => {
  await victim.end('SIGKILL');
  await site.giveUp(victim);
};

describe('workers in processes of their own', () => {
  test.each(['intended', 'written', 'finished'])(
    'F18: a worker killed when it has "%s" leaves work that the next one ends, once',
    async (dieAt) => {
      await site.prepare(1, 2);
      const first = site.start({ dieAt });
      await until('it is dead', () => first.hasEnded);
      await site.giveUp(first);
      site.start();
      await allDone();
      expect({ written: await site.written(), doubled: await site.doubled() }).toEqual({ written: 2, doubled: 0 });
    },
  );

  test.each(['looked-up', 'written'])(
    'F19: a worker frozen at "%s" for longer than it may be silent is refused when it wakes',
    async (freezeAt) => {
      const [account = never()] = await site.prepare(1, 2);
      const frozen = site.start({ freezeAt });
      await frozen.said(freezeAt);
      await site.giveUp(frozen);
      const other = site.start();
      await allDone();
      await until('the other one has ended its slice', async () => {
        const row = await workRow(database, account, site.kind);
        return row !== undefined && !row.isStarted && row.dueIn === null;
      });
      const before = await workRow(database, account, site.kind);
      await frozen.wake('refused');
      await sleep(500);
      expect(await workRow(database, account, site.kind)).toEqual(before);
      expect(frozen.steps).not.toContain('recorded');
      expect(other.steps).not.toContain('refused');
      expect({ written: await site.written(), doubled: await site.doubled() }).toEqual({ written: 2, doubled: 0 });
    },
  );

  test('F19: a worker that was frozen works on under a new name', async () => {
    await site.prepare(1, 1);
    const frozen = site.start({ freezeAt: 'begun' });
    await frozen.said('begun');
    await site.giveUp(frozen);
    const other = site.start();
    await allDone();
    await frozen.wake('refused');
    // Two quick workers need not share what comes next: alone, this one has to do it.
    await other.end('SIGTERM');
    await site.prepare(3, 2);
    await allDone();
    expect(frozen.steps.filter((step) => step === 'recorded')).toHaveLength(6);
    expect(await site.doubled()).toBe(0);
  });

  test('P8: 60 jobs of 12 accounts and 3 kills, shortened: none lost, none doubled', async () => {
    await site.prepare(12, 5);
    const running = [site.start({ pause: 40 }), site.start({ pause: 40 })];
    for (let kills = 0; kills < 3; kills += 1) {
      const victim = running.shift();
      await victim?.said('written');
      await sleep(Math.random() * 150);
      if (victim) await kill(victim);
      running.push(site.start({ pause: 40 }));
    }
    await allDone();
    expect({ written: await site.written(), doubled: await site.doubled() }).toEqual({ written: 60, doubled: 0 });
  });

  test('a worker told to stop ends within ten seconds and leaves nothing locked', async () => {
    const [account = never()] = await site.prepare(1, 50);
    const worker = site.start({ pause: 100 });
    await worker.said('written');
    await worker.end('SIGTERM');
    expect(worker.child.exitCode).toBe(0);
    expect(await workRow(database, account, site.kind)).toMatchObject({ isStarted: false, tries: 0 });
    site.start({ pause: 0 });
    await allDone();
    expect(await site.doubled()).toBe(0);
  });
});

function never(): never {
  throw new Error('No account was made.');
}
