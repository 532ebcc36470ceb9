import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/database/database.js';
import { runPipelined } from '../../src/database/pipeline.js';
import { createWorkPool } from '../../src/database/pools.js';
import { withOnePlan } from '../../src/database/read-door.js';
import { type Scope, systemScope } from '../../src/database/scope.js';
import { MappingRepository } from '../../src/features/mappings/mapping.repository.js';
import { newId, type UserId } from '../../src/shared/ids.js';
import { createLogger } from '../../src/shared/logger.js';
import { databaseKind, execute, PATIENT_DATABASE, testDatabase, testDatabaseUrl } from '../support/database.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

// The embedded database, whose connections share one session, keeps none: see doors.test.ts.
const onServer = databaseKind() === 'server' ? describe : describe.skip;

const LIMITS = { isEmbedded: false, times: PATIENT_DATABASE };

let database: Database;
let one: SampleAccount;
let other: SampleAccount;

beforeAll(async () => {
  // One connection for reads, so that every read meets what the one before it left.
  database = await testDatabase(2);
  one = await sampleAccount(database);
  other = await sampleAccount(database);
});

afterAll(() => database.close());

const read = <Row>(account: SampleAccount, text: ReturnType<typeof sql<Row>>) =>
  database.read<Row>(account.id, (db) => text.compile(db));

const keptTexts = async () =>
  (await read(one, sql<{ statement: string }>`select statement from pg_prepared_statements`)).map(
    (row) => row.statement,
  );

