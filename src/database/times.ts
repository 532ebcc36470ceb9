/** How long the database may take before whoever asks is told that it cannot answer, in milliseconds. */
export interface DatabaseTimes {
  /** Waiting for a free connection, and for a new one. */
  readonly connection: number;
  /** The longest wait for a free connection that a caller is let in for, where it can be foreseen. */
  readonly queue: number;
  /** The answer to one statement, as this side counts: a dead link says nothing. */
  readonly query: number;
  /** The same, as the server counts; below `query`, so that a slow statement ends before its connection does. */
  readonly statement: number;
  readonly idleInTransaction: number;
  /** A transaction of changes, once it has begun; and waiting for it to begin. */
  readonly write: number;
  readonly writeWait: number;
}

export const DEFAULT_DATABASE_TIMES: DatabaseTimes = {
  connection: 2_000,
  queue: 500,
  query: 5_000,
  statement: 4_500,
  idleInTransaction: 10_000,
  write: 4_000,
  writeWait: 3_000,
};
