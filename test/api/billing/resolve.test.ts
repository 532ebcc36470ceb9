import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  BillingLineUndoDocument,
  ResolveBillingLineDocument,
  UndoBillingPlanDocument,
} from '../operations.generated.js';
import { ADDITIONS, approveAll, callsOf, openBilled, planUndo } from '../support/billed.js';
import { type Asker, auditOf, errorsOf, given } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

/** A line of which nobody can tell which of two additions it made: the first is its own, the second a person's. */
async function unclear() {
  const desk = await openBilled(test);
  const { billed, apply } = desk;
  const customer = await billed.customer();
  const seen = billed.addition(customer, { quantity: '3', catalogItemId: 2 });
  const { id, lineIds } = await billed.plan([{ customer, after: { quantity: '20' } }]);
  test.sandbox.faults.add({ method: 'POST', route: ADDITIONS, fault: { kind: 'cut', applied: true } });
  await apply();
  billed.addition(customer, { quantity: '20' });
  const other = billed.addition(customer, { quantity: '9', catalogItemId: 3 });
  await billed.passTime();
  await apply();
  const [, own] = billed.additions(customer);
  const lineId = toGlobalId('BillingLine', given(lineIds[0]));
  return { ...desk, id, lineId, customer, own: given(own).id, seen, other };
}

async function resolve(asker: Asker, lineId: string, additionId?: number | null) {
  const input = { lineId, ...(additionId !== undefined && { additionId }) };
  return given((await ask(asker, ResolveBillingLineDocument, { input })).resolveBillingLine);
}

describe('B8: a line that is unclear', () => {
  it('is applied when a person names its addition, of which ConnectWise is asked', async () => {
    const { account, billed, id, lineId, own } = await unclear();
    test.sandbox.journal.clear();
    expect(await resolve(account, lineId, own)).toMatchObject({
      line: { state: 'APPLIED', additionId: own, found: { quantity: '20' }, failure: null },
      userErrors: [],
    });
    expect(callsOf(test)).toEqual([`GET ${ADDITIONS}/{id}`]);
    expect(await billed.statusOf(id)).toBe('DONE');
    expect((await auditOf(account, lineId)).map(({ action }) => action)).toEqual([
      'BILLING_LINE_REFUSED',
      'BILLING_LINE_CLEARED',
    ]);
    expect((await eventsOf(account.id)).map(({ kind }) => kind)).toContain('BILLING_PLAN_DONE');
  });

  it('has failed when a person says that there is none, and ConnectWise is not asked', async () => {
    const { account, billed, id, lineId } = await unclear();
    test.sandbox.journal.clear();
    expect(await resolve(account, lineId, null)).toMatchObject({
      line: { state: 'FAILED', additionId: null, failure: { code: 'CONNECTWISE_UNAVAILABLE' } },
    });
    expect(callsOf(test)).toEqual([]);
    expect(await billed.statusOf(id)).toBe('DONE');
  });

  it('stays unclear where the answer cannot be right', async () => {
    const { account, billed, id, lineId, seen, other, own } = await unclear();
    for (const [additionId, error] of [
      [undefined, 'INVALID additionId'],
      [seen, 'INVALID additionId'],
      [other, 'INVALID additionId'],
      [987_654, 'NOT_FOUND additionId'],
    ] as const) {
      expect(errorsOf(await resolve(account, lineId, additionId))).toEqual([error]);
    }
    expect(await billed.states(id)).toEqual(['UNCLEAR']);
    await resolve(account, lineId, own);
    expect(errorsOf(await resolve(account, lineId, null))).toEqual(['INVALID lineId']);
  });
});

describe('B8: a line that is not what resolveBillingLine clears up', () => {
  it('is refused where it has nothing to be written', async () => {
    const { account, billed } = await openBilled(test);
    const { id, lineIds } = await billed.plan([{ customer: await billed.customer(), after: { quantity: '5' } }]);
    await sql(
      `UPDATE billing_lines SET action = 'SKIP', reason = 'NO_AGREEMENT', write = NULL, state = 'NOTHING',
         agreement_id = NULL, after_quantity = NULL, after_effective_on = NULL WHERE plan_id = $1`,
      [id],
    );
    const lineId = toGlobalId('BillingLine', given(lineIds[0]));
    for (const additionId of [1, null]) {
      expect(errorsOf(await resolve(account, lineId, additionId))).toEqual(['NOT_FOUND lineId']);
    }
  });

  it('was not written where the addition that it changes has something else than it says', async () => {
    const { account, billed } = await openBilled(test);
    const customer = await billed.customer();
    const additionId = billed.addition(customer, { quantity: '10' });
    const { id, lineIds } = await billed.plan([{ customer, additionId, after: { quantity: '20' } }], 'UNCLEAR');
    const lineId = toGlobalId('BillingLine', given(lineIds[0]));
    const refused = await resolve(account, lineId, additionId);
    expect(refused.userErrors).toMatchObject([
      { code: 'INVALID', field: ['additionId'], message: expect.stringMatching(/has the quantity 10/) },
    ]);
    expect(await billed.states(id)).toEqual(['UNCLEAR']);
    test.sandbox.agreements.setQuantity(additionId, 20);
    expect(await resolve(account, lineId, additionId)).toMatchObject({ line: { state: 'APPLIED' }, userErrors: [] });
  });
});

describe('B9: undoBillingPlan', () => {
  it('answers the plan that is being made, and the undone line shows what takes it back', async () => {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const customer = await billed.customer();
    const { id, lineIds } = await billed.plan([{ customer, after: { quantity: '20' } }]);
    const planId = toGlobalId('BillingPlan', id);
    const undo = async (input: object = {}) =>
      given((await ask(account, UndoBillingPlanDocument, { input: { planId, ...input } })).undoBillingPlan);
    expect(errorsOf(await undo())).toEqual(['INVALID planId']);
    await apply();
    const ids = lineIds.map((lineId) => toGlobalId('BillingLine', lineId));
    const undoneBy = async () => given((await ask(account, BillingLineUndoDocument, { ids })).nodes);
    expect(await undoneBy()).toMatchObject([{ state: 'APPLIED', undoneBy: null }]);

    const [foreign] = (await billed.plan([{ customer, after: { quantity: '1' } }])).lineIds;
    const wrong = toGlobalId('BillingLine', given(foreign));
    expect(errorsOf(await undo({ lineIds: [wrong] }))).toEqual(['NOT_FOUND lineIds']);
    expect(errorsOf(await undo({ lineIds: [] }))).toEqual(['INVALID lineIds']);
    expect(errorsOf(await undo({ planId: toGlobalId('BillingLine', id) }))).toEqual(['NOT_FOUND planId']);

    await approveAll(await planUndo(test, desk, { planId: id }));
    expect(await undoneBy()).toMatchObject([{ undoneBy: { state: 'APPROVED', action: 'UPDATE' } }]);
    await apply();
    expect(await undoneBy()).toMatchObject([{ state: 'APPLIED', undoneBy: { state: 'APPLIED' } }]);

    const { id: nextId } = await billed.plan([{ customer: await billed.customer(), after: { quantity: '2' } }]);
    await apply();
    const next = await undo({ planId: toGlobalId('BillingPlan', nextId) });
    expect(next).toMatchObject({ plan: { kind: 'UNDO', status: 'PLANNING' }, userErrors: [] });
    expect(errorsOf(await undo({ planId: toGlobalId('BillingPlan', nextId) }))).toEqual(['INVALID planId']);
  });
});
