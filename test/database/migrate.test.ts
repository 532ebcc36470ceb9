import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { migrate } from '../../src/database/migrate.js';
import { MIGRATIONS_FOLDER, readMigrations } from '../../src/database/migration-files.js';
import { createLogger } from '../../src/shared/logger.js';
import { databaseKind, emptyDatabase, execute, type TemporaryDatabase, withClient } from '../support/database.js';

const FIRST = '20261122000000_first';
const ALL = (await readMigrations()).map(({ name }) => name);
const logger = createLogger('silent');

let database: TemporaryDatabase;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'psa-migrations-'));
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const run = () => migrate({ url: database.url, logger, folder });

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function select(sql: string): Promise<unknown[]> {
  const result = await withClient(database.url, (client) => client.query(sql));
  return result.rows;
}

test('applies what is missing, once, and records it as Prisma does', async () => {
  expect(await run()).toEqual(ALL);
  expect(await run()).toEqual([]);
  const content = await readFile(join(folder, FIRST, 'migration.sql'));
  expect(await select('SELECT * FROM _prisma_migrations ORDER BY migration_name LIMIT 1')).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(content).digest('hex'),
      migration_name: FIRST,
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    },
  ]);
});

test('F24: two runners at once apply every migration once', async () => {
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat().sort()).toEqual(ALL);
});

test('the queue gets its schema once, whoever starts together, and on a database that had none before', async () => {
  await Promise.all([run(), run(), run()]);
  const applied = () => select('SELECT id, ts FROM graphile_worker.migrations ORDER BY id');
  const first = await applied();
  expect(first).toHaveLength(18);
  await run();
  expect(await applied()).toEqual(first);
  expect(await select(`SELECT * FROM sweep_work(array['ANY'], interval '1 s', 'nobody')`)).toEqual([
    { waiting: 0, dead: 0 },
  ]);
});

test('refuses to go on when an applied file was changed', async () => {
  await run();
  await addMigration(FIRST, 'SELECT 1;');
  await expect(run()).rejects.toThrow(/20261122000000_first was changed after it had been applied/);
});

test('refuses to go on after a migration another tool left unfinished', async () => {
  await run();
  await execute(database.url, 'UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(run()).rejects.toThrow(/never finished/);
});

test('F24: a migration that fails half-way leaves nothing behind, and its corrected form applies', async () => {
  await addMigration('20990101000000_broken', 'CREATE TABLE half (id INT); SELECT 1 / 0;');
  await expect(run()).rejects.toThrow(/20990101000000_broken failed and was undone: division by zero/);
  expect(await select(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  await addMigration('20990101000000_broken', 'CREATE TABLE half (id INT);');
  expect(await run()).toEqual(['20990101000000_broken']);
});

test('an older build starts on a newer database', async () => {
  await addMigration('20990101000000_newer', 'CREATE TABLE newer (id INT);');
  await run();
  await rm(join(folder, '20990101000000_newer'), { recursive: true });
  expect(await run()).toEqual([]);
});

// A login without rights needs a real server: the embedded database lets everybody in as superuser.
if (databaseKind() === 'server') {
  describe('on a server, as a login without CREATEROLE', () => {
    test('prints what an administrator must run, and works once that was run', async () => {
      const { pathname } = new URL(database.url);
      const login = `psa_login_${pathname.slice(-8)}`;
      await execute(
        database.url,
        `CREATE ROLE ${login} LOGIN PASSWORD 'test'`,
        `ALTER DATABASE ${pathname.slice(1)} OWNER TO ${login}`,
        `ALTER SCHEMA public OWNER TO ${login}`,
      );
      const url = new URL(database.url);
      url.username = login;
      url.password = 'test';
      const attempt = () => migrate({ url: url.href, logger, folder });
      await expect(attempt()).rejects.toThrow(
        new RegExp(
          `CREATE ROLE psa_app NOLOGIN; CREATE ROLE psa_system NOLOGIN; GRANT psa_app, psa_system TO ${login};`,
        ),
      );
      await execute(database.url, `GRANT psa_app, psa_system TO ${login}`);
      expect(await attempt()).toEqual(ALL);
      await execute(
        database.url,
        `DROP OWNED BY ${login} CASCADE`,
        `ALTER DATABASE ${pathname.slice(1)} OWNER TO CURRENT_USER`,
        `REASSIGN OWNED BY ${login} TO CURRENT_USER`,
        `DROP ROLE ${login}`,
      );
    });
  });
}
