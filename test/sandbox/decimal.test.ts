import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minus, plus, times } from '../../src/sandbox/store/decimal.js';

const anything = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });

describe('decimals', () => {
  it.each([
    [plus(0.1, 0.2), 0.3],
    [times(0.1, 3), 0.3],
    [times(1.1, 1.1), 1.21],
    [minus(0.3, 0.1), 0.2],
    [times(1e-7, 3), 3e-7],
    [times(1e21, 0.5), 5e20],
    [plus(1e21, 1), 1e21],
    [times(-0.1, 3), -0.3],
    [minus(0.3, 0.3), 0],
  ])('are exact where binary numbers are not: %s', (result, expected) => {
    expect(result).toBe(expected);
  });

  it('of hundredths are what whole numbers of hundredths are', () => {
    const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(hundredths, hundredths, (left, right) => {
        expect(plus(left / 100, right / 100)).toBe((left + right) / 100);
      }),
    );
  });

  it('have the rules of sums and products for any numbers', () => {
    fc.assert(
      fc.property(anything, anything, (left, right) => {
        expect(plus(left, right)).toBe(plus(right, left));
        expect(times(left, right)).toBe(times(right, left));
        expect(plus(left, 0)).toBe(left + 0);
        expect(times(left, 1)).toBe(left + 0);
        expect(minus(left, left)).toBe(0);
      }),
    );
  });
});
