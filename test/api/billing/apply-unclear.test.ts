import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { type BilledAccount, FIRST_DAY } from '../../support/billing-lines.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { HASTY } from '../../support/timing.js';
import { ADDITIONS, callsOf, openBilled, writesOf } from '../support/billed.js';
import { given } from '../support/calls.js';
import { jobsOf, runInterrupted, runSlice } from '../support/jobs.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ timing: HASTY });
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

type Fault = FaultRuleInput['fault'];

const on = (method: 'PATCH' | 'POST', fault: Fault, times: number | null = 1) =>
  test.sandbox.faults.add({ method, route: `${ADDITIONS}*`, times, fault });

/** One approved line: an addition that is changed from 10 to 20, or one that is made with 20. */
async function oneLine(billed: BilledAccount, write: 'UPDATE' | 'CREATE') {
  const customer = await billed.customer();
  const additionId = write === 'UPDATE' ? { additionId: billed.addition(customer, { quantity: '10' }) } : {};
  const { id, lineIds } = await billed.plan([{ customer, ...additionId, after: { quantity: '20' } }]);
  test.sandbox.journal.clear();
  return { id, lineIds, customer };
}

const LOST: readonly [string, (applied: boolean) => Fault][] = [
  ['a connection that is reset', (applied) => ({ kind: 'cut', at: 'headers', how: 'reset', applied })],
  [
    'an answer that is cut off',
    (applied) =>
      applied ? { kind: 'cut', at: 'body', how: 'close', applied } : { kind: 'frontEnd', status: 504, applied },
  ],
  ['a gateway that gives up', (applied) => ({ kind: 'frontEnd', status: 503, applied })],
  ['a time-out of the server', (applied) => ({ kind: 'serverError', text: 'timeout', applied })],
];
const WRITES = [
  ['UPDATE', 'PATCH'],
  ['CREATE', 'POST'],
] as const;
const CASES = LOST.flatMap(([name, fault]) =>
  WRITES.flatMap(([write, method]) => [true, false].map((applied) => ({ name, fault, write, method, applied }))),
);

describe('B8, F6, F18: a write whose answer is lost', () => {
  it.each(CASES)('$write, $name, carried out: $applied, is applied once', async ({ fault, write, method, applied }) => {
    const { billed, apply } = await openBilled(test);
    const { id, customer } = await oneLine(billed, write);
    on(method, fault(applied));
    expect(await apply()).toMatchObject({ kind: 'at' });
    expect(await billed.states(id)).toEqual(['WRITING']);

    // Nobody looks while it may still arrive.
    test.sandbox.journal.clear();
    expect(await apply()).toMatchObject({ kind: 'at' });
    expect(callsOf(test)).toEqual([]);

    await billed.passTime();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(callsOf(test)[0]).toBe(`GET ${ADDITIONS}`);
    expect(callsOf(test).filter((call) => call.startsWith('GET'))).toHaveLength(1);
    expect(writesOf(test)).toHaveLength(applied ? 0 : 1);
    expect(billed.additions(customer)).toMatchObject([{ quantity: '20', effectiveOn: FIRST_DAY }]);
    expect(await billed.lines(id)).toMatchObject([{ state: 'APPLIED', quantity: '20', code: null }]);
    expect(await billed.statusOf(id)).toBe('DONE');
  });

  it('keeps no other agreement waiting, and none of its own lines is written before it is clear', async () => {
    const { billed, apply } = await openBilled(test);
    const [customer, other] = [await billed.customer(), await billed.customer()];
    const ids = [1, 2].map((catalogItemId) => billed.addition(customer, { quantity: '10', catalogItemId }));
    const { id } = await billed.plan([
      ...ids.map((additionId, at) => ({ customer, additionId, catalogItemId: at + 1, after: { quantity: '20' } })),
      { customer: other, after: { quantity: '5' } },
    ]);
    on('PATCH', { kind: 'cut', applied: true });
    await apply();
    expect(await billed.states(id)).toEqual(['WRITING', 'APPROVED', 'APPLIED']);
    await billed.passTime();
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    expect(billed.additions(customer).map(({ quantity }) => quantity)).toEqual(['20', '20']);
  });

  it('is a conflict when a person changed the addition meanwhile', async () => {
    const { billed, apply } = await openBilled(test);
    const { id, customer } = await oneLine(billed, 'UPDATE');
    on('PATCH', { kind: 'cut', applied: true });
    await apply();
    test.sandbox.agreements.setQuantity(billed.additions(customer)[0]?.id ?? 0, 33);
    await billed.passTime();
    await apply();
    expect(await billed.lines(id)).toMatchObject([{ state: 'CONFLICT', quantity: '33' }]);
  });

  it.each<[string, (desk: BilledAccount, at: Awaited<ReturnType<typeof oneLine>>) => unknown]>([
    ['a person made one as well', (billed, { customer }) => billed.addition(customer, { quantity: '20' })],
    [
      'a person changed what may be it',
      (billed, { customer }) => test.sandbox.agreements.setQuantity(billed.additions(customer)[0]?.id ?? 0, 21),
    ],
  ])('is unclear for one that was to be made when %s', async (_what, meddle) => {
    const { account, billed, apply } = await openBilled(test);
    const made = await oneLine(billed, 'CREATE');
    on('POST', { kind: 'cut', applied: true });
    await apply();
    await meddle(billed, made);
    await billed.passTime();
    test.sandbox.journal.clear();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.lines(made.id)).toMatchObject([
      { state: 'UNCLEAR', message: expect.stringMatching(/Nobody knows/) },
    ]);
    expect(writesOf(test)).toEqual([]);
    expect(await billed.statusOf(made.id)).toBe('OPEN');
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'BILLING_LINE_UNCLEAR')).toHaveLength(1);
  });
});

