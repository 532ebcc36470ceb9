import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/database/database.js';
import { isUniqueViolation } from '../../src/database/errors.js';
import { assertRole } from '../../src/database/roles.js';
import { type AccountId, newId, PLATFORM_ACCOUNT, type SourceId, type UserId } from '../../src/shared/ids.js';
import { execute, testDatabase, testDatabaseUrl, withClient } from '../support/database.js';
import { mappingData, type SampleAccount, sampleAccount, userData } from '../support/sample-account.js';

let database: Database;
let ours: SampleAccount;
let theirs: SampleAccount;

beforeAll(async () => {
  database = await testDatabase();
  ours = await sampleAccount(database);
  theirs = await sampleAccount(database);
});

afterAll(() => database.close());

const TABLES = [
  ...['sources', 'access_tokens', 'connect_wise_instances', 'integration_settings', 'passed_tests', 'call_paces'],
  ...['users', 'mappings', 'company_checks', 'audit_events', 'events', 'work', 'work_holds', 'connection_tests'],
  ...['jobs', 'company_mirrors', 'companies', 'company_search', 'company_match_keys', 'drifts'],
  ...['search_keys', 'text_search'],
  ...['notifications', 'tickets', 'ticketing_settings', 'ticket_overrides', 'ticket_watches', 'ticket_callbacks'],
  ...['user_match_facts', 'match_suggestions', 'matching_settings', 'matching_marks', 'import_files', 'import_rows'],
  ...['products', 'usage_days', 'billing_settings', 'billing_overrides', 'billing_plans', 'billing_turns'],
  ...[
    'billing_agreements',
    'billing_lines',
    'billing_shares',
    'reconciliation_rows',
    'spam_domains',
    'spam_days',
    'spam_totals',
    'spam_settings',
    'spam_overrides',
    'spam_deliveries',
    'spam_records',
    'retention_settings',
    'retention_runs',
  ],
];

function query<Row extends object>(text: string): Promise<Row[]> {
  return withClient(testDatabaseUrl(), async (client) => (await client.query<Row>(text)).rows);
}

async function accountsSeen(table: string, accountId: AccountId): Promise<unknown[]> {
  const rows = await database.read(accountId, (db) =>
    sql<{ id: string }>`SELECT DISTINCT account_id AS id FROM ${sql.table(table)}`.compile(db),
  );
  return rows.map((row) => row.id);
}

