/** The worker's figures, in milliseconds; tests shorten them. */
export interface WorkTimes {
  /** Between two looks for work that is due. */
  readonly sweep: number;
  readonly beat: number;
  /** A worker that has not shown itself for so long starts no slice. */
  readonly freshness: number;
  /** A worker silent for so long is taken for dead. */
  readonly silence: number;
  /** When a slice is told to end. */
  readonly slice: number;
  /** How long a slice may go on after it was told to end. */
  readonly grace: number;
}

/**
 * A slice begins at most `freshness` after the last heartbeat and is over after `slice + grace` at the latest, so that a
 * worker with a dead connection to the database has stopped before the others take its work over.
 */
export const DEFAULT_TIMES: WorkTimes = {
  sweep: 1_000,
  beat: 5_000,
  freshness: 10_000,
  silence: 75_000,
  slice: 55_000,
  grace: 8_000,
};
