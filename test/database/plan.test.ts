import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/database/database.js';
import { testDatabase } from '../support/database.js';
import { planOf, readsOf, rowsSorted, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

describe('how plans of the read door are read', () => {
  let database: Database;
  let account: SampleAccount;
  beforeAll(async () => {
    database = await testDatabase();
    account = await sampleAccount(database);
  });
  afterAll(() => database.close());

  const planned = async (text: string) => {
    const [statement] = await readsOf(database, () => database.read(account.id, (db) => sql.raw(text).compile(db)));
    if (!statement) throw new Error('Nothing was read.');
    return planOf(database, statement);
  };

  it('statements are counted while they are watched, and not afterwards', async () => {
    const read = () => database.read(account.id, (db) => db.selectFrom('users').select('id').where('name', '=', 'x'));
    const statements = await readsOf(database, async () => [await read(), await read()]);
    expect(statements).toHaveLength(2);
    expect(statements[0]).toMatchObject({ accountId: account.id, query: { parameters: ['x'] } });
    await read();
    expect(statements).toHaveLength(2);
  });

  it('a table read whole and a sort of all its rows are seen', async () => {
    const plan = await planned('SELECT relname FROM pg_class ORDER BY relpages + 0 DESC LIMIT 2');
    expect(wholeTables(plan)).toEqual(['pg_class']);
    expect(rowsSorted(plan)).toBeGreaterThan(100);
  });

  it('an index that gives the order is neither', async () => {
    const plan = await planned(`
      SELECT position FROM events WHERE account_id = '${account.id}' AND position > 0 ORDER BY account_id, position LIMIT 1`);
    expect(wholeTables(plan)).toEqual([]);
    expect(rowsSorted(plan)).toBe(0);
    expect(plan.map(({ index }) => index)).toContain('events_pkey');
  });
});
