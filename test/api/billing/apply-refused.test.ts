import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MappingId } from '../../../src/shared/ids.js';
import type { BilledAccount, BilledCustomer } from '../../support/billing-lines.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ADDITIONS, type Billed, openBilled, writesOf } from '../support/billed.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

/** One approved line that changes an addition from 10 to 20, and beside it one of another customer that must go on. */
async function twoLines(billed: BilledAccount) {
  const [customer, other] = [await billed.customer(), await billed.customer()];
  const additionId = billed.addition(customer, { quantity: '10' });
  const otherId = billed.addition(other, { quantity: '10' });
  const { id } = await billed.plan([
    { customer, additionId, after: { quantity: '20' } },
    { customer: other, additionId: otherId, after: { quantity: '30' } },
  ]);
  return { id, customer, other, additionId };
}

const goesOn = async (billed: BilledAccount, other: BilledCustomer) =>
  expect(billed.additions(other)).toMatchObject([{ quantity: '30' }]);

describe('B8: what changed in ConnectWise since planning is a conflict and is not overwritten', () => {
  it.each<[string, (additionId: number) => unknown, object]>([
    [
      'another quantity',
      (id) => test.sandbox.agreements.setQuantity(id, 11),
      { quantity: '11', message: /11 now and was 10/ },
    ],
    [
      'an end',
      (id) => test.sandbox.agreements.endAddition(id, '2026-02-01'),
      { quantity: '10', cancelledOn: '2026-02-01' },
    ],
    ['another first day', (id) => edit(id, { effectiveDate: '2026-01-02T00:00:00Z' }), { message: /effective date/ }],
    ['another product', (id) => edit(id, { product: { id: 2 } }), { message: /another product/ }],
    [
      'no addition any more',
      (id) => test.sandbox.records('additions').remove(id),
      { quantity: null, message: /not in the/ },
    ],
  ])('%s', async (_what, change, { message, ...found }: { message?: RegExp }) => {
    const { billed, apply } = await openBilled(test);
    const { id, customer, other, additionId } = await twoLines(billed);
    change(additionId);
    const before = billed.additions(customer);
    expect(await apply()).toEqual({ kind: 'rest' });

    const [line] = await billed.lines(id);
    expect(line).toMatchObject({ state: 'CONFLICT', code: 'VERSION_CONFLICT', ...found });
    if (message) expect(line?.message).toMatch(message);
    expect(billed.additions(customer)).toEqual(before);
    await goesOn(billed, other);
    expect(await billed.statusOf(id)).toBe('DONE');
  });

  it('an addition where one was to be made', async () => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const { id } = await billed.plan([{ customer, after: { quantity: '5' } }]);
    const additionId = billed.addition(customer, { quantity: '4' });
    await apply();
    expect(await billed.lines(id)).toMatchObject([{ state: 'CONFLICT', additionId, quantity: '4' }]);
    expect(billed.additions(customer)).toHaveLength(1);
  });

  it.each<[string, string, string | undefined]>([
    ['begins after the period', '2026-02-01', undefined],
    ['begins after it and ends again', '2026-02-01', '2026-03-01'],
    ['ended inside it', '2025-01-01', '2026-01-15'],
  ])('also one that %s', async (_what, effectiveOn, cancelledOn) => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const { id } = await billed.plan([{ customer, after: { quantity: '5' } }]);
    const additionId = billed.addition(customer, { effectiveOn });
    if (cancelledOn) test.sandbox.agreements.endAddition(additionId, cancelledOn);
    await apply();
    expect(await billed.lines(id)).toMatchObject([{ state: 'CONFLICT', additionId, quantity: '10' }]);
    expect(billed.additions(customer)).toHaveLength(1);
  });

  it('but not one that ended before the period, was taken back, or is of another product', async () => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const { id } = await billed.plan([{ customer, after: { quantity: '5' } }]);
    test.sandbox.agreements.endAddition(billed.addition(customer, { effectiveOn: '2025-01-01' }), '2026-01-01');
    test.sandbox.agreements.endAddition(billed.addition(customer, { effectiveOn: '2026-02-01' }), '2026-02-01');
    billed.addition(customer, { catalogItemId: 2 });
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED']);
    expect(billed.additions(customer).at(-1)).toMatchObject({ quantity: '5' });
  });

  it('an agreement that is gone', async () => {
    const { billed, apply } = await openBilled(test);
    const { id, customer, other } = await twoLines(billed);
    test.sandbox.agreements.remove(customer.agreementId);
    await apply();
    expect(await billed.lines(id)).toMatchObject([
      { state: 'CONFLICT', message: expect.stringMatching(/agreement/) },
      {},
    ]);
    await goesOn(billed, other);
  });
});

