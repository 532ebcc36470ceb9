import type pg from 'pg';
import type { Logger } from '../shared/logger.js';
import type { Tracing } from '../shared/tracing.js';
import { BriskPool } from './brisk-pool.js';
import { KeptStatements } from './kept-statements.js';
import type { DatabaseTimes } from './times.js';
import { traceQueries } from './trace-queries.js';
import { getTypeParser } from './value-types.js';

export interface PoolOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Connections in all. */
  readonly poolMax: number;
  readonly isEmbedded: boolean;
  readonly times: DatabaseTimes;
  readonly tracing?: Tracing | undefined;
}

/** Reads and writes get half of the connections each, so that writers queueing for one row leave reads alone. */
export interface Pools {
  readonly reads: pg.Pool;
  readonly writes: pg.Pool;
}

export function createPools(options: PoolOptions): Pools {
  const writes = Math.max(1, Math.floor(options.poolMax / 2));
  const reads = Math.max(1, options.poolMax - writes);
  const { queue } = options.times;
  return { reads: createPool(options, reads, queue), writes: createPool(options, writes, queue) };
}

/** For background work, which has time to wait: short statements only, so that few connections serve many slices. */
export function createWorkPool(options: PoolOptions): pg.Pool {
  return createPool(options, 3, Infinity);
}

function createPool(options: PoolOptions, max: number, longestWait: number): pg.Pool {
  const { url, logger, isEmbedded, times, tracing } = options;
  const pool = new BriskPool(
    {
      connectionString: url,
      application_name: 'psa-bridge',
      max,
      // Also for writes, which never use it as such: with it, a query that timed out takes its connection with it,
      // without it the stuck connection goes back to the pool.
      pipeline: true,
      connectionTimeoutMillis: times.connection,
      query_timeout: times.query,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      types: { getTypeParser },
      // The embedded database has no such timers.
      ...(isEmbedded
        ? {}
        : { statement_timeout: times.statement, idle_in_transaction_session_timeout: times.idleInTransaction }),
    },
    longestWait,
  );
  // Without listeners a connection that breaks, idle or in use, would end the process.
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) => {
    client.on('error', () => {});
    if (!isEmbedded) KeptStatements.begin(client);
    if (tracing) traceQueries(client, tracing);
  });
  return pool;
}
