import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Billed, type Customer, shortly } from '../support/billing.js';
import { billingOf, saveBilling } from '../support/billing-settings.js';
import { disable, enable, given } from '../support/calls.js';
import { runInterrupted, runSlice } from '../support/jobs.js';
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
  billed.addition(customer.agreementId, 9);
  await billed.use(customer.user, { 31: '8' });
});

const states = async (planId: string) => (await billed.plan(planId)).lines.map(({ state }) => state);

describe('B7: nobody approves alone, or what was not looked at', () => {
  it('B7: what a person starts is not approved by itself where a second one has to', async () => {
    await billed.save({ isAutoApproved: true, needsSecondPerson: true });
    const { id } = await billed.run();
    expect(await states(id)).toEqual(['PENDING']);
    const second = { url: test.url, token: await billed.account.tokenOf('BILLING') };
    expect((await billed.approve({ planId: id }, second)).lines).toBe(1);
  });

  it('B6: a brake that is asked for approves no line that others hold as well', async () => {
    await billed.wasBilled(false);
    const dropped = await billed.customer();
    billed.addition(dropped.agreementId, 9);
    await billed.use(dropped.user, { 31: '0' });
    const plan = await billed.run();
    expect(shortly(plan)).toEqual(['HOLD 9>8 FIRST_PLAN', 'HOLD 9>0 DROPS_TO_ZERO FIRST_PLAN']);
    expect((await billed.approve({ planId: plan.id, filter: { holds: ['FIRST_PLAN'] } })).lines).toBe(1);
    expect(await states(plan.id)).toEqual(['APPROVED', 'PENDING']);
    const both = { planId: plan.id, filter: { holds: ['FIRST_PLAN' as const, 'DROPS_TO_ZERO' as const] } };
    expect((await billed.approve(both)).lines).toBe(1);
  });
});

it('B6: after a move to another ConnectWise everything is billed for the first time', async () => {
  const { rules, ...settings } = given(await billingOf(billed.account));
  const input = { isEnabled: false, rules: rules.map(({ product, ...rule }) => ({ ...rule, productId: product.id })) };
  await saveBilling(billed.account, { ...input, expiryDays: settings.expiryDays + 1 });
  expect(shortly(await billed.run())).toEqual(['UPDATE 9>8']);
  // As if they had been saved while the account was at another one.
  await sql('UPDATE billing_settings SET instance_id = NULL WHERE account_id = $1', [billed.account.id]);
  await saveBilling(billed.account, input);
  expect(shortly(await billed.run())).toEqual(['HOLD 9>8 FIRST_PLAN']);
});

it('B5: a user whose mapping becomes sound while the plan is made is told of, and not just left out', async () => {
  const late = await billed.customer();
  await billed.use(late.user, { 31: '3' });
  await disable(billed.account, { mappingId: late.mappingId });
  const { plan } = await billed.begin();
  await runSlice(test.app, billed.account, 'BILLING_PLAN');
  const come = async () => void (await enable(billed.account, { mappingId: late.mappingId }));
  // The parts before have read the agreements and planned all companies.
  await runInterrupted(test, billed.account, { kind: 'BILLING_PLAN', at: 4, come });
  await billed.work();
  expect(shortly(await billed.plan(given(plan).id))).toEqual(['UPDATE 9>8', 'SKIP MAPPING_CHANGED']);
});

it('B10: the comparison with ConnectWise begins by itself on the day after the first plan was done', async () => {
  const { id } = await billed.run();
  await billed.approve({ planId: id });
  const kind = 'RECONCILIATION' as const;
  const run = (work: 'BILLING_APPLY' | 'RECONCILIATION') => runSlice(test.app, billed.account, work);
  while ((await run('BILLING_APPLY')).kind === 'soon');
  expect(await run(kind)).toMatchObject({ kind: 'at', at: expect.any(Date) });
  await sql("UPDATE billing_plans SET closed_at = now() - interval '25 hours' WHERE account_id = $1", [
    billed.account.id,
  ]);
  expect(await run(kind)).toEqual({ kind: 'soon' });
  const [job] = await sql<{ status: string }>(
    `SELECT status FROM jobs WHERE account_id = $1 AND kind = 'RECONCILIATION'`,
    [billed.account.id],
  );
  expect(job).toEqual({ status: 'QUEUED' });
});