describe('B8: a write that ConnectWise does not carry out is a failure', () => {
  const answer = (method: string, status: number, body: object) =>
    test.sandbox.faults.add({
      method,
      route: `${ADDITIONS}*`,
      fault: { kind: 'answer', status, body: JSON.stringify(body) },
    });
  const same = {
    id: 1,
    product: { id: 1 },
    quantity: 10,
    billCustomer: 'Billable',
    effectiveDate: '2026-01-01T00:00:00Z',
  };

  it('a PATCH that answers 200 and changes nothing', async () => {
    const { billed, apply } = await openBilled(test);
    const { id, other, additionId } = await twoLines(billed);
    answer('PATCH', 200, { ...same, id: additionId });
    await apply();
    expect(await billed.lines(id)).toMatchObject([
      { state: 'FAILED', code: 'CONNECTWISE_REJECTED' },
      { state: 'APPLIED' },
    ]);
    await goesOn(billed, other);
  });

  it('a POST that answers with something else', async () => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const { id } = await billed.plan([{ customer, after: { quantity: '5' } }]);
    answer('POST', 201, same);
    await apply();
    expect(await billed.lines(id)).toMatchObject([
      { state: 'FAILED', additionId: 1, quantity: '10', message: expect.stringMatching(/something else/) },
    ]);
  });

  it('one that is refused, while the others go on', async () => {
    const { billed, apply } = await openBilled(test);
    const { id, other } = await twoLines(billed);
    answer('PATCH', 400, { code: 'InvalidObject', message: 'addition object is invalid', errors: [] });
    await apply();
    expect(await billed.lines(id)).toMatchObject([
      { state: 'FAILED', code: 'CONNECTWISE_REJECTED' },
      { state: 'APPLIED' },
    ]);
    await goesOn(billed, other);
  });

  it('a quantity with more digits than ConnectWise keeps', async () => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const { id } = await billed.plan([{ customer, after: { quantity: '1234567890123.123' } }]);
    test.sandbox.journal.clear();
    await apply();
    expect(await billed.lines(id)).toMatchObject([{ state: 'FAILED', code: 'INVALID' }]);
    expect(writesOf(test)).toEqual([]);
  });
});

describe('U10: nothing is written any more for a user', () => {
  const mappingOf = async ({ account }: Billed, { userId }: BilledCustomer) => {
    const { services } = test.app;
    const [mapping] = await services.mappings.findByUsers(account.caller, [userId]);
    return mapping ?? Promise.reject(new Error('It has no mapping.'));
  };
  it.each<[string, (desk: Billed, customer: BilledCustomer) => Promise<unknown>, string]>([
    [
      'that is archived',
      ({ account }, { userId }) => test.app.services.users.archive(account.caller, { userId }),
      'INVALID',
    ],
    [
      'that is unmapped',
      async (desk, customer) => test.app.services.mappings.unmap(desk.account.caller, await mappingOf(desk, customer)),
      'USER_NOT_MAPPED',
    ],
    [
      'that is disabled',
      async (desk, customer) =>
        test.app.services.mappings.disable(desk.account.caller, await mappingOf(desk, customer)),
      'USER_NOT_MAPPED',
    ],
    [
      'that is another company now',
      async (desk, customer) => {
        const { id } = await mappingOf(desk, customer);
        await moveMapping(id, (await desk.billed.customer()).companyId);
      },
      'USER_NOT_MAPPED',
    ],
  ])('%s', async (_what, change, code) => {
    const desk = await openBilled(test);
    const { billed, apply } = desk;
    const { id, customer, other } = await twoLines(billed);
    await change(desk, customer);
    await apply();
    expect(await billed.lines(id)).toMatchObject([{ state: 'CONFLICT', code }, { state: 'APPLIED' }]);
    expect(billed.additions(customer)).toMatchObject([{ quantity: '10' }]);
    await goesOn(billed, other);
  });
});

function edit(id: number, fields: Parameters<ReturnType<TestApp['sandbox']['records']>['edit']>[1]) {
  return test.sandbox.records('additions').edit(id, fields);
}

function moveMapping(id: MappingId, companyId: number) {
  return sql('UPDATE mappings SET connect_wise_id = $2, is_shared = true WHERE id = $1', [id, companyId]);
}