describe('B8: what passes is waited for, and nothing is lost', () => {
  it.each<[string, Fault]>([
    ['a rate limit', { kind: 'rateLimit', retryAfter: 600 }],
    ['an outage', { kind: 'frontEnd', status: 503 }],
  ])('%s of reads', async (_what, fault) => {
    const { account, billed, apply } = await openBilled(test);
    const { id } = await oneLine(billed, 'UPDATE');
    test.sandbox.faults.add({ times: null, fault });
    expect(await apply()).toMatchObject({ kind: 'after' });
    expect(await billed.states(id)).toEqual(['APPROVED']);
    const [job] = await jobsOf(test.app, account, 'BILLING_APPLY');
    expect(job).toMatchObject({ status: 'RUNNING', errors: 0, waitsFor: expect.any(String) });
    test.sandbox.faults.clear();
    for (let at = 0; at < 8; at += 1) await billed.passTime();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.states(id)).toEqual(['APPLIED']);
  });

  it('a rate limit of a write, which was refused and so is not unclear', async () => {
    const { billed, apply } = await openBilled(test);
    const { id } = await oneLine(billed, 'UPDATE');
    on('PATCH', { kind: 'rateLimit', retryAfter: 600 });
    expect(await apply()).toMatchObject({ kind: 'after' });
    expect(await billed.states(id)).toEqual(['APPROVED']);
    for (let at = 0; at < 8; at += 1) await billed.passTime();
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED']);
  });

  it('S11: an integration that is off', async () => {
    const { account, billed, apply } = await openBilled(test);
    const { id } = await oneLine(billed, 'UPDATE');
    await account.integration({ isEnabled: false });
    test.sandbox.journal.clear();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.states(id)).toEqual(['APPROVED']);
    expect(test.sandbox.journal.total).toBe(0);
    await account.integration();
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED']);
  });

  it('a plan that expired: what was approved before is written all the same', async () => {
    const { billed, apply } = await openBilled(test);
    const { id } = await oneLine(billed, 'UPDATE');
    await sql(`UPDATE billing_plans SET status = 'EXPIRED', closed_at = now() WHERE id = $1`, [id]);
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED']);
    expect(await billed.statusOf(id)).toBe('EXPIRED');
  });
});

describe('C7: a job that writes and is cancelled', () => {
  it('stops behind the line in hand; the others have to be approved again, and are written then', async () => {
    const { account, billed, apply } = await openBilled(test);
    const customers = [await billed.customer(), await billed.customer(), await billed.customer()];
    const { id } = await billed.plan(customers.map((customer) => ({ customer, after: { quantity: '5' } })));
    // Nothing was open yet, so that the first slice does no more than start it.
    await runSlice(test.app, account, 'BILLING_APPLY');
    await runInterrupted(test, account, {
      kind: 'BILLING_APPLY',
      at: 2,
      come: ({ job }) => test.app.services.jobs.cancel(account.caller, job.id).then(() => {}),
    });
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.states(id)).toEqual(['APPLIED', 'APPLIED', 'PENDING']);
    const trail = await sql(`SELECT FROM audit_events WHERE account_id = $1 AND action = 'BILLING_LINES_WITHDRAWN'`, [
      account.id,
    ]);
    expect(trail).toHaveLength(1);

    await sql(
      `UPDATE billing_lines SET state = 'APPROVED', decided_at = now() WHERE plan_id = $1 AND state = 'PENDING'`,
      [id],
    );
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
    expect(customers.map((customer) => billed.additions(customer).length)).toEqual([1, 1, 1]);
  });

  it('does not write a line again that was not written, when nobody knew that at the time', async () => {
    const { account, billed, apply } = await openBilled(test);
    const { id, customer } = await oneLine(billed, 'CREATE');
    on('POST', { kind: 'cut', applied: false });
    await apply();
    const [job] = await jobsOf(test.app, account, 'BILLING_APPLY');
    await test.app.services.jobs.cancel(account.caller, given(job).id);
    await apply();
    await billed.passTime();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.states(id)).toEqual(['PENDING']);
    expect(billed.additions(customer)).toEqual([]);
  });
});