onServer('statements that a connection keeps', () => {
  test('T10: serve every account with its own rows only', async () => {
    const ids = async (account: SampleAccount) =>
      (await read(account, sql<{ id: string }>`select account_id as id from users`)).map(({ id }) => id);
    for (let round = 0; round < 8; round += 1) {
      expect(new Set(await ids(one))).toEqual(new Set([one.id]));
      expect(new Set(await ids(other))).toEqual(new Set([other.id]));
    }
  });

  test('are taken apart once, however often they run', async () => {
    for (let round = 0; round < 5; round += 1) await read(one, sql`select ${round}::int as again`);
    expect((await keptTexts()).filter((text) => text.includes('as again'))).toHaveLength(1);
  });

  test('are planned at each use, but where one plan is good for all values', async () => {
    const anew = sql<{ id: string }>`select id as "planned anew" from users where account_id = ${one.id}`;
    const once = sql<{ id: string }>`select id as "planned once" from users where account_id = ${one.id}`;
    for (let round = 0; round < 8; round += 1) {
      await read(one, anew);
      await database.read(one.id, (db) => withOnePlan(once.compile(db)));
    }
    const plans = await read(
      one,
      sql<{ statement: string; generic_plans: string; custom_plans: string }>`
        select statement, generic_plans, custom_plans from pg_prepared_statements where statement like '%"planned %'`,
    );
    const counted = plans.map((row) => [/planned \w+/.exec(row.statement)?.[0], row.generic_plans, row.custom_plans]);
    expect(Object.fromEntries(counted.map(([name, ...counts]) => [name, counts.map(Number)]))).toMatchObject({
      'planned anew': [0, 8],
      'planned once': [8, 0],
    });
  });

  test('are planned anew for many keys, for a plan may have been made while their table was small', async () => {
    const mappings = new MappingRepository(database);
    const find = (count: number) =>
      mappings.findByUsers(
        one.id,
        Array.from({ length: count }, () => newId<UserId>()),
      );
    for (const count of [1, 100, 1_000, 1_000]) await find(count);
    const plans = await read(
      one,
      sql<{ generic_plans: string; custom_plans: string }>`
        select generic_plans, custom_plans from pg_prepared_statements where statement like 'select * from "mappings"%'`,
    );
    expect(plans.map((row) => [Number(row.generic_plans), Number(row.custom_plans)])).toEqual([[2, 2]]);
  });

  test('do not read a table from end to end for having been planned while it was small', async () => {
    const byKey = sql<{ id: string }>`select id as "by key" from users where account_id = ${one.id} and id = ${one.id}`;
    const [plan] = await database.read<Record<string, string>>(one.id, (db) =>
      withOnePlan({ ...byKey.compile(db), sql: `explain ${byKey.compile(db).sql}` }),
    );
    expect(JSON.stringify(plan)).not.toContain('Seq Scan');
  });

  test('are at most a hundred', async () => {
    for (let index = 0; index < 130; index += 1) await read(one, sql.raw(`select ${index} as "of many"`));
    const kept = await keptTexts();
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.filter((text) => text.includes('of many')).length).toBeGreaterThan(90);
  });

  test('run under the settings of their own transaction, which cannot write', async () => {
    await expect(read(one, sql`select set_config('transaction_read_only', 'off', false)`)).rejects.toThrow(
      /read-write/,
    );
    await expect(read(one, sql`delete from users`)).rejects.toThrow(/read-only transaction/);
  });

  test('T10: are skipped when the settings are refused', async () => {
    const scope = { mode: 'READ WRITE', settings: [['role', 'nobody_here']] } as unknown as Scope;
    const pool = createWorkPool({ url: testDatabaseUrl(), logger: createLogger('silent'), poolMax: 1, ...LIMITS });
    const make = { sql: 'create table never_made ()', parameters: [] };
    await expect(runPipelined(pool, scope, make)).rejects.toThrow(/"nobody_here" does not exist/);
    const made = { sql: "select to_regclass('never_made') as found", parameters: [] };
    expect(await runPipelined(pool, systemScope(), made)).toEqual([{ found: null }]);
    await pool.end();
  });

  test('are read alike at every use, also after one that failed', async () => {
    const from = (divisor: number) =>
      read(one, sql`select 6 / ${divisor}::int as quotient, now() > '2020-01-01' as later`);
    await expect(from(0)).rejects.toThrow(/division by zero/);
    for (const divisor of [1, 2, 3]) expect(await from(divisor)).toEqual([{ quotient: 6 / divisor, later: true }]);
    await expect(from(0)).rejects.toThrow(/division by zero/);
    const together = await Promise.all([1, 2, 3].map(from));
    expect(together).toEqual([1, 2, 3].map((divisor) => [{ quotient: 6 / divisor, later: true }]));
  });

  test('leave the connection usable after an error', async () => {
    await expect(read(one, sql`select 1 / 0`)).rejects.toThrow(/division by zero/);
    expect(await read(one, sql`select current_user as name`)).toEqual([{ name: 'psa_app' }]);
  });

  test('F13: are not asked of a connection that its time limit has cut off', async () => {
    const pool = createWorkPool({ url: testDatabaseUrl(), logger: createLogger('silent'), poolMax: 1, ...LIMITS });
    const ask = (text: string) => runPipelined(pool, systemScope(), { sql: text, parameters: [] });
    const { query_timeout: patience } = pool.options;
    const backend = () => ask('select pg_backend_pid() as pid');
    const before = await backend();
    pool.options.query_timeout = 100;
    // At once: a moment later the pool has heard by itself that the connection is gone.
    const after = await ask('select pg_sleep(5)').then(
      () => 'It was not cut off.',
      () => {
        pool.options.query_timeout = patience;
        return backend();
      },
    );
    expect(after).toEqual([{ pid: expect.any(Number) }]);
    expect(after).not.toEqual(before);
    await pool.end();
  });

  test('F24: go on when a migration gives their table another column', async () => {
    await execute(testDatabaseUrl(), 'create table growing (id int)', 'grant select on growing to psa_app');
    const all = () => read(one, sql`select * from growing`);
    expect(await all()).toEqual([]);
    await execute(testDatabaseUrl(), 'alter table growing add column more text', 'insert into growing values (1)');
    expect(await all()).toEqual([{ id: 1, more: null }]);
    await execute(
      testDatabaseUrl(),
      "alter table growing alter column id type timestamptz using '2026-01-31T00:00:00Z'",
    );
    expect(await all()).toEqual([{ id: new Date('2026-01-31T00:00:00Z'), more: null }]);
    await execute(testDatabaseUrl(), 'drop table growing');
  });
});

describe('values read', () => {
  test.each([
    ['2026-11-30 01:15:31.123456+00', '2026-11-30T01:15:31.123Z'],
    ['2026-11-30 01:15:31.1+00', '2026-11-30T01:15:31.100Z'],
    ['0099-11-30 01:15:31+00', '0099-11-30T01:15:31.000Z'],
    ['2026-11-30 01:15:31+05:30', '2026-11-29T19:45:31.000Z'],
  ])('%s is an instant to the millisecond', async (text, instant) => {
    expect(await read(one, sql`select ${text}::timestamptz as at`)).toEqual([{ at: new Date(instant) }]);
  });
});
