import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { createLogger } from '../../src/shared/logger.js';
import type { WorkHandler } from '../../src/shared/work.js';
import { databaseKind, execute, testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { newAccount, toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

let proxy: DatabaseProxy;
let near: Database;
let behindProxy: Database;
const workers = new Workers(() => behindProxy);

beforeEach(async () => {
  // The queue's library prints to the console, beside its logger, that it could not tell how a job ended.
  jest.spyOn(console, 'trace').mockImplementation(() => {});
  proxy = await DatabaseProxy.start(testDatabaseUrl());
  near = await testDatabase();
  const isEmbedded = databaseKind() === 'embedded';
  behindProxy = await openDatabase({ url: proxy.url, logger: createLogger('silent'), isEmbedded });
});

afterEach(async () => {
  await workers.stopAll();
  proxy.cut();
  await Promise.all([near.close(), behindProxy.close()]);
  await proxy.close();
});

const rests = (account: Parameters<typeof workRow>[1], kind: Parameters<typeof workRow>[2]) => async () => {
  const row = await workRow(near, account, kind);
  return row !== undefined && row.dueIn === null && !row.isStarted;
};

describe('F12: the database goes away and comes back', () => {
  test('while nothing is done: the worker goes on by itself', async () => {
    const account = await newAccount(near);
    const kind = toyKind();
    await workers.start([{ kind, run: async () => ({ kind: 'rest' }) }]);
    await sleep(200);
    await proxy.goDown();
    await sleep(500);
    await wakeNow(near, account, kind);
    await proxy.listen();
    await until('the work is done', rests(account, kind));
  });

  test('in the middle of a slice: its end is told once the database is back, or the slice runs again', async () => {
    const account = await newAccount(near);
    const kind = toyKind();
    let runs = 0;
    const run: WorkHandler['run'] = async () => {
      runs += 1;
      if (runs === 1) await proxy.goDown();
      return { kind: 'rest' };
    };
    await workers.start([{ kind, run }], { lanes: 1, times: { silence: 2_000 } });
    await wakeNow(near, account, kind);
    await until('the database is gone', () => runs === 1);
    await sleep(1_000);
    await proxy.listen();
    await until('the work is done', rests(account, kind));
    // The only lane must have come back, too.
    const before = runs;
    await wakeNow(near, account, kind);
    await until('the lane works again', () => runs > before);
  });
});

describe('what the queue itself gets wrong', () => {
  test('F19: a queue whose job a late worker took away is free again after the time of silence', async () => {
    const account = await newAccount(near);
    const kind = toyKind();
    let runs = 0;
    const run: WorkHandler['run'] = async () => {
      runs += 1;
      // What graphile-worker does when a worker whose job has gone to another one completes it.
      const late = `DELETE FROM graphile_worker._private_jobs WHERE key = '${account}:${kind}'`;
      if (runs === 1) await execute(testDatabaseUrl(), late);
      return { kind: 'rest' };
    };
    await workers.start([{ kind, run }], { times: { silence: 1_000 } });
    await wakeNow(near, account, kind);
    await until('it ran', rests(account, kind));
    await wakeNow(near, account, kind);
    await until('it runs again', () => runs === 2);
  });

  test('F21: a job that is delivered five times has one effect', async () => {
    const account = await newAccount(near);
    const kind = toyKind();
    let runs = 0;
    const run: WorkHandler['run'] = async () => {
      runs += 1;
      return { kind: 'rest' };
    };
    await wakeNow(near, account, kind);
    const payload = JSON.stringify({ accountId: account });
    for (let copies = 0; copies < 5; copies += 1) {
      await execute(testDatabaseUrl(), `SELECT graphile_worker.add_job('${kind}', '${payload}', '${account}')`);
    }
    await workers.start([{ kind, run }]);
    const jobsLeft = () =>
      withClient(testDatabaseUrl(), async (client) => {
        const { rows } = await client.query(`SELECT FROM graphile_worker.jobs WHERE queue_name = '${account}'`);
        return rows.length;
      });
    await until('all copies are gone', async () => (await jobsLeft()) === 0);
    expect(runs).toBe(1);
  });
});
