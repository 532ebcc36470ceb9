import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PoolBusy } from '../../src/database/brisk-pool.js';
import type { Database } from '../../src/database/database.js';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { PutOff } from '../../src/shared/put-off.js';
import type { WorkHandler } from '../../src/shared/work.js';
import { execute, testDatabase, testDatabaseUrl } from '../support/database.js';
import { newAccount, toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

let database: Database;
const workers = new Workers(() => database);

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await workers.stopAll();
  await database.close();
});

test('work that is put off keeps the try that failed before, and what is known of it', async () => {
  const account = await newAccount(database);
  const kind = toyKind();
  let runs = 0;
  const run: WorkHandler['run'] = async () => {
    runs += 1;
    throw runs === 1 ? new TypeError('broken') : new PutOff('away', { kind: 'after', seconds: 3_600 });
  };
  await workers.start([{ kind, run }]);
  await wakeNow(database, account, kind);
  await until('it failed', async () => (await workRow(database, account, kind))?.tries === 1);
  await execute(testDatabaseUrl(), `UPDATE work SET due_at = now() WHERE account_id = '${account}'`);
  await until('it was put off', async () => ((await workRow(database, account, kind))?.dueIn ?? 0) > 3_000);

  const failure = expect.stringMatching(/^TypeError/);
  expect(await workRow(database, account, kind)).toMatchObject({ tries: 1, isDead: false, failure });
});

test('F16: work that finds all connections in use goes on soon, and no try is used up', async () => {
  const account = await newAccount(database);
  const kind = toyKind();
  let runs = 0;
  const run: WorkHandler['run'] = async () => {
    runs += 1;
    if (runs === 1) throw new DatabaseUnavailable(new PoolBusy());
    return { kind: 'rest' };
  };
  await workers.start([{ kind, run }]);
  await wakeNow(database, account, kind);
  await until('it was put off', async () => ((await workRow(database, account, kind))?.dueIn ?? 0) > 0);
  expect(await workRow(database, account, kind)).toMatchObject({ tries: 0, isDead: false, failure: null });
  await until('it went on', async () => runs === 2);
});
