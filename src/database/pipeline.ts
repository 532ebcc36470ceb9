import type pg from 'pg';
import { translate } from './errors.js';
import { KeptStatements, type Statement } from './kept-statements.js';
import { isOutdated, KeptTransaction } from './kept-transaction.js';
import { beginText, type Scope } from './scope.js';

/** Waiting for a connection may take so much longer than the answer alone. */
const WAIT_ALLOWANCE = 500;

/** What pg takes; its types know the timeout of a pool only. */
export interface TimedQuery extends pg.QueryConfig {
  readonly query_timeout: number;
}

/**
 * One transaction of one statement in one round trip: everything is sent before the first answer is awaited. Where a
 * connection keeps statements, that is one message; the embedded database has to be told where a transaction begins.
 */
export async function runPipelined<Row>(pool: pg.Pool, scope: Scope, statement: Statement): Promise<Row[]> {
  try {
    return await runOnce<Row>(pool, scope, statement);
  } catch (error) {
    // A migration has changed the table: nothing was done, and the statement is not kept any more.
    if (isOutdated(error)) return runPipelined(pool, scope, statement);
    throw translate(error);
  }
}

async function runOnce<Row>(pool: pg.Pool, scope: Scope, statement: Statement): Promise<Row[]> {
  const started = performance.now();
  const client = await pool.connect();
  const { query_timeout: longest = 0 } = pool.options;
  const query_timeout = Math.min(longest, longest + WAIT_ALLOWANCE - (performance.now() - started));
  const kept = KeptStatements.of(client);
  try {
    return await (kept
      ? client.query(new KeptTransaction<Row>({ kept, scope, statement, query_timeout })).rows
      : runInThree<Row>(client, scope, { statement, query_timeout }));
  } finally {
    // Nothing but an idle connection goes back to the pool, and none that its time limit has cut off.
    client.release(client.getTransactionStatus() !== 'I' || client.connection.stream.destroyed);
  }
}

/** Should the first message fail, the statement's rows are thrown away, whatever role they were read under. */
async function runInThree<Row>(
  client: pg.ClientBase,
  scope: Scope,
  { statement, query_timeout }: { readonly statement: Statement; readonly query_timeout: number },
): Promise<Row[]> {
  const timed = (text: string): TimedQuery => ({ text, query_timeout });
  const [begin, rows, commit] = await Promise.allSettled([
    client.query(timed(beginText(scope))),
    client.query<Row & pg.QueryResultRow>({ ...timed(statement.sql), values: [...statement.parameters] }),
    client.query(timed('COMMIT')),
  ]);
  if (begin.status === 'rejected') throw begin.reason;
  if (rows.status === 'rejected') throw rows.reason;
  if (commit.status === 'rejected') throw commit.reason;
  return rows.value.rows;
}
