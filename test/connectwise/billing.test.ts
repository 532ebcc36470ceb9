import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decimal, decimalOf, parseDecimal, wireNumber } from '../../src/connectwise/decimal.js';
import { closeClients, errorOf } from './support/client.js';
import { all, bodyOf, mockedSession } from './support/session.js';

afterEach(closeClients);

describe('decimals', () => {
  const digits = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n });

  /** The shortest text of `whole` shifted by `scale` places. */
  function textOf(whole: bigint, scale: number): string {
    const sign = whole < 0n ? '-' : '';
    const padded = String(whole)
      .replace('-', '')
      .padStart(scale + 1, '0');
    const cut = padded.length - scale;
    const fraction = padded.slice(cut).replace(/0+$/, '');
    return sign + padded.slice(0, cut) + (fraction === '' ? '' : `.${fraction}`);
  }

  it('come through JSON digit by digit, both ways, up to fifteen digits', () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 12 }), (whole, scale) => {
        const text = textOf(whole, scale);
        expect(decimalOf(JSON.parse(text))).toBe(text);
        const parsed = parseDecimal(text);
        expect(parsed).toBe(text);
        expect(parsed === undefined ? undefined : decimalOf(JSON.parse(JSON.stringify(wireNumber(parsed))))).toBe(text);
      }),
      { seed: 15, numRuns: 3_000 },
    );
  });

  it.each([
    ['12.50', '12.5'],
    ['-0', '0'],
    ['007', '7'],
    ['0.0000001', '0.0000001'],
    ['-0.00000012', '-0.00000012'],
    ['100000000000000000000000', '100000000000000000000000'],
  ])('are written in their shortest form: %s as %s', (text, shortest) => {
    expect(parseDecimal(text)).toBe(shortest);
  });

  it.each(['', '.5', '5.', '1e3', '1,5', ' 1', '+1', 'NaN', '1234567890123456', '0.1234567890123456'])(
    'are not made from %p',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it('lose the noise of floating arithmetic at the far side', () => {
    expect(decimalOf(0.1 + 0.2)).toBe('0.3');
    expect(decimalOf(JSON.parse('0.30000000000000004'))).toBe('0.3');
  });
});

const ADDITION = {
  id: 77,
  product: { id: 12, identifier: 'MAILBOX' },
  quantity: 12.5,
  ...{ unitPrice: 1234567890.12, unitCost: 0, lessIncluded: null, extPrice: 0.1, uom: 'each' },
  billCustomer: 'Sometimes',
  effectiveDate: '2026-01-01T00:00:00Z',
  cancelledDate: null,
  agreementStatus: 'Active',
  _info: { lastUpdated: '2026-01-31T18:04:26Z' },
};

