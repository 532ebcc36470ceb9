import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { WriteTransaction } from '../../src/database/write-door.js';
import { newId, type UserId } from '../../src/shared/ids.js';
import { databaseKind, testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { figure } from '../support/figure.js';
import { type SampleAccount, sampleAccount, userData } from '../support/sample-account.js';

let database: Database;
let account: SampleAccount;

beforeAll(async () => {
  database = await testDatabase(20);
  account = await sampleAccount(database);
});

afterAll(() => database.close());

const fail = (tx: WriteTransaction, state: string) =>
  tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '${state}'; END $$`);

describe('F17: a transaction that lost against another', () => {
  test.each(['40P01', '40001'])('is run again as a whole after %s', async (state) => {
    let runs = 0;
    const result = await database.write(account.id, async (tx) => {
      runs += 1;
      await tx.account.update({ where: { id: account.id }, data: { version: { increment: 1 } } });
      if (runs < 4) await fail(tx, state);
      return 'done';
    });
    expect([result, runs]).toEqual(['done', 4]);
  });

  test('is given up after five more tries', async () => {
    let runs = 0;
    const attempt = database.write(account.id, (tx) => {
      runs += 1;
      return fail(tx, '40001');
    });
    await expect(attempt).rejects.toThrow(/made up|write conflict/);
    expect(runs).toBe(6);
  });

  test('is not run again after any other error', async () => {
    let runs = 0;
    const attempt = database.write(account.id, (tx) => {
      runs += 1;
      return fail(tx, '22012');
    });
    await expect(attempt).rejects.toThrow(/made up/);
    expect(runs).toBe(1);
  });
});

// The embedded database runs one transaction at a time, so no two can wait for each other there.
if (databaseKind() === 'server') {
  describe('F17: on a server', () => {
    test('crossing transactions all come through', async () => {
      const rounds = await withClient(testDatabaseUrl(), async (client) => {
        const { rows } = await client.query('SHOW deadlock_timeout');
        return rows[0].deadlock_timeout === '20ms' ? 1000 : 20;
      });
      const lanes = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const pair: [UserId, UserId] = [newId(), newId()];
          await database.write(account.id, (tx) =>
            tx.user.createMany({ data: pair.map((id) => userData(account, id)) }),
          );
          return pair;
        }),
      );
      await Promise.all(
        lanes.map(async ([first, second]) => {
          for (let round = 0; round < rounds / lanes.length; round += 1) {
            await Promise.all([raise([first, second]), raise([second, first])]);
          }
        }),
      );
      figure('F17', `${rounds} rounds of two crossing transactions: all came through`);
      const rows = await database.read(account.id, (db) =>
        db.selectFrom('users').select('version').where('id', 'in', lanes.flat()),
      );
      expect(rows.map((row) => row.version)).toEqual(lanes.flat().map(() => 1 + (2 * rounds) / lanes.length));
    }, 120_000);
  });
}

/** Locks two rows, one after the other. */
async function raise(ids: readonly UserId[]): Promise<void> {
  await database.write(account.id, async (tx) => {
    for (const id of ids) {
      await tx.user.update({
        where: { accountId_id: { accountId: account.id, id } },
        data: { version: { increment: 1 } },
      });
    }
  });
}
