import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrate } from '../../src/database/migrate.js';
import { createLogger } from '../../src/shared/logger.js';
import { emptyDatabase, execute, type TemporaryDatabase, withClient } from '../support/database.js';
import { migrationStatus, schemaDrift } from '../support/schema-engine.js';

let database: TemporaryDatabase;

beforeAll(async () => {
  database = await emptyDatabase();
  await migrate({ url: database.url, logger: createLogger('silent') });
});

afterAll(() => database.close());

test('the migrations and schema.prisma describe the same database', async () => {
  expect(await schemaDrift(database.url)).toBe('');
});

test('the comparison notices a missing index', async () => {
  await execute(database.url, 'BEGIN', 'DROP INDEX users_account_id_name_id_idx', 'COMMIT');
  expect(await schemaDrift(database.url)).toContain('users_account_id_name_id_idx');
  await execute(database.url, 'CREATE INDEX users_account_id_name_id_idx ON users (account_id, name, id)');
});

test('Prisma itself finds the history complete', async () => {
  expect(await migrationStatus(database.url)).toMatchObject({
    hasMigrationsTable: true,
    editedMigrationNames: [],
    failedMigrationNames: [],
    history: null,
  });
});

test('every table with an account has row-level security on, and a policy for psa_app', async () => {
  const open = await withClient(database.url, (client) =>
    client.query(`
      SELECT c.relname FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'account_id'
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        AND NOT (c.relrowsecurity AND EXISTS (
          SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND 'psa_app'::regrole = ANY (p.polroles)))`),
  );
  expect(open.rows).toEqual([]);
});
