import type pg from 'pg';
import { type MigrationFile, readMigrations } from './migration-files.js';

/** What a database says was done to it. */
export interface HistoryEntry {
  readonly name: string;
  readonly checksum: string;
  readonly isFinished: boolean;
}

type Asked = Pick<pg.ClientBase, 'query'>;

/** Undefined when nothing ever migrated this database. */
export async function findHistory(client: Asked): Promise<HistoryEntry[] | undefined> {
  const { rows } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`,
  );
  if (!rows[0]?.exists) return undefined;
  const history = await client.query<HistoryEntry>(
    `SELECT migration_name AS "name", checksum, finished_at IS NOT NULL AS "isFinished"
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return history.rows;
}

/** How a database stands to the migrations of this version; names in order. */
export interface MigrationState {
  readonly pending: readonly string[];
  /** Begun by another tool and never finished. */
  readonly unfinished: readonly string[];
  /** Applied from a file that has another content now. */
  readonly changed: readonly string[];
  /** Not known here: a newer version migrated this database. */
  readonly newer: readonly string[];
  readonly applied: number;
}

export async function readMigrationState(client: Asked, folder?: string): Promise<MigrationState> {
  const [files, history = []] = await Promise.all([readMigrations(folder), findHistory(client)]);
  return { pending: pendingOf(history, files).map(({ name }) => name), ...disagreements(history, files) };
}

export function pendingOf(history: readonly HistoryEntry[], files: readonly MigrationFile[]): MigrationFile[] {
  const known = new Set(history.map(({ name }) => name));
  return files.filter(({ name }) => !known.has(name));
}

export function disagreements(
  history: readonly HistoryEntry[],
  files: readonly MigrationFile[],
): Omit<MigrationState, 'pending'> {
  const checksums = new Map(files.map(({ name, checksum }) => [name, checksum]));
  const namesOf = (which: (entry: HistoryEntry, checksum: string | undefined) => boolean) =>
    history.filter((entry) => which(entry, checksums.get(entry.name))).map(({ name }) => name);
  return {
    unfinished: namesOf(({ isFinished }) => !isFinished),
    changed: namesOf((entry, checksum) => entry.isFinished && checksum !== undefined && checksum !== entry.checksum),
    newer: namesOf((entry, checksum) => entry.isFinished && checksum === undefined),
    applied: namesOf(({ isFinished }) => isFinished).length,
  };
}
