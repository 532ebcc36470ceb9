import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/database/database.js';
import { isUniqueViolation } from '../../src/database/errors.js';
import { Failure } from '../../src/shared/failure.js';
import { newId, type SourceId } from '../../src/shared/ids.js';
import { databaseKind, testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let database: Database;
let one: SampleAccount;
let other: SampleAccount;

beforeAll(async () => {
  // One connection for each door: whatever a caller left behind would meet the next.
  database = await testDatabase(2);
  one = await sampleAccount(database);
  other = await sampleAccount(database);
});

afterAll(() => database.close());

const ownId = (account: SampleAccount) =>
  database.read(account.id, (db) => db.selectFrom('users').select(['account_id', 'id']).where('name', '<>', 'nobody'));

const ownRow = (account: SampleAccount) => [{ account_id: account.id, id: account.userId }];

describe('the read door', () => {
  test('gives values in the types the builder promises', async () => {
    const [row] = await database.read(one.id, (db) =>
      db
        .selectFrom('accounts')
        .innerJoin('passed_tests', 'passed_tests.account_id', 'accounts.id')
        .select(['last_position', 'version', 'created_at', 'fingerprint', 'report'])
        .select(sql<string>`1.50::numeric`.as('sum'))
        .select(sql<Date>`DATE '2026-03-29'`.as('day')),
    );
    expect(row).toEqual({
      last_position: '0',
      version: 1,
      created_at: expect.any(Date),
      fingerprint: expect.any(Buffer),
      report: {},
      sum: '1.50',
      day: new Date('2026-03-29T00:00:00Z'),
    });
  });

  test('leaves no open transaction after an error', async () => {
    const broken = () => database.read(one.id, (db) => sql`SELECT 1 / 0`.compile(db));
    await expect(broken()).rejects.toThrow(/division by zero/);
    const [state] = await database.read(other.id, (db) =>
      sql<{ account: string; age: string }>`
        SELECT current_setting('app.account') AS account, (now() = transaction_timestamp()) AS age`.compile(db),
    );
    expect(state?.account).toBe(other.id);
    await expect(broken()).rejects.toThrow(/division by zero/);
    expect(await ownId(one)).toEqual(ownRow(one));
  });

  test('survives a value that cannot be sent', async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    await expect(database.read(one.id, (db) => sql`SELECT ${circular}`.compile(db))).rejects.toThrow(/circular/i);
    expect(await ownId(one)).toEqual(ownRow(one));
  });

  test('two accounts interleaved over one connection never mix', async () => {
    // No more at once than get their turn within the wait for a connection, however slow the machine.
    for (let round = 0; round < 10; round += 1) {
      const reads = Array.from({ length: 40 }, async (_, index) => {
        const account = index % 2 === 0 ? one : other;
        expect(await ownId(account)).toEqual(ownRow(account));
      });
      await Promise.all(reads);
    }
  });

  test('leaves neither role nor account on the connection', async () => {
    await ownId(one);
    await database.write(one.id, async () => {});
    const rows = await withClient(testDatabaseUrl(), async (client) => {
      const result = await client.query(
        `SELECT current_user <> 'psa_app' AS "isLogin", nullif(current_setting('app.account', true), '') AS account`,
      );
      return result.rows;
    });
    expect(rows).toEqual([{ isLogin: true, account: null }]);
  });

  test('neither door names a statement on the embedded database, whose connections would share it', async () => {
    await database.write(one.id, (tx) => tx.user.count());
    const named = await database.read(one.id, (db) =>
      sql<{ name: string }>`SELECT name FROM pg_prepared_statements WHERE name <> ''`.compile(db),
    );
    // On a server the read door does, each on its own connection.
    const own = databaseKind() === 'server' ? /^kept_[0-9a-f]{16}_\d+$/ : /^$/;
    expect(named.filter(({ name }) => !own.test(name))).toEqual([]);
  });

  test('queries with values on other connections keep their own statements', async () => {
    const loops = Array.from({ length: 6 }, (_, caller) =>
      withClient(testDatabaseUrl(), async (client) => {
        for (let round = 0; round < 60; round += 1) {
          const { rows } = await client.query(`SELECT $1::int AS "value${caller}"`, [round]);
          expect(rows).toEqual([{ [`value${caller}`]: round }]);
        }
      }),
    );
    const reads = async () => {
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(Array.from({ length: 10 }, async () => expect(await ownId(one)).toEqual(ownRow(one))));
      }
    };
    await Promise.all([...loops, reads()]);
  });
});

describe('the write door', () => {
  test('commits what the work did, and returns its result', async () => {
    const id = newId<SourceId>();
    const made = await database.write(one.id, (tx) =>
      tx.source.create({ data: { accountId: one.id, id, code: id, name: 'made' } }),
    );
    expect(made.id).toBe(id);
  });

  test('undoes everything when the work fails, and passes its failure on untouched', async () => {
    const failure = new Failure({ code: 'INVALID', message: 'No.' });
    const attempt = database.write(one.id, async (tx) => {
      await tx.user.updateMany({ data: { name: 'changed' } });
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    const rows = await database.read(one.id, (db) => db.selectFrom('users').select('name'));
    expect(rows.map((row) => row.name)).not.toContain('changed');
  });

  test('tells which unique key was broken, as the plain driver does', async () => {
    const repeat = database.write(one.id, (tx) =>
      tx.source.create({ data: { accountId: one.id, id: newId(), code: 'mail', name: 'again' } }),
    );
    const error = await repeat.catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'sources_account_id_code_key')).toBe(true);
    expect(isUniqueViolation(error, 'sources_pkey')).toBe(false);

    const raw = await withClient(testDatabaseUrl(), (client) =>
      client.query(`INSERT INTO sources (account_id, id, code, name) VALUES ('${one.id}', '${newId()}', 'mail', 'x')`),
    ).catch((reason: unknown) => reason);
    expect(isUniqueViolation(raw, 'sources_account_id_code_key')).toBe(true);
    expect(isUniqueViolation(raw, 'sources_pkey')).toBe(false);
  });

  test('tells the key broken by plain SQL, too', async () => {
    const error = await database
      .write(
        one.id,
        (tx) =>
          tx.$executeRaw`INSERT INTO sources (account_id, id, code, name) SELECT account_id, gen_random_uuid(), code, name FROM sources`,
      )
      .catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'sources_account_id_code_key')).toBe(true);
  });
});
