/** How long the database is waited for, in milliseconds; tests that are about something else are more patient. */
export interface DatabaseTimes {
  /** For a connection, a free one or a new one. */
  readonly connect: number;
  readonly query: number;
  /** By the server's own timers, which the embedded database has not. */
  readonly statement: number;
  readonly idleInTransaction: number;
  /** For a transaction of the write door to begin, and to end. */
  readonly begin: number;
  readonly transaction: number;
  /** After which no new try of a transaction starts: whoever called has an answer within its own time limit. */
  readonly retries: number;
}

export const DEFAULT_DATABASE_TIMES: DatabaseTimes = {
  connect: 2_000,
  query: 5_000,
  statement: 4_500,
  idleInTransaction: 10_000,
  begin: 3_000,
  transaction: 4_000,
  retries: 4_000,
};