describe('additions', () => {
  const quantity = '12.5' as Decimal;

  it('come with exact quantities and amounts, and with days', async () => {
    const { session, sent } = mockedSession(() => ({ body: [ADDITION] }));
    expect(await all(session.additions.list(3))).toMatchObject([
      {
        ...{ id: 77, quantity: '12.5', unitPrice: '1234567890.12', unitCost: '0', lessIncluded: null },
        ...{ extendedPrice: '0.1', billCustomer: 'Sometimes', effectiveOn: '2026-01-01', cancelledOn: null },
        product: { id: 12, identifier: 'MAILBOX' },
      },
    ]);
    expect(sent()[0]?.path).toBe('/finance/agreements/3/additions');
  });

  it('are created with product, quantity, billing and date, and nothing that is priced', async () => {
    const { session, sent } = mockedSession(() => ({ status: 201, body: ADDITION }));
    await session.additions.create(3, { productId: 12, quantity, billCustomer: 'Billable', effectiveOn: '2026-01-01' });
    expect(bodyOf(sent()[0])).toEqual({
      product: { id: 12 },
      quantity: 12.5,
      billCustomer: 'Billable',
      effectiveDate: '2026-01-01T00:00:00Z',
    });
  });

  it('are changed to absolute values, which the returned record must show', async () => {
    const { session, sent } = mockedSession(() => ({ body: ADDITION }));
    expect(
      await session.additions.change(3, 77, { quantity, effectiveOn: '2026-01-01', cancelledOn: null }),
    ).toMatchObject({ quantity: '12.5' });
    expect(JSON.parse(sent()[0]?.body ?? '')).toEqual([
      { op: 'replace', path: 'quantity', value: 12.5 },
      { op: 'replace', path: 'effectiveDate', value: '2026-01-01T00:00:00Z' },
      { op: 'remove', path: 'cancelledDate' },
    ]);
    const other = session.additions.change(3, 77, { quantity: '12.51' as Decimal, cancelledOn: '2026-03-31' });
    expect((await errorOf(other)).problem).toEqual({ kind: 'change-ignored', fields: ['quantity', 'cancelledDate'] });
  });

  it('refuse days that no calendar has, and ids that are none', async () => {
    const { session, sent } = mockedSession(() => ({ body: ADDITION }));
    const addition = { productId: 0.5, quantity, billCustomer: 'Billable', effectiveOn: '2026-02-30' } as const;
    await expect(async () => session.additions.create(3, addition)).rejects.toMatchObject({
      problems: [{ field: ['productId'] }, { field: ['effectiveOn'] }],
    });
    await expect(async () => session.additions.change(-3, 77, { quantity })).rejects.toMatchObject({
      problems: [{ field: ['agreementId'] }],
    });
    expect(sent()).toEqual([]);
  });

  it('are undefined when there is none', async () => {
    const { session } = mockedSession(() => ({ status: 404, body: { code: 'NotFound', message: 'no' } }));
    expect(await session.additions.findById(3, 77)).toBeUndefined();
  });
});

describe('what billing reads', () => {
  it('is the agreement, with days and a status that may be new', async () => {
    const { session } = mockedSession(() => ({
      body: [
        {
          ...{ id: 3, name: 'Mail', type: { id: 1, name: 'Managed' }, company: { id: 250, identifier: 'acme' } },
          ...{ agreementStatus: 'Paused', startDate: '2026-01-01T00:00:00Z', noEndingDateFlag: true },
          ...{ parentAgreement: null, billingCycle: { id: 2, name: 'Monthly' }, nextInvoiceDate: '2026-02-01' },
        },
      ],
    }));
    expect(await all(session.agreements.list())).toMatchObject([
      {
        ...{ id: 3, status: 'Paused', startsOn: '2026-01-01', endsOn: null, hasNoEnd: true, isCancelled: false },
        ...{ parentAgreement: null, billingCycle: { id: 2 }, nextInvoiceOn: '2026-02-01', company: { id: 250 } },
      },
    ]);
  });

  it('is one agreement, its type, a billing cycle and a product', async () => {
    const { session, sent } = mockedSession(({ path }) => {
      const one = {
        id: 2,
        identifier: 'M',
        name: 'Monthly',
        billingOptions: 'Monthly',
        price: 3.1,
        inactiveFlag: false,
      };
      return { body: /\/\d+$/.test(path) ? one : [one] };
    });
    expect(await session.agreements.findById(2)).toMatchObject({ id: 2 });
    expect(await all(session.agreementTypes.list())).toEqual([{ id: 2, name: 'Monthly', isInactive: false }]);
    expect(await all(session.billingCycles.list())).toMatchObject([{ identifier: 'M', recurrence: 'Monthly' }]);
    expect(await session.catalog.findById(2)).toMatchObject({ identifier: 'M', price: '3.1' });
    expect(await session.catalog.findByIdentifier('m')).toHaveLength(1);
    expect(await session.catalog.findByIdentifier('other')).toEqual([]);
    expect(await session.catalog.findByIdentifier('a\u0000')).toEqual([]);
    expect(sent().at(-1)?.query['conditions']).toBe('(identifier = "other")');
  });
});
