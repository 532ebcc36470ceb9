import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { createLogger } from '../../src/shared/logger.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let proxy: DatabaseProxy;
let database: Database;
let account: SampleAccount;

const open = (poolMax = 4) =>
  openDatabase({
    url: proxy.url,
    logger: createLogger('silent'),
    poolMax,
    isEmbedded: databaseKind() === 'embedded',
  });

beforeEach(async () => {
  proxy = await DatabaseProxy.start(testDatabaseUrl());
  database = await open();
  account = await sampleAccount(database);
});

afterEach(async () => {
  proxy.cut();
  await database.close();
  await proxy.close();
});

const read = () => database.read(account.id, (db) => db.selectFrom('users').select('id'));
const write = () => database.write(account.id, (tx) => tx.user.updateMany({ data: { isIgnored: true } }));

interface Outcome {
  readonly error: unknown;
  readonly seconds: number;
}

async function outcome(attempt: Promise<unknown>): Promise<Outcome> {
  const started = performance.now();
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, seconds: (performance.now() - started) / 1000 };
}

async function expectUnavailable(attempts: readonly Promise<unknown>[], withinSeconds: number): Promise<void> {
  for (const { error, seconds } of await Promise.all(attempts.map(outcome))) {
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(seconds).toBeLessThan(withinSeconds);
  }
}

describe('F12: the database is gone', () => {
  test('every caller is told within 3 seconds, and the first call after its return succeeds', async () => {
    await proxy.goDown();
    await expectUnavailable([read(), write(), database.system.listAccounts(1), open()], 3);
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
    await expectUnavailable([attempt], 3);
    await sleep(50);
    const rows = await database.read(account.id, (db) => db.selectFrom('users').select('name'));
    expect(rows.map((row) => row.name)).not.toContain('half');
  });
});

describe('F13: the database is frozen', () => {
  test('every caller is told within 6 seconds, and all is well after', async () => {
    await Promise.all([read(), read(), write(), write()]);
    proxy.freeze();
    const pinged = outcome(database.ping());
    await expectUnavailable([read(), read(), read(), read(), write(), write(), write(), write()], 6);
    expect((await pinged).seconds).toBeLessThan(1.5);
    proxy.thaw();
    await sleep(100);
    await Promise.all([read(), write()]);
  });
});

describe('F16: all connections are in use', () => {
  test('callers wait as long as for a new connection, and are told when to come back', async () => {
    const small = await open(2);
    const work = () => small.write(account.id, (tx) => tx.user.count());
    const long = small.write(account.id, () => sleep(2600));
    await sleep(50);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(work())));
    for (const { error, seconds } of outcomes) {
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      expect(error).toMatchObject({ retryAfterSeconds: 1 });
      expect(seconds).toBeLessThan(2.6);
    }
    await long;
    expect(await work()).toBe(1);
    await small.close();
  });

  test('a transaction that takes too long ends as an outage', async () => {
    const slow = database.write(account.id, async (tx) => {
      await sleep(4300);
      await tx.user.count();
    });
    await expectUnavailable([slow], 5);
    await write();
  });
});
