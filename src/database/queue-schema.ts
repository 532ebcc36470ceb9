import { Logger as QueueLogger, runMigrations } from 'graphile-worker';
import pg from 'pg';

/**
 * Brings the queue's own schema up to date; our migrations have made its first table. It takes no lock: of runners
 * that meet, one applies a migration and the others wait for its row.
 */
export async function migrateQueue(url: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
  try {
    await runMigrations({ pgPool, noPreparedStatements: true, logger: new QueueLogger(() => () => {}) });
  } finally {
    await pgPool.end();
  }
}
