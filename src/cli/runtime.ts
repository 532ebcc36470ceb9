import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { type Database, openDatabase } from '../database/database.js';
import { startEmbedded } from '../database/embedded/embedded.js';
import { migrate } from '../database/migrate.js';
import type { Logger } from '../shared/logger.js';

/** A migrated database with its doors open, whichever kind it is. */
export interface OpenDatabase {
  readonly database: Database;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/** Opens the database that the configuration names, or the embedded one under the data folder. */
export async function openConfiguredDatabase(config: Config, logger: Logger): Promise<OpenDatabase> {
  const isEmbedded = config.databaseUrl === undefined;
  const embedded = isEmbedded ? await startEmbedded({ dataDir: await databaseFolder(config), logger }) : undefined;
  const url = embedded?.url ?? config.databaseUrl ?? '';
  try {
    await migrate({ url, logger });
    const database = await openDatabase({ url, logger, poolMax: config.databasePoolMax, isEmbedded });
    return {
      database,
      isEmbedded,
      close: async () => {
        await database.close();
        await embedded?.close();
      },
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

async function databaseFolder(config: Config): Promise<string> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  return join(config.dataDir, 'database');
}
