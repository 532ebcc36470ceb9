import type pg from 'pg';
import { translate } from './errors.js';
import type { Scope } from './scope.js';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What pg takes; its types know the timeout of a pool only. */
export interface TimedQuery extends pg.QueryConfig {
  readonly query_timeout: number;
}

/** Waiting for a connection and for the answer together take little more than an answer alone may. */
const FOR_CONNECTION = 500;

/**
 * One transaction of one statement in one round trip: everything is sent before the first answer is awaited. Should
 * the first message fail, the statement's rows are thrown away, whatever role they were read under.
 */
export async function runPipelined<Row>(pool: pg.Pool, scope: Scope, statement: Statement): Promise<Row[]> {
  try {
    const started = performance.now();
    const client = await pool.connect();
    const most = pool.options.query_timeout ?? 0;
    const query_timeout = Math.min(most, most + FOR_CONNECTION - (performance.now() - started));
    const timed = (sql: string): TimedQuery => ({ text: sql, query_timeout });
    const [begin, rows, commit] = await Promise.allSettled([
      client.query(timed(scope)),
      client.query<Row & pg.QueryResultRow>({ ...timed(statement.sql), values: [...statement.parameters] }),
      client.query(timed('COMMIT')),
    ]);
    // Nothing but an idle connection goes back to the pool.
    client.release(client.getTransactionStatus() !== 'I');
    if (begin.status === 'rejected') throw begin.reason;
    if (rows.status === 'rejected') throw rows.reason;
    if (commit.status === 'rejected') throw commit.reason;
    return rows.value.rows;
  } catch (error) {
    throw translate(error);
  }
}
