import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { post } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { RecordUsageDocument, type RecordUsageItemInput } from '../operations.generated.js';
import { dayFromNow, errorsIn, type Metered, metered, recordUsage, usageOf } from '../support/usage.js';

let test: TestApp;
let account: Metered['account'];
let told: RecordUsageItemInput;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  const { source, user, ...rest } = await metered(test);
  account = rest.account;
  told = { source: source.code, userExternalId: user.externalId, product: 'storage', day: '2026-01-31', used: '1' };
});

const day = (rest: Partial<RecordUsageItemInput> = {}): RecordUsageItemInput => ({ ...told, ...rest });
const errorsOf = async (...items: Partial<RecordUsageItemInput>[]) =>
  errorsIn((await recordUsage(account, items.map(day))).results);
const read = async () => (await usageOf(account)).nodes.map(({ day, used, purchased }) => ({ day, used, purchased }));

describe('B1: quantities', () => {
  it.each([
    ...[
      '-1',
      '-0',
      '-0.5',
      '1e3',
      '1E-3',
      'NaN',
      'Infinity',
      '0x10',
      '1,5',
      '1_000',
      '.5',
      '5.',
      '',
      ' 1',
      '1\n',
      '+1',
    ],
    ...['１２', '1 000', '1000000000000', `1${'0'.repeat(30)}`, '0.0000001', `0.${'1'.repeat(40)}`, '0'.repeat(200)],
  ])('B1: are refused as %j with an error of their field', async (text) => {
    expect(await errorsOf({ used: text }, { day: '2026-02-01', purchased: text })).toEqual([
      ...['INVALID used', 'INVALID purchased'],
    ]);
    expect(await read()).toEqual([]);
  });

  it('B1: have at most the decimals of their product; zeros at the end are none', async () => {
    expect(
      await errorsOf({ product: 'mailboxes', used: '1.5' }, { product: 'mailboxes', used: '1.000000000' }),
    ).toEqual(['INVALID used', '']);
    expect(await read()).toMatchObject([{ used: '1' }]);
  });

  it('B1: are texts: a JSON number is refused before anything is done', async () => {
    for (const used of [1.5, 1, 1e30]) {
      const body = JSON.stringify({
        query: RecordUsageDocument.toString(),
        variables: { input: { items: [{ ...day(), used }] } },
      });
      const response = await post(test.url, { token: account.token, body });
      expect(await response.text()).toContain('Expected type \\"Decimal\\"');
    }
    expect(await read()).toEqual([]);
  });

  it('B1: are read digit by digit as they were sent, whatever they are', async () => {
    const whole = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), fc.bigInt({ min: 0n, max: 99n }));
    const millionths = fc.oneof(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom(0, 1, 100_000, 999_999));
    const quantity = fc.record({ whole, millionths, zeros: fc.nat({ max: 5 }), end: fc.nat({ max: 9 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(quantity, { minLength: 1, maxLength: 100 }), async (given) => {
        const sent = given.map(({ whole, millionths, zeros, end }) => {
          const digits = String(millionths).padStart(6, '0');
          return `${'0'.repeat(zeros)}${whole}.${digits}${'0'.repeat(end)}`;
        });
        const items = sent.map((used, at) =>
          day({ day: dayFromNow(-at), used, purchased: sent[sent.length - 1 - at] }),
        );
        expect(errorsIn((await recordUsage(account, items)).results).join('')).toBe('');
        const shortest = given.map(({ whole, millionths }) =>
          millionths === 0 ? `${whole}` : `${whole}.${String(millionths).padStart(6, '0').replace(/0+$/, '')}`,
        );
        const { nodes } = await usageOf(account, { from: dayFromNow(1 - sent.length) });
        expect(nodes.map(({ used }) => used)).toEqual(shortest);
        expect(nodes.map(({ purchased }) => purchased)).toEqual([...shortest].reverse());
      }),
      { seed: 20_261_129, numRuns: 15 },
    );
  });
});
