import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres-server.js';
import { withClient } from './with-client.js';

// JavaScript over the compiled server, because Jest loads this file without the transform that the tests get.

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiled = (file) => import(join(root, 'dist', file));

/**
 * Prepares one migrated database for each worker of the run, and leaves word of them in the environment: the embedded
 * one by default, a server's where TEST_DATABASE_URL names one, a private server's with TEST_DATABASE=server.
 */
export default async function setUp({ maxWorkers }) {
  if (!existsSync(join(root, 'dist/database/migrate.js'))) {
    throw new Error('The tests need the compiled server: run "npm run build:server" first.');
  }
  const { TEST_DATABASE_URL: given, TEST_DATABASE: kind } = process.env;
  const prepared = given || kind === 'server' ? await onServer(given, maxWorkers) : await embedded(maxWorkers);
  process.env.PREPARED_DATABASES = JSON.stringify(prepared.note);
  globalThis.closePreparedDatabases = prepared.close;
}

async function onServer(given, count) {
  const server = given ? undefined : await startPostgres();
  const adminUrl = given ?? server.url('postgres');
  const run = `psa_test_${randomBytes(4).toString('hex')}`;
  const urlOf = (name) => {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const names = Array.from({ length: count }, (_, index) => `${run}_w${index + 1}`);
  const template = `${run}_template`;
  await asAdmin(adminUrl, [`CREATE DATABASE ${template}`]);
  await migrateAt(urlOf(template));
  await asAdmin(
    adminUrl,
    names.map((name) => `CREATE DATABASE ${name} TEMPLATE ${template}`),
  );
  const close = async () => {
    await (server
      ? server.stop()
      : asAdmin(
          adminUrl,
          [...names, template].map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
        ));
  };
  return { note: { kind: 'server', urls: names.map(urlOf), adminUrl }, close };
}

async function asAdmin(url, statements) {
  await withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

async function migrateAt(url) {
  const { migrate } = await compiled('database/migrate.js');
  await migrate({ url, logger: await silence() });
}

async function silence() {
  const { createLogger } = await compiled('shared/logger.js');
  return createLogger('silent');
}

async function embedded(count) {
  const { startEmbedded } = await compiled('database/embedded/embedded.js');
  const templates = await embeddedTemplates(startEmbedded);
  const folder = await mkdtemp(join(tmpdir(), 'psa-test-'));
  const logger = await silence();
  const databases = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const dataDir = join(folder, `w${index + 1}`);
      await cp(templates.migrated, dataDir, { recursive: true });
      return startEmbedded({ dataDir, logger });
    }),
  );
  const close = async () => {
    await Promise.all(databases.map((database) => database.close()));
    await rm(folder, { recursive: true, force: true });
  };
  return { note: { kind: 'embedded', urls: databases.map(({ url }) => url), emptyFolder: templates.empty }, close };
}

/** Making a database takes seconds, copying one does not: the folders are kept until migrations, PGlite or the queue change. */
async function embeddedTemplates(startEmbedded) {
  const { readMigrations } = await compiled('database/migration-files.js');
  const hash = createHash('sha256');
  for (const name of ['@electric-sql/pglite', 'graphile-worker']) {
    hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  }
  for (const { checksum } of await readMigrations()) hash.update(checksum);
  const all = join(root, 'node_modules/.cache/psa-bridge-test');
  const cache = join(all, hash.digest('hex').slice(0, 16));
  const templates = { empty: join(cache, 'empty'), migrated: join(cache, 'migrated') };
  if (existsSync(cache)) return templates;

  const outdated = await readdir(all).catch(() => []);
  await Promise.all(outdated.map((name) => rm(join(all, name), { recursive: true, force: true })));
  const logger = await silence();
  const making = `${cache}.${process.pid}`;
  await mkdir(making, { recursive: true });
  const empty = await startEmbedded({ dataDir: join(making, 'empty'), logger });
  await empty.close();
  await cp(join(making, 'empty'), join(making, 'migrated'), { recursive: true });
  const migrated = await startEmbedded({ dataDir: join(making, 'migrated'), logger });
  await migrateAt(migrated.url);
  await migrated.close();
  // Another run may have been faster; its folder is as good.
  await rename(making, cache).catch(() => rm(making, { recursive: true, force: true }));
  return templates;
}
