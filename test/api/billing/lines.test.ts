import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, SaveProductsDocument } from '../operations.generated.js';
import { Billed, type Customer, ITEM, JANUARY, shortly, TYPE } from '../support/billing.js';
import { disable, given, unmap } from '../support/calls.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let billed: Billed;
let customer: Customer;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  billed = await Billed.start(test);
  customer = await billed.customer();
});

const lines = async (input = {}) => shortly(await billed.run(input));

describe('B5: what a plan says of an addition', () => {
  it('B5: UPDATE with before, after and what it rests on', async () => {
    const additionId = billed.addition(customer.agreementId, 5, { description: 'Mail security' });
    await billed.use(customer.user, { 3: '9', 31: '7' });
    const plan = await billed.run();

    expect(plan).toMatchObject({ kind: 'ON_DEMAND', status: 'OPEN', ...JANUARY, isForAll: true, failure: null });
    expect(plan.counts).toEqual([{ action: 'UPDATE', state: 'PENDING', lines: 1, held: 0 }]);
    const dates = { effectiveOn: '2024-01-01', cancelledOn: null };
    expect(plan.lines).toMatchObject([
      {
        ...{ action: 'UPDATE', isWritable: true, reason: null, holds: [], state: 'PENDING', additionId },
        ...{ companyId: customer.companyId, agreementId: customer.agreementId, catalogItemId: ITEM.standard },
        ...{ before: { quantity: '5', ...dates }, after: { quantity: '7', ...dates }, found: null },
        evidence: { additionIds: [], agreements: [], additionDescription: 'Mail security' },
        contributors: [
          {
            ...{ user: { id: customer.user.id }, product: { code: 'mailboxes' }, quantity: '7', exactQuantity: '7' },
            ...{ ...JANUARY, daysTold: 2, daysInPeriod: 31, lastDay: '2026-01-31', periodRule: 'LAST' },
            rule: { quantity: 'USED', catalogItemId: ITEM.standard, agreementTypeId: TYPE.mailSecurity },
          },
        ],
      },
    ]);
  });

  it('B5: NONE when ConnectWise has the quantity already, however it is written', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '5' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['NONE 5>5 UNCHANGED']);
    expect(plan).toMatchObject({ status: 'DONE', lines: [{ state: 'NOTHING', isWritable: false }] });
  });

  it('B2: CREATE where it is missing and to be made, effective from the first day', async () => {
    await billed.use(customer.user, { 31: '7' });
    expect(await lines()).toEqual(['SKIP >7 NO_ADDITION']);
    await billed.save({ rules: [{ product: 'mailboxes', createsMissing: true, billCustomer: 'NO_CHARGE' }] });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['CREATE >7']);
    expect(plan.lines).toMatchObject([
      { additionId: null, billCustomer: 'NO_CHARGE', after: { effectiveOn: '2026-01-01', cancelledOn: null } },
    ]);
    await billed.use(customer.user, { 31: '0' });
    expect(await lines()).toEqual(['SKIP >0 NOTHING_TO_CREATE']);
  });

  it('B2: what was purchased counts where the rule says so', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '7' });
    await billed.save({ rules: [{ product: 'mailboxes', quantity: 'PURCHASED' }] });
    expect(await lines()).toEqual(['UPDATE 5>77']);
  });

  it('B6: an addition counts that began by the end of the period and is not cancelled before it', async () => {
    billed.addition(customer.agreementId, 1, { effectiveDate: '2026-02-01' });
    billed.addition(customer.agreementId, 2, { cancelledDate: '2026-01-30' });
    billed.addition(customer.agreementId, 3, { product: { id: ITEM.archive } });
    await billed.use(customer.user, { 31: '7' });
    expect(await lines()).toEqual(['SKIP >7 NO_ADDITION']);
    billed.addition(customer.agreementId, 4, { effectiveDate: '2026-01-31', cancelledDate: '2026-01-31' });
    expect(await lines()).toEqual(['UPDATE 4>7']);
  });

  it('B6: several that count are held with their ids, and nothing can be written', async () => {
    const additionIds = [billed.addition(customer.agreementId, 4), billed.addition(customer.agreementId, 5)];
    await billed.use(customer.user, { 31: '7' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD >7 DUPLICATE_ADDITIONS']);
    expect(plan).toMatchObject({ status: 'DONE', lines: [{ isWritable: false, evidence: { additionIds } }] });
  });

  it('B2: where one is to be made, one that begins after the period or ended inside it is never doubled', async () => {
    const { agreementId } = customer;
    await billed.save({ rules: [{ product: 'mailboxes', createsMissing: true }] });
    await billed.use(customer.user, { 31: '7' });
    billed.addition(agreementId, 1, { cancelledDate: '2026-01-01' });
    billed.addition(agreementId, 2, { effectiveDate: '2026-02-01', cancelledDate: '2026-02-01' });
    expect(await lines()).toEqual(['CREATE >7']);
    const ended = billed.addition(agreementId, 3, { cancelledDate: '2026-01-30' });
    const later = billed.addition(agreementId, 4, { effectiveDate: '2026-02-01' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD >7 DUPLICATE_ADDITIONS']);
    expect(plan.lines).toMatchObject([{ isWritable: false, evidence: { additionIds: [ended, later] } }]);
  });

  it('B5: texts of ConnectWise that no database takes stop nothing', async () => {
    test.sandbox.agreements.edit(customer.agreementId, { name: 'Mail\u0000 \ud800security' });
    billed.addition(customer.agreementId, 5, { description: 'a\u0000b' });
    await billed.use(customer.user, { 31: '7' });
    const plan = await billed.run();
    expect(plan.lines).toMatchObject([{ agreementName: 'Mail security', evidence: { additionDescription: 'ab' } }]);
  });

  it('B1: more digits than ConnectWise keeps are never sent', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.save({ rules: [{ product: 'traffic' }] });
    await billed.use(customer.user, { 1: '123456789012', 2: '0.000001' }, 'traffic');
    expect(await lines()).toEqual(['SKIP >123456789012.000001 TOO_MANY_DIGITS']);
  });
});

describe('B2: which agreement is meant', () => {
  beforeEach(() => billed.use(customer.user, { 31: '7' }));

  it('B2: the one of the type, or the one that is chosen by its id', async () => {
    expect(await lines()).toEqual(['SKIP >7 NO_ADDITION']);
    await billed.save({ rules: [{ product: 'mailboxes', agreementTypeId: TYPE.managedServices }] });
    expect(await lines()).toEqual(['SKIP >7 NO_AGREEMENT']);
    await billed.override(customer.user, [{ product: 'mailboxes', agreementId: customer.agreementId }]);
    billed.addition(customer.agreementId, 1);
    expect(await lines()).toEqual(['UPDATE 1>7']);
  });

  it('B2: one of another company is none', async () => {
    const { agreementId } = billed.company();
    await billed.override(customer.user, [{ product: 'mailboxes', agreementId }]);
    expect(await lines()).toEqual(['SKIP >7 NO_AGREEMENT']);
  });

  it('B6: several usable ones are held with their names', async () => {
    const other = billed.agreement(customer.companyId, { name: 'The other one' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD >7 AGREEMENT_AMBIGUOUS']);
    const [line] = plan.lines;
    expect(given(line).evidence.agreements).toEqual([
      expect.objectContaining({ connectWiseId: customer.agreementId }),
      { connectWiseId: other, name: 'The other one' },
    ]);
    expect(line).toMatchObject({ isWritable: false, agreementId: null, state: 'NOTHING' });
  });

  it('B2: the usable one is taken where others are not', async () => {
    billed.agreement(customer.companyId, { cancelledFlag: true, dateCancelled: '2026-01-15' });
    billed.addition(customer.agreementId, 1);
    expect(await lines()).toEqual(['UPDATE 1>7']);
  });

  it('B6: of several that are not usable, the one with the least against it is taken', async () => {
    test.sandbox.agreements.edit(customer.agreementId, {
      oneTimeFlag: true,
      noEndingDateFlag: false,
      endDate: '2026-01-01',
    });
    const better = billed.agreement(customer.companyId, { oneTimeFlag: true });
    billed.addition(better, 1);
    expect(await lines()).toEqual(['HOLD 1>7 AGREEMENT_NOT_RECURRING']);
  });

  it.each([
    ['AGREEMENT_CANCELLED', { cancelledFlag: true, dateCancelled: '2026-01-31' }],
    ['AGREEMENT_EXPIRED', { noEndingDateFlag: false, endDate: '2026-01-30' }],
    ['AGREEMENT_NOT_STARTED', { startDate: '2026-02-01' }],
    ['AGREEMENT_NOT_RECURRING', { oneTimeFlag: true }],
  ])('B6: %s holds the line, which a person may approve', async (hold, change) => {
    const additionId = billed.addition(customer.agreementId, 1);
    test.sandbox.agreements.edit(customer.agreementId, change);
    const plan = await billed.run();
    expect(shortly(plan)).toEqual([`HOLD 1>7 ${hold}`]);
    expect(plan.lines).toMatchObject([{ isWritable: true, additionId, state: 'PENDING' }]);
  });

  it.each([
    ['ends with the period', { noEndingDateFlag: false, endDate: '2026-01-31' }],
    ['is cancelled after the period', { cancelledFlag: true, dateCancelled: '2026-02-01' }],
    ['begins on the last day', { startDate: '2026-01-31' }],
  ])('B6: one that %s is usable', async (_name, change) => {
    billed.addition(customer.agreementId, 1);
    test.sandbox.agreements.edit(customer.agreementId, change);
    expect(await lines()).toEqual(['UPDATE 1>7']);
  });

  it('B6: a billing cycle that does not recur holds as well', async () => {
    billed.addition(customer.agreementId, 1);
    await billed.save({ oneTimeCycleIds: [1] });
    expect(await lines()).toEqual(['HOLD 1>7 AGREEMENT_NOT_RECURRING']);
  });
});

describe('U11: users who cannot be billed', () => {
  const off: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['SKIP USER_ARCHIVED', () => ask(billed.account, ArchiveUserDocument, { input: { userId: customer.user.id } })],
    ['SKIP NOT_MAPPED', () => unmap(billed.account, { mappingId: customer.mappingId })],
    ['SKIP MAPPING_DISABLED', () => disable(billed.account, { mappingId: customer.mappingId })],
    ['HOLD COMPANY_BROKEN', () => mark("verification = 'BROKEN', problem = 'COMPANY_DELETED'")],
    ['SKIP MAPPING_UNVERIFIED', () => mark("verification = 'UNVERIFIED', verified_at = NULL")],
  ];
  const mark = (change: string) =>
    sql(`UPDATE mappings SET ${change}, version = version + 1 WHERE account_id = $1`, [billed.account.id]);

  it.each(off)('U11: %s while there is usage', async (line, change) => {
    billed.addition(customer.agreementId, 1);
    await billed.use(customer.user, { 31: '7' });
    const { plan: begun } = await billed.begin();
    await change();
    await billed.work();
    const plan = await billed.plan(given(begun).id);
    expect(shortly(plan)).toEqual([line]);
    expect(plan).toMatchObject({
      status: 'DONE',
      lines: [
        { isWritable: false, state: 'NOTHING', contributors: [{ quantity: '7', user: { id: customer.user.id } }] },
      ],
    });
  });

  it('U11: without usage nothing is said of them', async () => {
    await billed.use(customer.user, { 31: null });
    await unmap(billed.account, { mappingId: customer.mappingId });
    expect(await lines()).toEqual([]);
  });

  it('B2: a product that nobody chose an item for is told of, one that is not billed is not', async () => {
    await billed.use(customer.user, { 31: '7' }, 'storage');
    expect(await lines()).toEqual(['SKIP >7 NO_CATALOG_ITEM']);
    await billed.save({ rules: [{ product: 'storage', isBilled: false }] });
    expect(await lines()).toEqual([]);
    const item = { source: billed.source.code, code: 'other', name: 'Other', unit: 'piece' };
    await ask(billed.account, SaveProductsDocument, { input: { items: [item] } });
    expect(await lines()).toEqual([]);
  });
});
