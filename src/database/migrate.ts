import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Logger } from '../shared/logger.js';
import { OperatorError } from '../shared/operator-error.js';
import { translate } from './errors.js';
import { type MigrationFile, readMigrations } from './migration-files.js';
import { disagreements, findHistory, type HistoryEntry, pendingOf } from './migration-history.js';
import { migrateQueue } from './queue-schema.js';

export interface MigrateOptions {
  readonly url: string;
  readonly logger: Logger;
  /** The package's own unless told. */
  readonly folder?: string;
}

/**
 * Applies the migrations that are missing, each in a transaction of its own, and records them as Prisma does. Whoever
 * else migrates the same database meanwhile waits. Returns the names it applied.
 */
export async function migrate({ url, logger, folder }: MigrateOptions): Promise<string[]> {
  const files = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', (error) => logger.warn({ err: error }, 'the database connection broke while migrating'));
  try {
    await client.connect();
    const applied: string[] = [];
    for (;;) {
      const name = await inTransaction(client, () => applyNext(client, files));
      if (!name) break;
      logger.info({ migration: name }, 'migration applied');
      applied.push(name);
    }
    await migrateQueue(url);
    return applied;
  } catch (error) {
    throw translate(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

// Prisma's own key, so that `prisma migrate deploy` waits too. It takes the lock for its session; we for a transaction,
// because on the embedded database a session is shared by all connections.
const LOCK = 'SELECT pg_advisory_xact_lock(72707369)';

async function applyNext(client: pg.Client, files: readonly MigrationFile[]): Promise<string | undefined> {
  await client.query(LOCK);
  const history = await readHistory(client);
  assertAgrees(history, files);
  const [next] = pendingOf(history, files);
  if (!next) return undefined;
  const startedAt = new Date();
  try {
    await client.query(next.sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`Migration ${next.name} failed and was undone: ${reason}`, { cause: error });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     VALUES ($1, $2, clock_timestamp(), $3, $4, 1)`,
    [randomUUID(), next.checksum, next.name, startedAt],
  );
  return next.name;
}

async function readHistory(client: pg.Client): Promise<HistoryEntry[]> {
  // Asked first, because creating "if not exists" needs the right to create even where the table exists.
  const history = await findHistory(client);
  if (!history) await client.query(HISTORY_TABLE);
  return history ?? [];
}

function assertAgrees(history: readonly HistoryEntry[], files: readonly MigrationFile[]): void {
  const { unfinished, changed } = disagreements(history, files);
  if (unfinished[0]) throw new OperatorError(unfinishedMigration(unfinished[0]));
  if (changed[0]) throw new OperatorError(changedMigration(changed[0]));
}

export function unfinishedMigration(name: string): string {
  return (
    `Migration ${name} was begun by another tool and never finished. Look at the database, then mark it ` +
    'with "prisma migrate resolve" as applied or as rolled back.'
  );
}

export function changedMigration(name: string): string {
  return (
    `Migration ${name} was changed after it had been applied to this database. Restore the file as it was ` +
    'and put the change into a new migration.'
  );
}

// Letter for letter Prisma's.
const HISTORY_TABLE = `
CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;
