import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { wake } from '../../src/database/wake.js';
import { MAX_TRIES } from '../../src/database/work-door.js';
import type { AccountId } from '../../src/shared/ids.js';
import type { NextWake, WorkHandler } from '../../src/shared/work.js';
import { execute, testDatabase, testDatabaseUrl } from '../support/database.js';
import { figure } from '../support/figure.js';
import { newAccount, newAccounts, toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

let database: Database;
const workers = new Workers(() => database);

beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => workers.stopAll());
afterAll(() => database.close());

/** A handler that counts its runs and ends as the test says. */
function toy(next: (run: number, signal: AbortSignal) => NextWake | Promise<NextWake>) {
  const kind = toyKind();
  const runs: { accountId: AccountId; attempt: number }[] = [];
  const handler: WorkHandler = {
    kind,
    run: async (caller, signal, { attempt }) => {
      runs.push({ accountId: caller.accountId, attempt });
      return next(runs.length, signal);
    },
  };
  return { kind, handler, runs };
}

const rest: NextWake = { kind: 'rest' };
const atLast = async (accountId: AccountId, work: ReturnType<typeof toy>) => {
  await until('the work rests', async () => {
    const row = await workRow(database, accountId, work.kind);
    return row !== undefined && row.dueIn === null && !row.isStarted;
  });
};

