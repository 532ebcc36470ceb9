import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkQuantity } from '../../src/features/usage/quantity.js';
import { ProblemList } from '../../src/shared/failure.js';

function check(text: string, decimals: number) {
  const problems = new ProblemList();
  const quantity = checkQuantity(text, { field: 'used', decimals, problems });
  return { quantity, messages: problems.list().map(({ message }) => message) };
}

describe('B1: a quantity', () => {
  it.each([
    ['0', '0'],
    ['000', '0'],
    ['0.000', '0'],
    ['10', '10'],
    ['100.100', '100.1'],
    ['007.070', '7.07'],
    ['999999999999.999999', '999999999999.999999'],
    ['0000000000000000000001', '1'],
  ])('B1: %s is %s', (text, expected) => {
    expect(check(text, 6)).toEqual({ quantity: expected, messages: [] });
  });

  it.each([
    ['-1', 'A quantity is not negative.'],
    ['-0.5', 'A quantity is not negative.'],
    ['--1', 'Give digits such as 12.5, without an exponent.'],
    ['1e3', 'Give digits such as 12.5, without an exponent.'],
    ['NaN', 'Give digits such as 12.5, without an exponent.'],
    ['1000000000000', 'A quantity is below 1,000,000,000,000.'],
    ['0.123', 'This takes up to 2 decimals.'],
  ])('B1: %s is refused: %s', (text, message) => {
    expect(check(text, 2)).toEqual({ quantity: undefined, messages: [message] });
  });

  it('B1: has no decimals where its product has none', () => {
    expect(check('0.5', 0).messages).toEqual(['This takes no decimals.']);
    expect(check('5.0', 0).quantity).toBe('5');
  });

  it('B1: is taken exactly when its value fits, and then is that value in its shortest form', () => {
    const digits = (maxLength: number) =>
      fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength }).map((list) => list.join(''));
    fc.assert(
      fc.property(digits(20), digits(12), fc.nat({ max: 6 }), (whole, fraction, decimals) => {
        const { quantity } = check(`${whole}.${fraction}`, decimals);
        // The value as a whole number of units of its last digit, which nothing rounds.
        const scaled = BigInt(whole + fraction);
        const unit = 10n ** BigInt(fraction.length);
        const fits = scaled / unit < 10n ** 12n && (scaled * 10n ** BigInt(decimals)) % unit === 0n;
        expect(quantity !== undefined).toBe(fits);
        if (quantity === undefined) return;
        const [own = '', rest = ''] = quantity.split('.');
        expect(BigInt(own + rest) * unit).toBe(scaled * 10n ** BigInt(rest.length));
        expect(quantity).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
      { seed: 20_261_129, numRuns: 2_000 },
    );
  });

  it('B1: is refused and never thrown at, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { quantity, messages } = check(text, 6);
        expect(quantity === undefined).toBe(messages.length > 0);
        if (quantity !== undefined) expect(text).toMatch(/^\d+(\.\d+)?$/);
      }),
      { seed: 20_261_129 },
    );
  });
});