describe('T10: the data of other accounts', () => {
  test.each(TABLES)('T10: a query of %s without a condition sees the own rows only', async (table) => {
    expect(await accountsSeen(table, ours.id)).toEqual([ours.id]);
    expect(await accountsSeen(table, theirs.id)).toEqual([theirs.id]);
  });

  test('T10: a query of accounts sees the own one only', async () => {
    const rows = await database.read(ours.id, (db) => db.selectFrom('accounts').select('id'));
    expect(rows).toEqual([{ id: ours.id }]);
  });

  test('T10: every table has row-level security, and this list has every one that belongs to accounts', async () => {
    const open = await query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity`,
    );
    const ofTheServer = ['_prisma_migrations', 'sealing_key_checks', 'workers'];
    expect(open.map(({ name }) => name).sort()).toEqual(ofTheServer);
    const granted = await query(
      `SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'psa_app' AND table_name = ANY ('{${ofTheServer}}')`,
    );
    expect(granted).toEqual([]);
    const owned = await query<{ name: string }>(
      `SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'`,
    );
    expect(owned.map(({ name }) => name).sort()).toEqual([...TABLES].sort());
  });

  test('T10: no right on a table or a function is anybody’s, and functions that run as their owner name their path', async () => {
    const tables = await query(
      `SELECT table_name, privilege_type FROM information_schema.role_table_grants
       WHERE table_schema = 'public' AND grantee = 'PUBLIC'`,
    );
    expect(tables).toEqual([]);
    const definers = await query<{ name: string; path: boolean; anybody: boolean }>(
      `SELECT proname AS name, coalesce(array_to_string(proconfig, ',') LIKE '%search_path=pg_catalog, pg_temp%', false) AS path,
              has_function_privilege('public', oid, 'EXECUTE') AS anybody
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY proname`,
    );
    expect(definers.length).toBeGreaterThan(3);
    expect(definers).toEqual(definers.map(({ name }) => ({ name, path: true, anybody: false })));
  });

  test('T10: an account that does not exist sees nothing', async () => {
    expect(await accountsSeen('users', newId<AccountId>())).toEqual([]);
  });

  test('T10: under the role, but without an account, nothing is seen', async () => {
    const seen = await withClient(testDatabaseUrl(), async (client) => {
      await client.query(`BEGIN; SET LOCAL ROLE psa_app`);
      const result = await client.query('SELECT count(*)::int AS n FROM users');
      await client.query('ROLLBACK');
      return result.rows;
    });
    expect(seen).toEqual([{ n: 0 }]);
  });

  test('T10: changing everything changes the own rows only', async () => {
    const changed = await database.write(ours.id, (tx) => tx.user.updateMany({ data: { isIgnored: true } }));
    expect(changed.count).toBe(1);
    const [row] = await database.read(theirs.id, (db) => db.selectFrom('users').select('is_ignored'));
    expect(row).toEqual({ is_ignored: false });
  });

  test('T10: a row for another account is refused, and so is giving one away', async () => {
    const foreign = { ...userData(theirs, newId<UserId>()) };
    await expect(database.write(ours.id, (tx) => tx.user.create({ data: foreign }))).rejects.toThrow(
      /row-level security/,
    );
    const given = database.write(ours.id, (tx) => tx.$executeRaw`UPDATE mappings SET account_id = ${theirs.id}::uuid`);
    await expect(given).rejects.toThrow(/row-level security/);
  });

  test('the read door changes nothing', async () => {
    const attempt = database.read(ours.id, (db) => db.updateTable('users').set({ name: 'x' }).returning('id'));
    await expect(attempt).rejects.toThrow(/read-only transaction/);
  });

  test('T10: nobody reads token hashes, not even of the own account', async () => {
    const attempt = database.read(ours.id, (db) => db.selectFrom('access_tokens').select('hash'));
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  test('an id that is no UUID never becomes SQL', async () => {
    const id = `${ours.id}', true), set_config('role', 'postgres` as AccountId;
    await expect(database.read(id, (db) => db.selectFrom('users').select('id'))).rejects.toThrow(/UUID/);
    await expect(database.write(id, async () => 1)).rejects.toThrow(/UUID/);
  });

  test('the planner reads the account once for a statement', async () => {
    const plan = await database.read(ours.id, (db) =>
      sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT * FROM users`.compile(db),
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/InitPlan 1/);
  });
});

describe('T10: the roles themselves', () => {
  test('T10: a superuser, an owner of tables and a missing role are refused', async () => {
    const pool = new pg.Pool({ connectionString: testDatabaseUrl(), max: 1 });
    const [me] = await withClient(
      testDatabaseUrl(),
      async (client) => (await client.query('SELECT current_user AS name')).rows,
    );
    await expect(assertRole(pool, me.name)).rejects.toThrow(/would see the data of every account/);
    await expect(assertRole(pool, 'psa_nobody')).rejects.toThrow(/psa_nobody/);
    await expect(assertRole(pool, 'psa_app')).resolves.toBeUndefined();
    await expect(assertRole(pool, 'psa_system')).resolves.toBeUndefined();
    await pool.end();
  });

  test('T10: a role with BYPASSRLS or a table is refused', async () => {
    const role = `psa_odd_${Date.now()}`;
    const pool = new pg.Pool({ connectionString: testDatabaseUrl(), max: 1 });
    await execute(testDatabaseUrl(), `CREATE ROLE ${role} BYPASSRLS`);
    await expect(assertRole(pool, role)).rejects.toThrow(/has BYPASSRLS/);
    await execute(
      testDatabaseUrl(),
      `ALTER ROLE ${role} NOBYPASSRLS`,
      `CREATE TABLE ${role} (id INT)`,
      `ALTER TABLE ${role} OWNER TO ${role}`,
    );
    await expect(assertRole(pool, role)).rejects.toThrow(/owns tables/);
    await execute(testDatabaseUrl(), `DROP TABLE ${role}`, `DROP ROLE ${role}`);
    await pool.end();
  });
});

describe('what the database itself keeps', () => {
  test('T19: the audit is append-only: not even its personal part is changed by hand', async () => {
    const denied = /permission denied/;
    await expect(database.write(ours.id, (tx) => tx.auditEvent.updateMany({ data: { action: 'x' } }))).rejects.toThrow(
      denied,
    );
    await expect(database.write(ours.id, (tx) => tx.auditEvent.deleteMany())).rejects.toThrow(denied);
    await expect(database.write(ours.id, (tx) => tx.event.updateMany({ data: { kind: 'x' } }))).rejects.toThrow(denied);
    // Events go when they are old enough, and these are not.
    expect(await database.write(ours.id, (tx) => tx.event.deleteMany())).toEqual({ count: 0 });
    const emptied = database.write(ours.id, (tx) => tx.auditEvent.updateMany({ data: { personalChanges: [] } }));
    await expect(emptied).rejects.toThrow(denied);
  });

  test('U7: one company for two users of a source only where the row says it is shared', async () => {
    const map = (data: Partial<ReturnType<typeof mappingData>> & { isShared?: boolean }) =>
      database.write(ours.id, async (tx) => {
        const userId = newId<UserId>();
        await tx.user.create({ data: { ...userData(ours, userId), sourceId: data.sourceId ?? ours.sourceId } });
        return tx.mapping.create({ data: { ...mappingData(ours, { userId, connectWiseId: 77 }), ...data } });
      });
    const otherSource = newId<SourceId>();
    await database.write(ours.id, (tx) =>
      tx.source.create({ data: { accountId: ours.id, id: otherSource, code: otherSource, name: 'Other' } }),
    );
    await map({});
    const second = await map({}).catch((error: unknown) => error);
    expect(isUniqueViolation(second, 'mappings_one_company_key')).toBe(true);
    expect(isUniqueViolation(second, 'mappings_account_id_user_id_key')).toBe(false);
    await map({ isShared: true });
    await map({ sourceId: otherSource });
    await map({ connectWiseId: null });
    await map({ connectWiseId: null });
  });

  test('a token has a source exactly when it is for ingest, and a platform token belongs to the platform', async () => {
    const insert = (accountId: AccountId, data: { role: 'INGEST' | 'ADMIN' | 'PLATFORM'; sourceId?: SourceId }) =>
      database.write(accountId, (tx) =>
        tx.accessToken.create({
          data: {
            accountId,
            id: newId(),
            name: 't',
            lastFour: 'abcd',
            hash: crypto.getRandomValues(new Uint8Array(32)),
            ...data,
          },
        }),
      );
    await expect(insert(ours.id, { role: 'INGEST' })).rejects.toThrow(/access_tokens_source_check/);
    await expect(insert(ours.id, { role: 'ADMIN', sourceId: ours.sourceId })).rejects.toThrow(
      /access_tokens_source_check/,
    );
    await expect(insert(ours.id, { role: 'PLATFORM' })).rejects.toThrow(/access_tokens_platform_check/);
    await expect(insert(PLATFORM_ACCOUNT, { role: 'ADMIN' })).rejects.toThrow(/access_tokens_platform_check/);
    await insert(ours.id, { role: 'INGEST', sourceId: ours.sourceId });
    await insert(PLATFORM_ACCOUNT, { role: 'PLATFORM' });
  });
});