describe('wake-ups', () => {
  test('a change wakes its account, once it is committed', async () => {
    const account = await newAccount(database);
    const work = toy(() => rest);
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await atLast(account, work);
    expect(work.runs).toEqual([{ accountId: account, attempt: 1 }]);
  });

  test('a change that is rolled back wakes nobody', async () => {
    const [undone, done] = await newAccounts(database, 2);
    const work = toy(() => rest);
    await workers.start([work.handler]);
    const change = database.write(undone as AccountId, async (tx) => {
      await wake(tx, undone as AccountId, work.kind);
      throw new Error('undone');
    });
    await expect(change).rejects.toThrow('undone');
    await wakeNow(database, done as AccountId, work.kind);
    await atLast(done as AccountId, work);
    await sleep(300);
    expect(work.runs.map(({ accountId }) => accountId)).toEqual([done]);
    expect(await workRow(database, undone as AccountId, work.kind)).toBeUndefined();
  });

  test('F21: the same wake-up sent five times at the same moment causes one run', async () => {
    const account = await newAccount(database);
    const work = toy(() => rest);
    await Promise.all(Array.from({ length: 5 }, () => wakeNow(database, account, work.kind)));
    await Promise.all([workers.start([work.handler]), workers.start([work.handler])]);
    await atLast(account, work);
    await sleep(300);
    expect(work.runs).toHaveLength(1);
  });

  test('a wake-up during a run causes another run', async () => {
    const account = await newAccount(database);
    const work = toy(async (run) => {
      if (run === 1) await wakeNow(database, account, work.kind);
      return rest;
    });
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until('it runs again', () => work.runs.length === 2);
    await atLast(account, work);
    expect(work.runs.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('a wake-up for later waits until then, and an earlier one is not lost over it', async () => {
    const account = await newAccount(database);
    const work = toy(() => rest);
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind, new Date(Date.now() + 3_600_000));
    await sleep(300);
    expect(work.runs).toHaveLength(0);
    await wakeNow(database, account, work.kind);
    await wakeNow(database, account, work.kind, new Date(Date.now() + 7_200_000));
    await until('it runs', () => work.runs.length === 1);
  });

  test('T10: no account can wake another one, nor touch the queue', async () => {
    const [ours, theirs] = (await newAccounts(database, 2)) as [AccountId, AccountId];
    const { kind } = toy(() => rest);
    await expect(database.write(ours, (tx) => wake(tx, theirs, kind))).rejects.toThrow(/Only the account/);
    await wakeNow(database, ours, kind);
    for (const statement of [
      'UPDATE work SET attempt = 0',
      'DELETE FROM work',
      'SELECT * FROM graphile_worker.jobs',
      `SELECT * FROM sweep_work(array['X'], '1 s', 'me')`,
      'SELECT * FROM workers',
    ]) {
      await expect(database.write(ours, (tx) => tx.$executeRawUnsafe(statement))).rejects.toThrow(/permission denied/);
    }
  });
});

describe('what a slice says', () => {
  test('"soon" goes on with the next slice', async () => {
    const account = await newAccount(database);
    const work = toy((run) => ({ kind: run < 5 ? 'soon' : 'rest' }));
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until('five slices ran', () => work.runs.length === 5);
    await atLast(account, work);
    expect(work.runs).toHaveLength(5);
  });

  test('being put off, thirty times in a row, uses up no try', async () => {
    const account = await newAccount(database);
    const work = toy((run) => (run <= 30 ? { kind: 'after', seconds: 0.01 } : { kind: 'after', seconds: 3_600 }));
    const worker = await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until(
      'it was put off for long',
      async () => ((await workRow(database, account, work.kind))?.dueIn ?? 0) > 3_000,
    );
    expect(work.runs).toHaveLength(31);
    expect(await workRow(database, account, work.kind)).toMatchObject({ tries: 0, isDead: false, failure: null });
    expect(worker.seen.map(({ outcome }) => outcome)).toEqual(Array(31).fill('after'));
  });

  test('"at" waits for that time of the database', async () => {
    const account = await newAccount(database);
    const work = toy((run) => (run === 1 ? { kind: 'at', at: new Date(Date.now() + 600) } : rest));
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until('it ran once', () => work.runs.length === 1);
    expect((await workRow(database, account, work.kind))?.tries).toBe(0);
    await until('it ran again', () => work.runs.length === 2);
  });

  test('an error is tried again later, and told by its kind and the request id only', async () => {
    const account = await newAccount(database);
    const work = toy(() => {
      throw new TypeError('canary');
    });
    const worker = await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until('it failed', () => worker.seen.length === 1);
    const row = await workRow(database, account, work.kind);
    expect(row).toMatchObject({
      tries: 1,
      isDead: false,
      failure: expect.stringMatching(/^TypeError, request [\w-]+$/),
    });
    // Ten seconds after it failed, give or take 15 %; some of them may have passed.
    expect(row?.dueIn).toBeLessThan(12);
    expect(row?.dueIn).not.toBeNull();
  });

  test('after twenty tries it is dead, kept and counted, and a change brings it back to life', async () => {
    const account = await newAccount(database);
    let isBroken = true;
    const work = toy(() => {
      if (isBroken) throw new Error('broken');
      return rest;
    });
    const worker = await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      await until(
        `it was tried ${tries} times`,
        async () => (await workRow(database, account, work.kind))?.tries === tries,
      );
      await execute(
        testDatabaseUrl(),
        `UPDATE work SET due_at = now() WHERE account_id = '${account}' AND due_at IS NOT NULL`,
      );
    }
    expect(await workRow(database, account, work.kind)).toMatchObject({ isDead: true, dueIn: null, tries: MAX_TRIES });
    await until('it is counted', () => worker.backlog.dead > 0);
    expect(work.runs).toHaveLength(MAX_TRIES);
    expect(worker.seen.at(-1)?.outcome).toBe('dead');

    isBroken = false;
    await wakeNow(database, account, work.kind);
    await atLast(account, work);
    expect(await workRow(database, account, work.kind)).toMatchObject({ isDead: false, tries: 0, failure: null });
  });

  test('a slice that takes too long is told so and counts as failed, even if it does not listen', async () => {
    const [listening, deaf] = (await newAccounts(database, 2)) as [AccountId, AccountId];
    const polite = toy(async (_run, signal) => {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return rest;
    });
    const rude = toy(() => new Promise<NextWake>(() => {}));
    await workers.start([polite.handler, rude.handler], { times: { slice: 200, grace: 200 } });
    await wakeNow(database, listening, polite.kind);
    await wakeNow(database, deaf, rude.kind);
    for (const [account, { kind }] of [
      [listening, polite],
      [deaf, rude],
    ] as const) {
      await until('it failed', async () => (await workRow(database, account, kind))?.tries === 1);
      expect(await workRow(database, account, kind)).toMatchObject({ failure: expect.stringMatching(/^SliceTooLong/) });
    }
  });
});

describe('accounts', () => {
  test('F20: three workers and 40 accounts with two kinds each: never two slices of one account at once', async () => {
    const accounts = await newAccounts(database, 40);
    const busy = new Map<AccountId, number>();
    let overlaps = 0;
    let most = 0;
    const kinds = [0, 1].map(() => toy(async () => rest));
    const handlers = kinds.map(({ handler }): WorkHandler => {
      const slices = new Map<AccountId, number>();
      return {
        kind: handler.kind,
        run: async (caller) => {
          const { accountId } = caller;
          if (busy.has(accountId)) overlaps += 1;
          busy.set(accountId, 1);
          most = Math.max(most, busy.size);
          await sleep(15);
          busy.delete(accountId);
          const slice = (slices.get(accountId) ?? 0) + 1;
          slices.set(accountId, slice);
          return { kind: slice < 3 ? 'soon' : 'rest' };
        },
      };
    });
    const running = await Promise.all([1, 2, 3].map(() => workers.start(handlers)));
    for (const { kind } of kinds) for (const account of accounts) await wakeNow(database, account, kind);
    const done = () => running.flatMap(({ seen }) => seen).length;
    await until('all slices ran', () => done() >= 240);
    figure('F20', `${done()} slices of 40 accounts by 3 workers, ${overlaps} at the same time for one account`);
    expect(overlaps).toBe(0);
    expect(done()).toBe(240);
    expect(most).toBeGreaterThan(1);
    // Several workers had a share, or the test says nothing about them.
    expect(running.filter(({ seen }) => seen.length > 0).length).toBeGreaterThan(1);
  });

  test('a busy account starves nobody', async () => {
    const [busy, ...others] = (await newAccounts(database, 6)) as [AccountId, ...AccountId[]];
    const work = toy(() => ({ kind: 'soon' }));
    const calm = toy(() => rest);
    // One lane only: everybody stands in the same line.
    await workers.start([work.handler, calm.handler], { lanes: 1 });
    await wakeNow(database, busy, work.kind);
    await until('the busy one is at it', () => work.runs.length > 3);
    for (const account of others) await wakeNow(database, account, calm.kind);
    await until('all others had their turn', () => calm.runs.length === others.length);
    const before = work.runs.length;
    await until('the busy one goes on', () => work.runs.length > before + 3);
  });

  test('A7: the work of a suspended account is held and goes on when it is resumed', async () => {
    const account = await newAccount(database);
    const work = toy(() => rest);
    const setStatus = (status: 'ACTIVE' | 'SUSPENDED') =>
      database.write(account, (tx) => tx.account.update({ where: { id: account }, data: { status } }));
    await setStatus('SUSPENDED');
    await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await sleep(400);
    expect(work.runs).toHaveLength(0);
    await setStatus('ACTIVE');
    await until('it ran', () => work.runs.length === 1);
  });
});

describe('stopping', () => {
  test('gives the work in hand back at once, without using a try', async () => {
    const account = await newAccount(database);
    const work = toy(async (run, signal) => {
      if (run > 1) return rest;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return rest;
    });
    const first = await workers.start([work.handler]);
    await wakeNow(database, account, work.kind);
    await until('it runs', () => work.runs.length === 1);
    await first.stop();
    expect(first.seen.map(({ outcome }) => outcome)).toEqual(['put-back']);
    expect(await workRow(database, account, work.kind)).toMatchObject({ tries: 0, isStarted: false, failure: null });
    await workers.start([work.handler]);
    await atLast(account, work);
    expect(work.runs.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('does not wait for ever for a slice that does not listen', async () => {
    const account = await newAccount(database);
    const work = toy(() => new Promise<NextWake>(() => {}));
    const worker = await workers.start([work.handler], { times: { grace: 300 } });
    await wakeNow(database, account, work.kind);
    await until('it runs', () => work.runs.length === 1);
    await worker.stop();
    // Nobody takes it up before its worker counts as dead: what it may still send has to arrive first.
    expect((await workRow(database, account, work.kind))?.isStarted).toBe(true);
  });
});
