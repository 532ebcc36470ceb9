import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/database/database.js';
import { startEmbedded } from '../../src/database/embedded/embedded.js';
import type { DatabaseTimes } from '../../src/database/times.js';
import { createLogger } from '../../src/shared/logger.js';
import { withClient } from './with-client.js';

export { findPostgresPrograms, startPostgres } from './postgres-server.js';
export { withClient };

export type DatabaseKind = 'embedded' | 'server';

export interface TemporaryDatabase {
  readonly url: string;
  close(): Promise<void>;
}

type Prepared =
  | { readonly kind: 'embedded'; readonly urls: readonly string[]; readonly emptyFolder: string }
  | { readonly kind: 'server'; readonly urls: readonly string[]; readonly adminUrl: string };

const silent = createLogger('silent');

export function databaseKind(): DatabaseKind {
  return prepared().kind;
}

/** The migrated database that is this worker's alone; what earlier test files left is still in it. */
export function testDatabaseUrl(): string {
  const url = prepared().urls[Number(process.env['JEST_WORKER_ID'] ?? 1) - 1];
  if (!url) throw new Error('The global setup prepared no database for this worker.');
  return url;
}

/** Limits for tests of anything else than limits: the machine may have much else to do. */
export const PATIENT_DATABASE: DatabaseTimes = {
  connection: 20_000,
  queue: 20_000,
  query: 30_000,
  statement: 29_000,
  idleInTransaction: 60_000,
  write: 30_000,
  writeWait: 20_000,
};

/** The doors of this worker's database. Whoever opens them closes them. */
export function testDatabase(poolMax?: number): Promise<Database> {
  const isEmbedded = databaseKind() === 'embedded';
  return openDatabase({ url: testDatabaseUrl(), logger: silent, poolMax, isEmbedded, times: PATIENT_DATABASE });
}

/** Another database of the same kind, without any table. */
export async function emptyDatabase(): Promise<TemporaryDatabase> {
  const all = prepared();
  return all.kind === 'embedded' ? emptyEmbedded(all.emptyFolder) : emptyOnServer(all.adminUrl);
}

async function emptyEmbedded(template: string): Promise<TemporaryDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'psa-empty-'));
  await cp(template, dataDir, { recursive: true });
  const { url, close } = await startEmbedded({ dataDir, logger: silent });
  return {
    url,
    close: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function emptyOnServer(adminUrl: string): Promise<TemporaryDatabase> {
  const name = `psa_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await execute(adminUrl, `CREATE DATABASE ${name}`);
  return { url: url.href, close: () => execute(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Runs SQL as the login itself, past both doors. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

function prepared(): Prepared {
  const note = process.env['PREPARED_DATABASES'];
  if (!note) throw new Error('No databases were prepared: the tests run under Jest and its global setup.');
  return JSON.parse(note) as Prepared;
}
