import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/database/embedded/embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { createLogger } from '../../src/shared/logger.js';
import { type DatabaseKind, findPostgresPrograms, startPostgres, type TemporaryDatabase } from '../support/database.js';

const logger = createLogger('silent');

/** A server as well, where its programs are found; says so where they are not. */
export async function databaseKinds(): Promise<readonly DatabaseKind[]> {
  if (await findPostgresPrograms()) return ['server', 'embedded'];
  process.stderr.write('No PostgreSQL programs were found: these faults run on the embedded database only.\n');
  return ['embedded'];
}

/** A migrated database of its own. */
export async function openFaultDatabase(kind: DatabaseKind): Promise<TemporaryDatabase> {
  const opened = await (kind === 'server' ? openServer() : openEmbedded());
  await migrate({ url: opened.url, logger });
  return opened;
}

async function openServer(): Promise<TemporaryDatabase> {
  const postgres = await startPostgres();
  return { url: postgres.url('postgres'), close: () => postgres.stop() };
}

async function openEmbedded(): Promise<TemporaryDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'psa-faults-'));
  const embedded = await startEmbedded({ dataDir, logger });
  const close = async () => {
    await embedded.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: embedded.url, close };
}
