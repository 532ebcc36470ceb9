import { describe, expect, it } from '@jest/globals';
import { MAX_TRIES } from '../../src/database/work-door.js';
import { retryDelay } from '../../src/work/retry-delay.js';
import { DEFAULT_TIMES } from '../../src/work/times.js';

const HOUR = 3_600_000;
const gaps = (random: () => number) =>
  Array.from({ length: MAX_TRIES - 1 }, (_, index) => retryDelay(index + 1, random));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the tries of background work', () => {
  it('are twenty over at least 24 hours, however the dice fall', () => {
    expect(MAX_TRIES).toBe(20);
    expect(sum(gaps(() => 0))).toBeGreaterThanOrEqual(24 * HOUR);
    expect(sum(gaps(() => 1))).toBeLessThan(48 * HOUR);
  });

  it('begin after some seconds and are never more than four hours apart', () => {
    const all = gaps(() => 0.5);
    expect(all[0]).toBe(10_000);
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(Math.max(...gaps(() => 1))).toBeLessThan(4 * HOUR);
  });

  it('do not all come back at the same moment', () => {
    expect(new Set(gaps(Math.random)).size).toBeGreaterThan(10);
    expect(retryDelay(1, () => 0)).toBeLessThan(retryDelay(1, () => 1));
  });
});

describe("the worker's figures", () => {
  it('F19: a slice has ended before its worker can be taken for dead, even without a database', () => {
    const { freshness, slice, grace, silence } = DEFAULT_TIMES;
    expect(freshness + slice + grace).toBeLessThan(silence);
  });

  it('P8: a job left by a dead worker goes on within 90 seconds', () => {
    const { silence, beat, sweep } = DEFAULT_TIMES;
    expect(silence + beat + 2 * sweep).toBeLessThan(90_000);
  });
});
