import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/database/database.js';
import { runPipelined } from '../../src/database/pipeline.js';
import { sqlBuilder } from '../../src/database/read-door.js';
import { systemScope } from '../../src/database/scope.js';
import { type AccountId, newId, PLATFORM_ACCOUNT } from '../../src/shared/ids.js';
import { testDatabase, testDatabaseUrl } from '../support/database.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let database: Database;
let account: SampleAccount;

beforeAll(async () => {
  database = await testDatabase();
  account = await sampleAccount(database);
});

afterAll(() => database.close());

describe('tokens', () => {
  test('are found by their hash alone, with their account', async () => {
    expect(await database.system.findTokenByHash(account.tokenHash)).toEqual({
      accountId: account.id,
      accountName: `account ${account.id}`,
      accountStatus: 'ACTIVE',
      id: account.tokenId,
      name: 't',
      role: 'ADMIN',
      sourceId: null,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
    expect(await database.system.findTokenByHash(Buffer.alloc(32))).toBeUndefined();
  });

  test('remember when they were used, to the minute', async () => {
    const lastUsed = async () => (await database.system.findTokenByHash(account.tokenHash))?.lastUsedAt;
    await database.system.touchToken(account.id, account.tokenId);
    const first = await lastUsed();
    expect(first).toBeInstanceOf(Date);
    await database.system.touchToken(account.id, account.tokenId);
    expect(await lastUsed()).toEqual(first);
  });
});

test('an account whose callbacks come in is found by the hash of their address alone', async () => {
  const found = await database.system.findCallbackAccount(account.pathHash);
  expect(found).toEqual({ accountId: account.id, isActive: true });
  expect(await database.system.findCallbackAccount(Buffer.alloc(32))).toBeUndefined();
  const query = sql<object>`SELECT account_id FROM ticket_watches`.compile(sqlBuilder);
  const pool = new pg.Pool({ connectionString: testDatabaseUrl(), max: 1, pipeline: true });
  expect(await runPipelined(pool, systemScope(), query)).toEqual([]);
  await pool.end();
});

test('accounts are found by their ids, oldest first, the platform among them if it is asked for', async () => {
  const other = await sampleAccount(database);
  await sampleAccount(database);
  const found = await database.system.findAccounts([other.id, PLATFORM_ACCOUNT, account.id, newId<AccountId>()]);
  expect(found.map(({ id }) => id)).toEqual([PLATFORM_ACCOUNT, account.id, other.id].sort());
  expect(found.find(({ id }) => id === account.id)).toEqual({
    ...{ id: account.id, name: `account ${account.id}`, status: 'ACTIVE', timeZone: 'UTC', version: 1 },
    createdAt: expect.any(Date),
  });
  expect(await database.system.findAccounts([])).toEqual([]);
});

test('accounts are listed in pages, without the platform', async () => {
  await sampleAccount(database);
  const all = await database.system.listAccounts(3);
  expect(all.map((listed) => listed.id)).not.toContain(PLATFORM_ACCOUNT);
  const [first] = await database.system.listAccounts(1);
  expect(first).toEqual(all[0]);
  expect(await database.system.listAccounts(2, first?.id)).toEqual(all.slice(1));
});

describe('F23: sealed keys', () => {
  test('are replaced only as long as nobody else changed them', async () => {
    const find = async () => {
      for await (const row of database.sealed.settings()) if (row.accountId === account.id) return row;
      throw new Error('not found');
    };
    const before = await find();
    expect(await database.sealed.replace(before, { publicKey: 'c', privateKey: 'd', loginPassword: 'g' })).toBe(true);
    expect(await database.sealed.replace(before, { publicKey: 'e', privateKey: 'f', loginPassword: 'h' })).toBe(false);
    expect(await find()).toEqual({ accountId: account.id, publicKey: 'c', privateKey: 'd', loginPassword: 'g' });
    expect(await database.sealed.forget(account.id)).toBe(true);
    await expect(find()).rejects.toThrow('not found');
  });

  test('the proof of the sealing key is stored once', async () => {
    const keyId = `k${Date.now()}`;
    const proofs = async () => (await database.sealed.keyChecks()).filter((check) => check.keyId === keyId);
    const made = await Promise.all(['a', 'b'].map((sealed) => database.sealed.insertKeyCheck({ keyId, sealed })));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await proofs()).toHaveLength(1);
    expect(await database.sealed.deleteKeyCheck(keyId)).toBe(true);
    expect(await proofs()).toEqual([]);
  });
});

describe('T10: the system role sees nothing more', () => {
  const asSystem = async (text: string) => {
    const pool = new pg.Pool({ connectionString: testDatabaseUrl(), max: 1, pipeline: true });
    try {
      return await runPipelined(pool, systemScope('READ WRITE'), sql.raw(text).compile(sqlBuilder));
    } finally {
      await pool.end();
    }
  };

  test('tokens without their hash', async () => {
    expect(await asSystem('SELECT hash FROM access_tokens')).toEqual([]);
  });

  test.each([
    'SELECT * FROM accounts',
    'SELECT * FROM users',
    'SELECT * FROM mappings',
    'SELECT * FROM audit_events',
    'SELECT site FROM integration_settings',
    'SELECT login_name FROM spam_settings',
    'SELECT * FROM spam_overrides',
    'UPDATE spam_settings SET route = NULL',
    'UPDATE integration_settings SET is_enabled = true',
    'UPDATE access_tokens SET revoked_at = NULL',
    'UPDATE sealing_key_checks SET sealed = NULL',
    "UPDATE accounts SET status = 'ACTIVE'",
  ])('%s is refused', async (text) => {
    await expect(asSystem(text)).rejects.toThrow(/permission denied/);
  });
});
