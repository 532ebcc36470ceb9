import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { AccountId } from '../../src/shared/ids.js';
import type { WorkHandler } from '../../src/shared/work.js';
import { execute, testDatabase, testDatabaseUrl } from '../support/database.js';
import { newAccount, newAccounts, toyKind, until, Workers, wakeNow, workRow } from './support/toy.js';

let database: Database;
const workers = new Workers(() => database);

beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => workers.stopAll());
afterAll(() => database.close());

/** Each firing notes its account; the next one is an hour later by the database's clock. */
function hourly() {
  const kind = toyKind();
  const fired: AccountId[] = [];
  const handler: WorkHandler = {
    kind,
    run: async (caller) => {
      fired.push(caller.accountId);
      return { kind: 'after', seconds: 3_600 };
    },
  };
  return { kind, handler, fired };
}

const makeDue = (kind: string) =>
  execute(testDatabaseUrl(), `UPDATE work SET due_at = now() - interval '1 s' WHERE kind = '${kind}'`);

test('two replicas fire the schedules of 20 accounts once each, three times over', async () => {
  const accounts = await newAccounts(database, 20);
  const schedule = hourly();
  await Promise.all([workers.start([schedule.handler]), workers.start([schedule.handler])]);
  for (const account of accounts) await wakeNow(database, account, schedule.kind);
  for (let round = 1; round <= 3; round += 1) {
    await until(`round ${round} has fired`, () => schedule.fired.length >= 20 * round);
    await sleep(200);
    expect(schedule.fired).toHaveLength(20 * round);
    expect(new Set(schedule.fired.slice(-20)).size).toBe(20);
    await makeDue(schedule.kind);
  }
});

test('a schedule fires once over a restart, and one missed while nothing ran fires once at the next start', async () => {
  const account = await newAccount(database);
  const schedule = hourly();
  const first = await workers.start([schedule.handler]);
  await wakeNow(database, account, schedule.kind);
  await until('it has fired', () => schedule.fired.length === 1);
  await first.stop();
  const second = await workers.start([schedule.handler]);
  await sleep(300);
  expect(schedule.fired).toHaveLength(1);
  await second.stop();

  await execute(
    testDatabaseUrl(),
    `UPDATE work SET due_at = now() - interval '10 hours' WHERE kind = '${schedule.kind}'`,
  );
  await workers.start([schedule.handler]);
  await until('it has fired again', () => schedule.fired.length === 2);
  await sleep(300);
  expect(schedule.fired).toHaveLength(2);
});

test("F11: a process whose clock is three hours off keeps the database's time", async () => {
  const account = await newAccount(database);
  const schedule = hourly();
  const real = Date.now;
  for (const skew of [-3, 3]) {
    Date.now = () => real() + skew * 3_600_000;
    try {
      schedule.fired.length = 0;
      const worker = await workers.start([schedule.handler]);
      await wakeNow(database, account, schedule.kind);
      await until('it has fired', () => schedule.fired.length > 0);
      await sleep(300);
      await worker.stop();
    } finally {
      Date.now = real;
    }
    expect(schedule.fired).toHaveLength(1);
    const row = await workRow(database, account, schedule.kind);
    // Far from three hours off, however long it took until here.
    expect(Math.abs((row?.dueIn ?? 0) - 3_600)).toBeLessThan(600);
  }
});
