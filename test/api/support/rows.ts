import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseKind, findPostgresPrograms, testDatabaseUrl, withClient } from '../../support/database.js';

/** Runs one statement as the login itself, past both doors. */
export async function sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return withClient(testDatabaseUrl(), async (client) => (await client.query<Row>(text, [...values])).rows);
}

/** Every value of every table as text: what whoever steals the database holds. */
export function dump(): Promise<string> {
  return withClient(testDatabaseUrl(), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await client.query<{ line: string }>(`SELECT ${name}::text AS line FROM ${name}`);
      // Tests of long lists leave more rows behind than a call takes arguments.
      texts.push(`${name}:`, found.rows.map(({ line }) => line).join('\n'));
    }
    return texts.join('\n');
  });
}

/** The same as a backup would hold it; undefined with the embedded database and where there is no such program. */
export async function pgDump(): Promise<string | undefined> {
  if (databaseKind() !== 'server') return undefined;
  const besideServer = join((await findPostgresPrograms()) ?? '', 'pg_dump');
  const program = existsSync(besideServer) ? besideServer : 'pg_dump';
  try {
    const options = { maxBuffer: 500_000_000 };
    return (await promisify(execFile)(program, ['--dbname', testDatabaseUrl()], options)).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export interface EventRow {
  readonly kind: string;
  readonly subject_kind: string | null;
  readonly source_id: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The events of an account, oldest first. */
export function eventsOf(accountId: string): Promise<EventRow[]> {
  return sql<EventRow>(
    'SELECT kind, subject_kind, source_id, facts FROM events WHERE account_id = $1 ORDER BY position',
    [accountId],
  );
}

export interface SealedRow {
  readonly public_key_sealed: string | null;
  readonly private_key_sealed: string | null;
}

export async function sealedOf(accountId: string): Promise<SealedRow> {
  const [row] = await sql<SealedRow>(
    'SELECT public_key_sealed, private_key_sealed FROM integration_settings WHERE account_id = $1',
    [accountId],
  );
  if (!row) throw new Error('The account has no settings.');
  return row;
}
