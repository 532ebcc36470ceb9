import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AuditEventsDocument,
  EventsDocument,
  ReconciliationDocument,
  StartReconciliationDocument,
  UndoBillingPlanDocument,
} from '../operations.generated.js';
import { Billed, type Customer, ITEM, shortly, TYPE } from '../support/billing.js';
import { saveBilling } from '../support/billing-settings.js';
import { given } from '../support/calls.js';
import { runJobs } from '../support/jobs.js';
import { recordUsage } from '../support/usage.js';

let now = new Date();
let test: TestApp;
let billed: Billed;
beforeAll(async () => {
  test = await startTestApp({ clock: { now: () => now } });
});
afterAll(() => test.close());
beforeEach(async () => {
  now = new Date('2031-01-10T12:00:00Z');
  billed = await Billed.start(test);
});

const JANUARY = { from: '2031-01-01', to: '2031-01-31' };

async function save(input: Parameters<typeof saveBilling>[1] = {}): Promise<void> {
  const productId = toGlobalId('Product', billed.products.mailboxes);
  const rule = { productId, catalogItemId: ITEM.standard, agreementTypeId: TYPE.mailSecurity, createsMissing: true };
  expect((await saveBilling(billed.account, { isEnabled: false, rules: [rule], ...input })).userErrors).toEqual([]);
}

async function use({ user }: Customer, used: string, day = '2031-01-31'): Promise<void> {
  const item = { source: billed.source.code, userExternalId: user.externalId, product: 'mailboxes', day, used };
  const { results } = await recordUsage(billed.account, [item]);
  expect(results?.map(({ userErrors }) => userErrors)).toEqual([[]]);
}

const write = () => runJobs(test.app, billed.account, 'BILLING_APPLY');

/** Quantity and last day of each addition of an agreement. */
function additionsOf({ agreementId }: Customer) {
  return test.sandbox.agreements
    .additions(agreementId)
    .map(({ quantity, effectiveDate, cancelledDate }) => ({ quantity, effectiveDate, cancelledDate }));
}

async function report(): Promise<string[]> {
  expect(
    given((await ask(billed.account, StartReconciliationDocument, { input: {} })).startReconciliation).job,
  ).not.toBeNull();
  await runJobs(test.app, billed.account, 'RECONCILIATION');
  const { reconciliation } = await ask(billed.account, ReconciliationDocument, { first: 100 });
  return given(reconciliation).nodes.map(({ state, lineQuantity }) => `${state} ${lineQuantity}`);
}

it('B5 to B10: usage is planned, approved, written, held against ConnectWise, and taken back', async () => {
  await save();
  const [changed, made] = [await billed.customer(), await billed.customer()];
  billed.addition(changed.agreementId, 5);
  now = new Date('2031-02-01T12:00:00Z');
  await use(changed, '7');
  await use(made, '3');
  const before = [additionsOf(changed), additionsOf(made)];

  const plan = await billed.run(JANUARY);
  expect(shortly(plan)).toEqual(['UPDATE 5>7', 'CREATE >3']);
  expect([additionsOf(changed), additionsOf(made)]).toEqual(before);
  expect(await billed.approve({ planId: plan.id })).toMatchObject({ lines: 2, userErrors: [] });
  await write();

  expect(additionsOf(changed)).toMatchObject([{ quantity: 7 }]);
  expect(additionsOf(made)).toMatchObject([{ quantity: 3, effectiveDate: '2031-01-01T00:00:00Z' }]);
  expect((await billed.plan(plan.id)).status).toBe('DONE');
  expect(await report()).toEqual(['MATCHES 7', 'MATCHES 3']);

  const { undoBillingPlan } = await ask(billed.account, UndoBillingPlanDocument, { input: { planId: plan.id } });
  const undo = given(undoBillingPlan?.plan).id;
  await billed.work();
  await billed.approve({ planId: undo });
  await write();
  expect(additionsOf(changed)).toEqual(before[0]);
  expect(additionsOf(made)).toMatchObject([{ quantity: 3, cancelledDate: '2031-01-01T00:00:00Z' }]);
  expect((await billed.plan(undo)).status).toBe('DONE');
  expect(await report()).toEqual([]);
});

it('B3, B7: a scheduled run is planned and written by itself where that is set, and once a month', async () => {
  await save({ isEnabled: true, isAutoApproved: true, billingDay: 1, hour: 9 });
  const customer = await billed.customer();
  billed.addition(customer.agreementId, 5);
  await billed.work();
  now = new Date('2031-02-01T09:00:00Z');
  await use(customer, '6');
  await billed.work();
  await write();
  expect(additionsOf(customer)).toMatchObject([{ quantity: 6 }]);
  expect(await billed.work()).toEqual({ kind: 'at', at: new Date('2031-03-01T09:00:00Z') });

  await use(customer, '9', '2031-02-01');
  await billed.work();
  await write();
  expect(additionsOf(customer)).toMatchObject([{ quantity: 6 }]);
  now = new Date('2031-03-01T09:00:00Z');
  await billed.work();
  await write();
  expect(additionsOf(customer)).toMatchObject([{ quantity: 9 }]);
});

it('A4, E1: every step is in the trail with before and after, and others are told', async () => {
  await save();
  const customer = await billed.customer();
  billed.addition(customer.agreementId, 5);
  now = new Date('2031-02-01T12:00:00Z');
  await use(customer, '7');
  const { id: planId } = await billed.run(JANUARY);
  await billed.approve({ planId });
  await write();

  const { auditEvents } = await ask(billed.account, AuditEventsDocument, { first: 100 });
  const trail = given(auditEvents).nodes;
  const actions = trail.map(({ action }) => action).filter((action) => action.startsWith('BILLING'));
  expect(actions.toReversed()).toEqual([
    ...['BILLING_SETTINGS_SAVED', 'BILLING_PLAN_STARTED', 'BILLING_PLAN_MADE'],
    ...['BILLING_LINES_APPROVED', 'BILLING_LINE_WRITTEN'],
  ]);
  const written = trail.find(({ action }) => action === 'BILLING_LINE_WRITTEN');
  expect(written?.changes).toContainEqual({ field: 'quantity', before: '5', after: '7' });
  const { events } = await ask(billed.account, EventsDocument, { first: 100 });
  const kinds = given(events)
    .nodes.map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('BILLING'));
  expect(kinds).toEqual(['BILLING_PLAN_READY', 'BILLING_PLAN_DONE']);
});
