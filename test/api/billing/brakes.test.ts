import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Billed, type Customer, ITEM, shortly } from '../support/billing.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let billed: Billed;
let customer: Customer;
let additionId: number;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  billed = await Billed.start(test);
  customer = await billed.customer();
  additionId = billed.addition(customer.agreementId, 10);
});

const lines = async (input = {}) => shortly(await billed.run(input));

describe('B6: brakes', () => {
  it('B6: DROPS_TO_ZERO', async () => {
    await billed.use(customer.user, { 31: '0' });
    expect(await lines()).toEqual(['HOLD 10>0 DROPS_TO_ZERO']);
  });

  it('B6: NO_USAGE for what was told of before and is not any more', async () => {
    await billed.use(customer.user, { 31: null });
    expect(await lines()).toEqual(['HOLD 10>0 DROPS_TO_ZERO NO_USAGE']);
    const earlier = (day: string) =>
      sql('UPDATE usage_days SET day = $2, used = 3 WHERE account_id = $1', [billed.account.id, day]);
    await earlier('2025-12-31');
    expect(await lines()).toEqual(['HOLD 10>0 DROPS_TO_ZERO NO_USAGE']);
    const plan = await billed.run();
    expect(plan.lines).toMatchObject([
      { contributors: [{ quantity: null, exactQuantity: null, daysTold: 0, lastDay: null }] },
    ]);
    await earlier('2024-12-30');
    expect(await lines()).toEqual([]);
  });

  it.each([
    [20, '12', 'UPDATE 10>12'],
    [20, '12.01', 'HOLD 10>12.01 CHANGES_MUCH'],
    [20, '8', 'UPDATE 10>8'],
    [20, '7.99', 'HOLD 10>7.99 CHANGES_MUCH'],
    [0, '10.01', 'HOLD 10>10.01 CHANGES_MUCH'],
    [100, '20', 'UPDATE 10>20'],
    [100, '20.01', 'HOLD 10>20.01 CHANGES_MUCH'],
    [null, '1000', 'UPDATE 10>1000'],
  ])('B6: CHANGES_MUCH beyond %s percent: 10 > %s', async (maxChangePercent, used, line) => {
    await billed.save({ rules: [{ product: 'storage', maxChangePercent }] });
    await billed.use(customer.user, { 31: used }, 'storage');
    expect(await lines()).toEqual([line]);
  });

  it('B6: any change from zero is a great one, and none is where an addition is made', async () => {
    test.sandbox.agreements.setQuantity(additionId, 0);
    await billed.save({ rules: [{ product: 'mailboxes', maxChangePercent: 1_000, createsMissing: true }] });
    await billed.use(customer.user, { 31: '1' });
    expect(await lines()).toEqual(['HOLD 0>1 CHANGES_MUCH']);
    test.sandbox.agreements.endAddition(additionId, '2026-01-01');
    expect(await lines()).toEqual(['CREATE >1']);
  });

  it('B6: FIRST_PLAN of a product, also where everything else is approved by itself', async () => {
    await billed.wasBilled(false);
    await billed.save({ isAutoApproved: true });
    await billed.use(customer.user, { 31: '7' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD 10>7 FIRST_PLAN']);
    expect(plan).toMatchObject({ status: 'OPEN', lines: [{ state: 'PENDING', decidedAt: null }] });
  });

  it('B6: ALREADY_INVOICED when the next invoice is behind the period, unless the rule says otherwise', async () => {
    await billed.use(customer.user, { 31: '7' });
    test.sandbox.agreements.edit(customer.agreementId, { nextInvoiceDate: '2026-01-31' });
    expect(await lines()).toEqual(['UPDATE 10>7']);
    test.sandbox.agreements.invoice(customer.agreementId, { from: '2026-01-01', to: '2026-01-31' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD 10>7 ALREADY_INVOICED']);
    expect(plan.lines).toMatchObject([{ nextInvoiceOn: '2026-02-01' }]);
    await billed.save({ rules: [{ product: 'mailboxes', holdsInvoiced: false }] });
    expect(await lines()).toEqual(['UPDATE 10>7']);
  });

  it('B6: all that fired are told, and the rest goes on', async () => {
    const other = await billed.customer();
    billed.addition(other.agreementId, 1);
    await billed.save({ rules: [{ product: 'mailboxes', maxChangePercent: 5 }], isAutoApproved: true });
    await billed.use(customer.user, { 31: '0' });
    await billed.use(other.user, { 31: '1' });
    const third = await billed.customer();
    billed.addition(third.agreementId, 100);
    await billed.use(third.user, { 31: '101' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD 10>0 DROPS_TO_ZERO CHANGES_MUCH', 'NONE 1>1 UNCHANGED', 'UPDATE 100>101']);
    expect(plan.lines.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
      ['PENDING', null],
      ['NOTHING', null],
      ['APPROVED', null],
    ]);
  });
});

describe('B5: users who share an addition', () => {
  it('B5: add up on one line, exactly, with everybody who adds to it', async () => {
    const colleague = await billed.colleague(customer);
    await billed.save({ rules: [{ product: 'mailboxes' }, { product: 'storage' }, { product: 'traffic' }] });
    await billed.use(customer.user, { 31: '3' });
    await billed.use(colleague, { 31: '4' });
    await billed.use(customer.user, { 31: '0.1' }, 'storage');
    await billed.use(colleague, { 31: '0.000002' }, 'traffic');
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['UPDATE 10>7.100002']);
    expect(plan.lines[0]?.contributors.map(({ quantity }) => quantity).sort()).toEqual(['0.000002', '0.1', '3', '4']);
  });

  it('B5: count although the run is for another one alone; what only they use is left alone', async () => {
    const colleague = await billed.colleague(customer);
    billed.addition(customer.agreementId, 1, { product: { id: ITEM.archive } });
    const rules = [{ product: 'mailboxes' as const }, { product: 'storage' as const, catalogItemId: ITEM.archive }];
    await billed.save({ rules });
    await billed.use(customer.user, { 31: '3' });
    await billed.use(colleague, { 31: '4' });
    await billed.use(colleague, { 31: '5' }, 'storage');
    const plan = await billed.run({ userIds: [customer.user.id] });
    expect(plan.isForAll).toBe(false);
    expect(shortly(plan)).toEqual(['UPDATE 10>7']);
    expect(plan.lines[0]?.contributors.map(({ user }) => user.id).sort()).toEqual(
      [customer.user.id, colleague.id].sort(),
    );
  });

  it('B6: the strictest of them decides, and one without usage holds the line', async () => {
    const colleague = await billed.colleague(customer);
    await billed.override(colleague, [{ product: 'mailboxes', maxChangePercent: 10, createsMissing: true }]);
    await billed.use(customer.user, { 31: '12' });
    await billed.use(colleague, { 31: null });
    expect(await lines()).toEqual(['HOLD 10>12 CHANGES_MUCH NO_USAGE']);
    test.sandbox.agreements.endAddition(additionId, '2026-01-01');
    expect(await lines()).toEqual(['SKIP >12 NO_ADDITION']);
  });

  it('B5: those of other companies never count', async () => {
    const stranger = await billed.customer();
    await billed.override(stranger.user, [{ product: 'mailboxes', agreementId: customer.agreementId }]);
    await billed.use(customer.user, { 31: '3' });
    await billed.use(stranger.user, { 31: '4' });
    expect(await lines()).toEqual(['UPDATE 10>3', 'SKIP >4 NO_AGREEMENT']);
  });
});
