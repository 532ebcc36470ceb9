import { expect, it } from '@jest/globals';
import { allOf, eq, gte } from '../../src/connectwise/conditions.js';
import { type Decimal, parseDecimal } from '../../src/connectwise/decimal.js';
import { errorOf } from './support/client.js';
import { given, withSession } from './support/sandbox-session.js';
import { all } from './support/session.js';

// The client against the sandbox over HTTP: what comes back, and what the sandbox then holds.
const using = withSession();

const decimal = (text: string): Decimal => given(parseDecimal(text));
const agreements = () => using.sandbox.landmarks.agreements;
const productId = async () => given((await using.session.catalog.findByIdentifier('MAILSEC-PRO'))[0]).id;

it('lists agreements page by page, each once, with what billing needs to know', async () => {
  const { session, sandbox } = using;
  const found = await all(session.agreements.list({ pageSize: 7 }));
  const forwardOnly = await all(session.agreements.list({ pageSize: 7, paging: 'forward-only' }));

  expect(found.length).toBeGreaterThan(14);
  expect(found).toHaveLength(sandbox.agreements.count);
  expect(forwardOnly).toEqual(found);
  const byId = new Map(found.map((agreement) => [agreement.id, agreement]));
  const { companyId, active, cancelled, expired, upcoming, oneTime } = agreements();
  expect(byId.get(active)).toMatchObject({ company: { id: companyId }, status: 'Active', isCancelled: false });
  expect(byId.get(cancelled)).toMatchObject({ status: 'Cancelled', isCancelled: true });
  expect(byId.get(expired)).toMatchObject({ status: 'Expired', endsOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(byId.get(upcoming)?.startsOn).toMatch(/^2099-/);
  const cycles = await all(session.billingCycles.list());
  const cycleOf = (id: number) => cycles.find((cycle) => cycle.id === byId.get(id)?.billingCycle?.id);
  expect(cycleOf(oneTime)?.recurrence).toBe('NotRecurring');
  expect(cycleOf(active)?.recurrence).not.toBe('NotRecurring');
});

it('finds an agreement by id, by its company, and tells that there is none', async () => {
  const { session } = using;
  const { active, companyId } = agreements();

  const agreement = given(await session.agreements.findById(active));

  expect(agreement).toMatchObject({ id: active, type: { id: expect.any(Number) }, lastUpdated: expect.any(Date) });
  const conditions = allOf(eq('company/id', companyId), eq('cancelledFlag', false));
  expect(await all(session.agreements.list({ conditions }))).toContainEqual(agreement);
  expect(await session.agreements.findById(999_999)).toBeUndefined();
});

it('lists the types of agreements and the billing cycles', async () => {
  const { session, sandbox } = using;

  const types = await all(session.agreementTypes.list());

  expect(types).toHaveLength(sandbox.records('agreementTypes').count);
  expect(types).toContainEqual({ id: expect.any(Number), name: 'Mail Security', isInactive: false });
  expect((await all(session.billingCycles.list())).length).toBe(sandbox.records('billingCycles').count);
});

it('reads the catalog page by page, and finds an item by id and by identifier alone', async () => {
  const { session, sandbox } = using;

  const items = await all(session.catalog.list({ pageSize: 3 }));

  expect(items).toHaveLength(sandbox.records('catalogItems').count);
  const item = given(items.find(({ identifier }) => identifier === 'MAILSEC-STD'));
  expect(item).toMatchObject({ isInactive: false, price: expect.stringMatching(/^\d+(\.\d+)?$/) });
  expect(await session.catalog.findById(item.id)).toEqual(item);
  expect(await session.catalog.findByIdentifier('mailsec-std')).toEqual([item]);
  expect(await session.catalog.findByIdentifier('MAILSEC-*')).toEqual([]);
  expect(await session.catalog.findByIdentifier('MAILSEC-OLD')).toMatchObject([{ isInactive: true }]);
  expect(await session.catalog.findById(999_999)).toBeUndefined();
});

it('makes an addition, and finds it again by agreement, product and first day', async () => {
  const { session, sandbox } = using;
  const { empty } = agreements();
  const product = await productId();
  const wanted = { productId: product, billCustomer: 'Billable', effectiveOn: '2026-02-01' } as const;

  const made = await session.additions.create(empty, { ...wanted, quantity: decimal('12.345') });

  expect(made).toMatchObject({ product: { id: product }, quantity: '12.345', effectiveOn: '2026-02-01' });
  expect(made).toMatchObject({ billCustomer: 'Billable', cancelledOn: null, billedQuantity: '12.345' });
  const conditions = allOf(eq('product/id', product), gte('effectiveDate', new Date('2026-02-01T00:00:00Z')));
  expect(await all(session.additions.list(empty, { conditions }))).toEqual([made]);
  expect(await session.additions.findById(empty, made.id)).toEqual(made);
  expect(await session.additions.findById(empty, 999_999)).toBeUndefined();
  expect(sandbox.records('additions').get(made.id)).toMatchObject({ quantity: 12.345, agreementId: empty });
});

it.each(['12.345', '0', '0.1', '250', '99999.99'])(
  'sets a quantity of %s exactly, twice without harm',
  async (text) => {
    const { session, sandbox } = using;
    const { active } = agreements();
    const before = given((await all(session.additions.list(active)))[0]);
    await session.additions.change(active, before.id, { quantity: decimal('7') });

    const changed = await session.additions.change(active, before.id, { quantity: decimal(text) });
    const again = await session.additions.change(active, before.id, { quantity: decimal(text) });

    expect([changed.quantity, again.quantity]).toEqual([text, text]);
    expect(sandbox.records('additions').get(before.id)).toMatchObject({ quantity: Number(text) });
    const { quantity: _, billedQuantity, extendedPrice, lastUpdated, ...rest } = changed;
    expect(before).toMatchObject({ ...rest, updatedBy: expect.anything() });
  },
);

it('ends an addition on a day, and takes the end away', async () => {
  const { session, sandbox } = using;
  const { active } = agreements();
  const { id } = given((await all(session.additions.list(active)))[0]);

  const ended = await session.additions.change(active, id, { cancelledOn: '2027-03-31' });
  const held = sandbox.records('additions').get(id);
  const open = await session.additions.change(active, id, { cancelledOn: null });

  expect(ended.cancelledOn).toBe('2027-03-31');
  expect(held).toMatchObject({ cancelledDate: '2027-03-31T00:00:00Z' });
  expect(open.cancelledOn).toBeNull();
});

it('is refused an addition of a product that is not there, with the field', async () => {
  const { session, sandbox } = using;
  const { active } = agreements();
  const before = sandbox.records('additions').count;
  const addition = { quantity: decimal('1'), billCustomer: 'Billable', effectiveOn: '2026-02-01' } as const;

  const error = await errorOf(session.additions.create(active, { ...addition, productId: 999_999 }));

  expect(error.problem).toMatchObject({ kind: 'rejected', fields: [{ field: expect.stringContaining('product') }] });
  expect(sandbox.records('additions').count).toBe(before);
});
