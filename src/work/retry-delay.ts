const FIRST = 10_000;
const LONGEST = 3 * 60 * 60 * 1_000;

/**
 * Milliseconds until the next try, after so many that failed: 10 seconds, doubling, up to three hours, and up to 15 %
 * more or less, so that what failed together does not come back together. Nineteen of them are 25 hours at least.
 */
export function retryDelay(failedTries: number, random: () => number = Math.random): number {
  const base = Math.min(LONGEST, FIRST * 2 ** Math.max(0, failedTries - 1));
  return Math.round(base * (0.85 + 0.3 * random()));
}
