import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { type DatabaseTimes, DEFAULT_DATABASE_TIMES } from '../../src/database/times.js';
import { createLogger } from '../../src/shared/logger.js';
import { databaseKind, testDatabase, testDatabaseUrl } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';
import { signal } from '../support/signal.js';

let proxy: DatabaseProxy;
let database: Database;
let account: SampleAccount;

const open = (poolMax = 4, times: DatabaseTimes = DEFAULT_DATABASE_TIMES) =>
  openDatabase({
    url: proxy.url,
    logger: createLogger('silent'),
    poolMax,
    times,
    isEmbedded: databaseKind() === 'embedded',
  });

beforeEach(async () => {
  proxy = await DatabaseProxy.start(testDatabaseUrl());
  database = await open();
  // With patience, whatever else the machine has to do: what is tested are the limits of the other one.
  const patient = await testDatabase();
  account = await sampleAccount(patient);
  await patient.close();
});

afterEach(async () => {
  proxy.cut();
  await database.close();
  await proxy.close();
});

const read = () => database.read(account.id, (db) => db.selectFrom('users').select('id'));
const write = () => database.write(account.id, (tx) => tx.user.updateMany({ data: { isIgnored: true } }));

/** Whoever waits longer than this waits for ever; the figures themselves are the pool's, and hold on a quiet machine. */
const HANGS = 30_000;

async function outcome(attempt: Promise<unknown>): Promise<unknown> {
  const late = new AbortController();
  const hangs = sleep(HANGS, 'hangs', { signal: late.signal }).catch(() => undefined);
  const error = await Promise.race([
    hangs,
    attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
  ]);
  late.abort();
  return error;
}

async function expectUnavailable(attempts: readonly Promise<unknown>[]): Promise<void> {
  for (const error of await Promise.all(attempts.map(outcome))) expect(error).toBeInstanceOf(DatabaseUnavailable);
}

describe('F12: the database is gone', () => {
  test('every caller is told, and the first call after its return succeeds', async () => {
    await proxy.goDown();
    await expectUnavailable([read(), write(), database.system.listAccounts(1), open()]);
    expect(await database.ping()).toBe(false);
    await proxy.listen();
    await Promise.all([read(), write()]);
    expect(await database.ping()).toBe(true);
  });

  test('a connection cut in the middle of a transaction is an outage, and nothing of it is kept', async () => {
    const attempt = database.write(account.id, async (tx) => {
      await tx.user.updateMany({ data: { name: 'half' } });
      proxy.cut();
      await tx.user.updateMany({ data: { name: 'whole' } });
    });
    await expectUnavailable([attempt]);
    await sleep(50);
    const rows = await database.read(account.id, (db) => db.selectFrom('users').select('name'));
    expect(rows.map((row) => row.name)).not.toContain('half');
  });
});

describe('F13: the database is frozen', () => {
  test('every caller is told, and all is well after', async () => {
    await Promise.all([read(), read(), write(), write()]);
    proxy.freeze();
    const pinged = outcome(database.ping());
    await expectUnavailable([read(), read(), read(), read(), write(), write(), write(), write()]);
    expect(await pinged).toBeUndefined();
    proxy.thaw();
    await sleep(100);
    await Promise.all([read(), write()]);
  });
});

describe('F14: the database is slow', () => {
  test('F14: calls take their time, none is mixed up with another, and all is as before after', async () => {
    await Promise.all([read(), read(), write()]);
    proxy.slowDown(20);
    for (const answers of await Promise.all(Array.from({ length: 8 }, () => read()))) {
      expect(answers).toEqual([{ id: account.userId }]);
    }
    await write();
    proxy.slowDown(0);
    await Promise.all([read(), write()]);
  });
});

describe('F14: more callers than a slow database can serve', () => {
  test('F14: whoever would wait too long is refused at once, and let in again as soon as a connection is free', async () => {
    const small = await open(2, { ...DEFAULT_DATABASE_TIMES, connection: 60_000, queue: 100, write: 60_000 });
    const work = () => small.write(account.id, (tx) => tx.user.count());
    for (let use = 0; use < 5; use += 1) await small.write(account.id, () => sleep(200));
    const [isHeld, release] = [signal(), signal()];
    const long = small.write(account.id, async () => {
      isHeld.resolve();
      await release.promise;
    });
    await isHeld.promise;
    // Nothing is free until all of them have their answer.
    for (const error of await Promise.all(Array.from({ length: 50 }, () => outcome(work())))) {
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      expect(error).toMatchObject({ retryAfterSeconds: 1 });
    }
    release.resolve();
    await long;
    expect(await work()).toBe(1);
    await small.close();
  });
});

describe("F15: the database's disk is full", () => {
  test('F15: a write that finds no room is an outage, nothing of it is kept, and the next one finds its connection well', async () => {
    const attempt = database.write(account.id, async (tx) => {
      await tx.user.updateMany({ data: { name: 'half' } });
      await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$`);
    });
    await expectUnavailable([attempt]);
    await write();
    const rows = await database.read(account.id, (db) => db.selectFrom('users').select('name'));
    expect(rows.map((row) => row.name)).not.toContain('half');
  });
});

describe('F16: all connections are in use', () => {
  test('callers wait as long as for a new connection, and are told when to come back', async () => {
    const small = await open(2, { ...DEFAULT_DATABASE_TIMES, connection: 500, write: 60_000 });
    const work = () => small.write(account.id, (tx) => tx.user.count());
    const [isHeld, release] = [signal(), signal()];
    const long = small.write(account.id, async () => {
      isHeld.resolve();
      await release.promise;
    });
    await isHeld.promise;
    for (const error of await Promise.all(Array.from({ length: 50 }, () => outcome(work())))) {
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      expect(error).toMatchObject({ retryAfterSeconds: 1 });
    }
    release.resolve();
    await long;
    expect(await work()).toBe(1);
    await small.close();
  });

  test('a transaction that takes too long ends as an outage', async () => {
    const slow = database.write(account.id, async (tx) => {
      await sleep(4300);
      await tx.user.count();
    });
    await expectUnavailable([slow]);
    await write();
  });
});
