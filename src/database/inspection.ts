import pg from 'pg';
import { type MigrationState, readMigrationState } from './migration-history.js';
import { assertRole } from './roles.js';
import { beginText, systemScope } from './scope.js';

/** What a server says of itself. */
export interface ServerFacts {
  /** As `server_version_num` has it: 150004 is 15.4. */
  readonly versionNumber: number;
  readonly version: string;
  readonly encoding: string;
  readonly maxConnections: number;
  /** Kept for superusers and the like. */
  readonly reservedConnections: number;
  readonly usedConnections: number;
  readonly now: Date;
}

export interface WorkState {
  readonly dead: number;
  /** Due for more than a minute, and nobody has begun it. */
  readonly late: number;
  readonly oldestSeconds: number;
  readonly liveWorkers: number;
}

/** Looks at a database in whatever state it is, and changes nothing. */
export class Inspection {
  readonly #pool: pg.Pool;
  readonly #folder: string | undefined;

  private constructor(pool: pg.Pool, folder: string | undefined) {
    this.#pool = pool;
    this.#folder = folder;
  }

  /** Rejects with what the driver says when the database cannot be reached. `folder`: of migrations, when not our own. */
  static async open(url: string, folder?: string): Promise<Inspection> {
    const pool = new pg.Pool({
      connectionString: url,
      application_name: 'psa-bridge doctor',
      ...{ max: 1, connectionTimeoutMillis: 5_000, query_timeout: 10_000 },
    });
    pool.on('error', () => {});
    try {
      await pool.query('SELECT 1');
      return new Inspection(pool, folder);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  async facts(): Promise<ServerFacts> {
    const { rows } = await this.#pool.query<ServerFacts>(FACTS);
    const [facts] = rows;
    if (!facts) throw new Error('The database tells nothing of itself.');
    return facts;
  }

  migrations(): Promise<MigrationState> {
    return readMigrationState(this.#pool, this.#folder);
  }

  /** @throws OperatorError when the role would see more than one account, or what the driver says when there is none */
  assertRole(role: string): Promise<void> {
    return assertRole(this.#pool, role);
  }

  /** Tables that hold what belongs to an account and would show it to every other. */
  async unguardedTables(): Promise<readonly string[]> {
    const { rows } = await this.#pool.query<{ name: string }>(UNGUARDED);
    return rows.map(({ name }) => name);
  }

  /** A worker that was silent for `silence` milliseconds is not alive. */
  async work(silence: number): Promise<WorkState> {
    const client = await this.#pool.connect();
    try {
      await client.query(beginText(systemScope()));
      const { rows } = await client.query<WorkState>(WORK, [silence]);
      const [state] = rows;
      if (!state) throw new Error('The database tells nothing of its work.');
      return state;
    } finally {
      await client.query('ROLLBACK').catch(() => {});
      client.release();
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

const FACTS = `
  SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS "version",
    current_setting('server_encoding') AS "encoding", current_setting('max_connections')::int AS "maxConnections",
    current_setting('superuser_reserved_connections')::int
      + coalesce(current_setting('reserved_connections', true)::int, 0) AS "reservedConnections",
    (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') AS "usedConnections",
    clock_timestamp() AS "now"`;

const UNGUARDED = `
  SELECT c.relname AS "name" FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity ORDER BY 1`;

const WORK = `
  SELECT count(*) FILTER (WHERE w.died_at IS NOT NULL)::int AS "dead",
    count(*) FILTER (WHERE w.started_at IS NULL AND w.due_at < now() - interval '1 minute')::int AS "late",
    coalesce(extract(epoch FROM now() - min(w.due_at) FILTER (WHERE w.started_at IS NULL)), 0)::int AS "oldestSeconds",
    (SELECT count(*)::int FROM workers WHERE beat_at > now() - $1 * interval '1 millisecond') AS "liveWorkers"
  FROM work w JOIN accounts a ON a.id = w.account_id AND a.status = 'ACTIVE'`;
