import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCore, type Services } from '../app/services.js';
import { type Config, loadConfig } from '../config/config.js';
import { type Database, openDatabase } from '../database/database.js';
import { startEmbedded } from '../database/embedded/embedded.js';
import { migrate } from '../database/migrate.js';
import { systemClock } from '../shared/clock.js';
import { createLogger, type Logger } from '../shared/logger.js';
import { OperatorError } from '../shared/operator-error.js';
import type { Tracing } from '../shared/tracing.js';
import { checkSealingKey, loadSecretBox } from './sealing.js';

/** A migrated database with its doors open, whichever kind it is. */
export interface OpenDatabase {
  readonly database: Database;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/** Opens the database that the configuration names, or the embedded one under the data folder. */
export async function openConfiguredDatabase(config: Config, logger: Logger, tracing?: Tracing): Promise<OpenDatabase> {
  const isEmbedded = config.databaseUrl === undefined;
  const embedded = isEmbedded ? await startEmbedded({ dataDir: await databaseFolder(config), logger }) : undefined;
  const url = embedded?.url ?? config.databaseUrl ?? '';
  try {
    await migrate({ url, logger });
    const database = await openDatabase({ url, logger, poolMax: config.databasePoolMax, isEmbedded, tracing });
    const close = async () => {
      await database.close();
      await embedded?.close();
    };
    return { database, isEmbedded, close };
  } catch (error) {
    await embedded?.close();
    throw isEmbedded ? error : forPerson(error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  '3D000': 'the database it names does not exist',
  '28P01': 'its user or password is refused',
  '28000': 'its user may not sign in',
  '53300': 'the server has no connection left',
  ECONNREFUSED: 'nothing accepts connections there',
  ENOTFOUND: 'its host name leads nowhere',
  ENOENT: 'its socket does not exist',
  ETIMEDOUT: 'there is no answer',
};

/** What a person can mend about DATABASE_URL, without any of its parts; undefined when nothing is known of it. */
export function whyNotOpened(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const reason = 'code' in cause && typeof cause.code === 'string' ? REASONS[cause.code] : undefined;
    if (reason) return reason;
  }
  return undefined;
}

function forPerson(error: unknown): unknown {
  const reason = whyNotOpened(error);
  return reason ? new OperatorError(`DATABASE_URL cannot be opened: ${reason}.`, { cause: error }) : error;
}

/** Opens the configured database for one command. */
export async function withDatabase(work: (database: Database, config: Config) => Promise<void>): Promise<void> {
  const config = loadConfig();
  const { database, close } = await openConfiguredDatabase(config, createLogger('warn'));
  try {
    await work(database, config);
  } finally {
    await close();
  }
}

/** Opens the services for one command; nothing listens. */
export async function withServices(work: (services: Services, database: Database) => Promise<void>): Promise<void> {
  await withDatabase(async (database, config) => {
    const box = await loadSecretBox(config);
    await checkSealingKey(database, box);
    const parts = { config, database, box, logger: createLogger('warn'), clock: systemClock };
    const { services, connectWise } = createCore(parts);
    try {
      await work(services, database);
    } finally {
      await connectWise.close();
    }
  });
}

async function databaseFolder(config: Config): Promise<string> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return join(config.dataDir, 'database');
}
