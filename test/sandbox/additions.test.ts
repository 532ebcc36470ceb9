import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Reply, withSandbox } from './client.js';

const NOW = new Date('2026-02-10T12:00:00Z');
const using = withSandbox({ companies: 20, clock: () => NOW });

const list = (): string => `/finance/agreements/${using.sandbox.landmarks.agreements.active}/additions`;

function post(body: unknown, path = list()): Promise<Reply> {
  return using.client.api(path, { method: 'POST', body });
}

const ITEM = { product: { identifier: 'mailsec-pro' }, billCustomer: 'Billable' };

function patch(id: number, ...body: readonly unknown[]): Promise<Reply> {
  return using.client.api(`${list()}/${id}`, { method: 'PATCH', body });
}

describe('an addition', () => {
  it('needs a product and billCustomer', async () => {
    expect((await post({})).json.errors).toMatchObject([{ field: 'product' }, { field: 'billCustomer' }]);
    expect((await post({ ...ITEM, product: { identifier: 'NOPE' } })).json.errors).toMatchObject([
      { code: 'NotFound', field: 'product/identifier' },
    ]);
    expect((await post({ ...ITEM, billCustomer: 'Sometimes' })).status).toBe(500);
    expect((await post({ ...ITEM, invoiceDescription: 'x'.repeat(6001) })).status).toBe(400);
  });

  it('takes price, cost, unit and texts from its product, and begins today with one', async () => {
    const reply = await post(ITEM);
    expect([reply.status, reply.json]).toMatchObject([
      201,
      {
        product: { identifier: 'MAILSEC-PRO' },
        quantity: 1,
        lessIncluded: 0,
        unitPrice: 4.25,
        unitCost: 1.9,
        uom: 'Mailbox',
        taxableFlag: true,
        description: 'Mail Security Professional',
        effectiveDate: '2026-02-10T00:00:00Z',
        agreementId: using.sandbox.landmarks.agreements.active,
        agreementStatus: 'Active',
        billedQuantity: 1,
        extPrice: 4.25,
        extCost: 1.9,
        margin: 2.35,
      },
    ]);
    expect(reply.json).not.toHaveProperty('cancelledDate');
  });

  it('works out what is billed from the quantity and what is included, and takes no word for it', async () => {
    const { json } = await post({
      ...ITEM,
      quantity: 10,
      lessIncluded: 3,
      unitPrice: 0.1,
      billedQuantity: 99,
      extPrice: 99,
    });
    expect(json).toMatchObject({ billedQuantity: 7, extPrice: 0.7 });
    const changed = await patch(json.id, { op: 'replace', path: 'quantity', value: 2 });
    expect(changed.json).toMatchObject({ quantity: 2, lessIncluded: 3, billedQuantity: 0, extPrice: 0 });
    const ignored = await patch(json.id, { op: 'replace', path: 'extPrice', value: 5 });
    expect(ignored.json).toEqual(changed.json);
  });

  it('bills the days that are left of its first month', async () => {
    const { json } = await post({ ...ITEM, quantity: 2, unitPrice: 28, unitCost: 14, effectiveDate: '2026-02-15' });
    expect(json).toMatchObject({ proratePrice: 14, prorateCost: 7, extendedProratePrice: 28, extendedProrateCost: 14 });
  });

  it('shows the status of its agreement, also in conditions', async () => {
    const { cancelled } = using.sandbox.landmarks.agreements;
    const path = `/finance/agreements/${cancelled}/additions`;
    expect((await using.client.api(path)).json).toMatchObject([{ agreementStatus: 'Cancelled' }]);
    const query = { conditions: 'agreementStatus = "Active"' };
    expect((await using.client.api(path, { query })).json).toEqual([]);
  });

  it('can end on the day it begins and on no day before', async () => {
    const { id } = (await post({ ...ITEM, effectiveDate: '2026-02-01' })).json;
    const end = (value: string): Promise<Reply> => patch(id, { op: 'replace', path: 'cancelledDate', value });
    expect((await end('2026-01-31T00:00:00Z')).json.errors).toMatchObject([{ field: 'cancelledDate' }]);
    expect((await end('2026-02-01T00:00:00Z')).json.cancelledDate).toBe('2026-02-01T00:00:00Z');
  });

  it('is found only below its own agreement', async () => {
    const { id } = (await post(ITEM)).json;
    const other = `/finance/agreements/${using.sandbox.landmarks.agreements.empty}/additions`;
    expect((await using.client.api(`${other}/${id}`)).status).toBe(404);
    expect((await using.client.api(other)).json).toEqual([]);
    expect((await using.client.api(`${list()}/${id}`)).status).toBe(200);
  });

  it('keeps any quantity and price exactly as sent, and multiplies them exactly', async () => {
    const decimal = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 4 }));
    const print = ([units, places]: readonly [number, number]): string =>
      places === 0
        ? String(units)
        : String(units)
            .padStart(places + 1, '0')
            .replace(new RegExp(`(.{${places}})$`), '.$1');
    await fc.assert(
      fc.asyncProperty(decimal, decimal, async (quantity, price) => {
        const raw = `{"product":{"id":1},"billCustomer":"Billable","quantity":${print(quantity)},"unitPrice":${print(price)}}`;
        const reply = await using.client.api(list(), { method: 'POST', raw });
        const sent = (name: string): string => new RegExp(`"${name}": ([^,\\r]+)`).exec(reply.text)?.[1] ?? '';
        expect(sent('quantity')).toBe(String(Number(print(quantity))));
        expect(sent('unitPrice')).toBe(String(Number(print(price))));
        const product = BigInt(quantity[0]) * BigInt(price[0]);
        expect(sent('extPrice')).toBe(String(Number(`${product}e-${quantity[1] + price[1]}`)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the additions of the seed', () => {
  it('hold a doubled one, and none where there is none', async () => {
    const { doubled, empty } = using.sandbox.landmarks.agreements;
    expect(using.sandbox.agreements.additions(doubled)).toMatchObject([
      { product: { identifier: 'MAILSEC-STD' } },
      { product: { identifier: 'MAILSEC-STD' } },
    ]);
    expect(using.sandbox.agreements.additions(empty)).toEqual([]);
  });
});

describe('the right to agreements', () => {
  it.each([
    ['inquire', () => using.client.api(list())],
    ['add', () => post({})],
    ['edit', () => using.client.api(`${list()}/1`, { method: 'PATCH', body: [] })],
    ['delete', () => using.client.api(`${list()}/1`, { method: 'DELETE' })],
  ] as const)('to %s is needed, and no other', async (action, call) => {
    const { permissions } = using.sandbox;
    permissions.setAll({ add: 'None', edit: 'None', delete: 'None', inquire: 'None' });
    permissions.set('Agreements', { [action]: 'All' });
    expect((await call()).status).not.toBe(403);
    permissions.reset();
    permissions.set('Agreements', { [action]: 'None' });
    expect((await call()).status).toBe(403);
    permissions.reset();
  });
});

describe('other people', () => {
  it('change quantities and end additions behind the API', async () => {
    const { id } = (await post({ ...ITEM, quantity: 4 })).json;
    const { journal, agreements } = using.sandbox;
    const changes = journal.changes;
    agreements.setQuantity(id, 6);
    agreements.endAddition(id);
    expect((await using.client.api(`${list()}/${id}`)).json).toMatchObject({
      quantity: 6,
      billedQuantity: 6,
      cancelledDate: '2026-02-10T00:00:00Z',
      _info: { updatedBy: 'person' },
    });
    expect(journal.changes).toBe(changes);
    expect(agreements.cancel(using.sandbox.landmarks.agreements.active)).toMatchObject({
      agreementStatus: 'Cancelled',
    });
  });
});
