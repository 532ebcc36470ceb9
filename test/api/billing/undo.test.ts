import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JobRun } from '../../../src/features/jobs/job-task.js';
import type { BillingPlanId } from '../../../src/shared/ids.js';
import type { BilledAccount, BilledCustomer, WantedLine } from '../../support/billing-lines.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ADDITIONS, approveAll, type Billed, callsOf, openBilled, planUndo } from '../support/billed.js';
import { given } from '../support/calls.js';
import { runInterrupted, runJobs, runSlice } from '../support/jobs.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

interface UndoRow {
  readonly action: string;
  readonly reason: string | null;
  readonly holds: readonly string[];
  readonly state: string;
}

const linesOf = (planId: BillingPlanId) =>
  sql<UndoRow>('SELECT action, reason, holds, state FROM billing_lines WHERE plan_id = $1 ORDER BY id', [planId]);

/** A plan that has changed an addition from 10 to 20 and made another one; both agreements are invoiced next in February. */
async function applied(desk: Billed) {
  const { billed, apply } = desk;
  const [changed, made] = [await billed.customer(), await billed.customer()];
  for (const { agreementId } of [changed, made]) invoiceNext(agreementId, '2026-02-01');
  const additionId = billed.addition(changed, { quantity: '10' });
  const nextInvoiceOn = '2026-02-01';
  const { id, lineIds } = await billed.plan([
    { customer: changed, additionId, after: { quantity: '20' }, nextInvoiceOn },
    { customer: made, after: { quantity: '5' }, nextInvoiceOn },
  ]);
  await apply();
  expect(await billed.states(id)).toEqual(['APPLIED', 'APPLIED']);
  test.sandbox.journal.clear();
  return { id, lineIds, changed, made, additionId };
}

const end = (planId: BillingPlanId, status: string) =>
  sql('UPDATE billing_plans SET status = $2, closed_at = now() WHERE id = $1', [planId, status]);

function invoiceNext(agreementId: number, day: string): void {
  test.sandbox.agreements.edit(agreementId, { nextInvoiceDate: `${day}T00:00:00Z` });
}

describe('B9: a plan that takes another one back', () => {
  it('has quantity and dates as before, and ends what was made on the day on which it began', async () => {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const { id, changed, made, additionId } = await applied(desk);
    const undo = await planUndo(test, desk, { planId: id });
    expect(callsOf(test)).toEqual(['GET /finance/agreements', `GET ${ADDITIONS}`, `GET ${ADDITIONS}`]);
    const free = { action: 'UPDATE', reason: null, holds: [], state: 'PENDING' };
    expect(await linesOf(undo)).toEqual([free, free]);
    expect(await billed.statusOf(undo)).toBe('OPEN');
    expect((await eventsOf(account.id)).map(({ kind }) => kind)).toContain('BILLING_PLAN_READY');

    await approveAll(undo);
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(billed.additions(changed)).toEqual([
      { id: additionId, quantity: '10', effectiveOn: '2026-01-01', cancelledOn: undefined },
    ]);
    expect(billed.additions(made)).toMatchObject([
      { quantity: '5', effectiveOn: '2026-01-01', cancelledOn: '2026-01-01' },
    ]);
    expect(await billed.statusOf(undo)).toBe('DONE');
  });

  it('can be taken back by the same means', async () => {
    const desk = await openBilled(test);
    const { billed, apply } = desk;
    const { id, changed, made } = await applied(desk);
    const undo = await planUndo(test, desk, { planId: id });
    await approveAll(undo);
    await apply();
    const again = await planUndo(test, desk, { planId: undo });
    await approveAll(again);
    await apply();
    expect(billed.additions(changed)).toMatchObject([{ quantity: '20' }]);
    expect(billed.additions(made)).toMatchObject([{ quantity: '5', cancelledOn: undefined }]);
    await expect(planUndo(test, desk, { planId: id })).rejects.toThrow(/nothing that is still/);
  });

  it.each<[string, (of: Awaited<ReturnType<typeof applied>>) => unknown]>([
    ['another quantity', ({ additionId }) => test.sandbox.agreements.setQuantity(additionId, 21)],
    ['an end', ({ additionId }) => test.sandbox.agreements.endAddition(additionId, '2026-03-01')],
    ['no addition', ({ additionId }) => test.sandbox.records('additions').remove(additionId)],
    ['no agreement', ({ changed }) => test.sandbox.agreements.remove(changed.agreementId)],
  ])('leaves alone what was changed since: %s', async (_what, change) => {
    const desk = await openBilled(test);
    const made = await applied(desk);
    change(made);
    const undo = await planUndo(test, desk, { planId: made.id });
    expect(await linesOf(undo)).toEqual([
      { action: 'SKIP', reason: 'CHANGED_SINCE', holds: [], state: 'CONFLICT' },
      expect.objectContaining({ action: 'UPDATE', state: 'PENDING' }),
    ]);
  });

  it('marks what was invoiced since, which can be approved all the same', async () => {
    const desk = await openBilled(test);
    const { billed, apply } = desk;
    const { id, changed } = await applied(desk);
    invoiceNext(changed.agreementId, '2026-03-01');
    const undo = await planUndo(test, desk, { planId: id });
    expect(await linesOf(undo)).toMatchObject([
      { action: 'HOLD', holds: ['INVOICED_SINCE'], state: 'PENDING' },
      { action: 'UPDATE', holds: [] },
    ]);
    await approveAll(undo);
    await apply();
    expect(billed.additions(changed)).toMatchObject([{ quantity: '10' }]);
  });

  it('takes the lines that are named and no others, and lines that failed not at all', async () => {
    const desk = await openBilled(test);
    const { billed, apply } = desk;
    const { id, lineIds, changed, made } = await applied(desk);
    const undo = await planUndo(test, desk, { planId: id, lineIds: lineIds.slice(1) });
    expect(await linesOf(undo)).toHaveLength(1);
    await approveAll(undo);
    await apply();
    expect(billed.additions(changed)).toMatchObject([{ quantity: '20' }]);
    expect(billed.additions(made)).toMatchObject([{ cancelledOn: '2026-01-01' }]);

    await expect(planUndo(test, desk, { planId: id, lineIds })).rejects.toThrow(/Only lines that were written/);
    const rest = await planUndo(test, desk, { planId: id });
    expect(await linesOf(rest)).toHaveLength(1);
  });

  it('is one at a time', async () => {
    const desk = await openBilled(test);
    const { id, lineIds } = await applied(desk);
    const [first, second] = lineIds.map((lineId) => ({ planId: id, lineIds: [lineId] }));
    await planUndo(test, desk, given(first));
    const problems = [
      { code: 'INVALID', field: ['planId'], message: expect.stringMatching(/being taken back already/) },
    ];
    await expect(planUndo(test, desk, given(second))).rejects.toMatchObject({ problems });
    await expect(planUndo(test, desk, given(first))).rejects.toThrow(/nothing takes back yet/);
  });

  it.each<[string, (desk: Billed, undo: BillingPlanId) => Promise<unknown>]>([
    ['discarded', ({ account }, undo) => test.app.services.discardPlan.discard(account.caller, undo)],
    ['expired', (_desk, undo) => end(undo, 'EXPIRED')],
    ['failed', (_desk, undo) => end(undo, 'FAILED')],
  ])('blocks nothing when it is %s: its lines will never do anything', async (_what, over) => {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const { id, lineIds, changed } = await applied(desk);
    const undoneBy = () => test.app.services.undoneLines.find(account.caller, lineIds);
    const undo = await planUndo(test, desk, { planId: id });
    expect((await undoneBy()).size).toBe(2);
    await over(desk, undo);
    expect((await undoneBy()).size).toBe(0);
    const again = await planUndo(test, desk, { planId: id, lineIds });
    expect(await linesOf(again)).toHaveLength(2);
    await approveAll(again);
    await apply();
    expect(billed.additions(changed)).toMatchObject([{ quantity: '10' }]);
    await expect(planUndo(test, desk, { planId: id })).rejects.toThrow(/nothing that is still/);
  });

  it('still holds what was approved before it expired', async () => {
    const desk = await openBilled(test);
    const { id } = await applied(desk);
    const undo = await planUndo(test, desk, { planId: id });
    await approveAll(undo);
    await end(undo, 'EXPIRED');
    await expect(planUndo(test, desk, { planId: id })).rejects.toThrow(/nothing that is still/);
  });

  it('gets no lines any more when it is discarded while they are made', async () => {
    const desk = await openBilled(test);
    const { account } = desk;
    const { id } = await applied(desk);
    const { undoPlan, discardPlan } = test.app.services;
    const undo = await undoPlan.start(account.caller, { planId: id, lineIds: undefined });
    // The first slice starts the job.
    await runSlice(test.app, account, 'BILLING_PLAN');
    const come = async (run: JobRun) => {
      const save = run.save.bind(run);
      const late: JobRun['save'] = async (...part) => {
        await discardPlan.discard(account.caller, undo);
        return save(...part);
      };
      Object.assign(run, { save: late });
    };
    await runInterrupted(test, account, { kind: 'BILLING_PLAN', at: 1, come });
    await runJobs(test.app, account, 'BILLING_PLAN');
    expect(await linesOf(undo)).toEqual([]);
  });

  it('goes by the settings of now, so that a second person who is wanted since has to approve it', async () => {
    const desk = await openBilled(test);
    const { account } = desk;
    const { id } = await applied(desk);
    await sql(
      `INSERT INTO billing_settings (account_id, is_enabled, instance_id, calendar, rules, one_time_cycle_ids,
         is_auto_approved, needs_second_person, expiry_days)
       SELECT account_id, false, instance_id, '[{"fromMonth":"2026-01","day":1,"hour":9,"timeZone":null}]', '[]', '{}',
         true, true, 5 FROM integration_settings WHERE account_id = $1`,
      [account.id],
    );
    const undo = await planUndo(test, desk, { planId: id });
    await expect(
      test.app.services.decideLines.approve(account.caller, { planId: undo, includesHeld: true }),
    ).rejects.toThrow(/somebody else to approve/);
    const [row] = await sql<object>('SELECT settings FROM billing_plans WHERE id = $1', [undo]);
    expect(row).toMatchObject({ settings: { isAutoApproved: false, needsSecondPerson: true, expiryDays: 5 } });
  });

  it('is not kept from what it takes back by a user who is unmapped since', async () => {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const { id, changed } = await applied(desk);
    const { mappings } = test.app.services;
    const [mapping] = await mappings.findByUsers(account.caller, [changed.userId]);
    if (mapping) await mappings.unmap(account.caller, mapping);
    const undo = await planUndo(test, desk, { planId: id });
    await approveAll(undo);
    await apply();
    expect(billed.additions(changed)).toMatchObject([{ quantity: '10' }]);
  });
});

const quantity = fc.integer({ min: 0, max: 100_000 }).map((hundredths) => String(hundredths / 100));
const anyLine = fc
  .record({
    customer: fc.nat({ max: 2 }),
    catalogItemId: fc.constantFrom(1, 2, 3),
    before: fc.option(quantity, { nil: undefined }),
    after: quantity,
  })
  // What changes nothing is no line.
  .filter(({ before, after }) => before !== after);

it('B9: whatever was applied and taken back, quantity and dates of every addition are as before', async () => {
  const desk = await openBilled(test);
  const { billed, apply } = desk;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyLine, { selector: placeOf, minLength: 1, maxLength: 9 }), async (wanted) => {
      const customers = [await billed.customer(), await billed.customer(), await billed.customer()];
      const lines = wanted.map((line) => lineOf(billed, customers, line));
      const before = standing(billed, customers);
      const { id } = await billed.plan(lines);
      await apply();
      expect(new Set(await billed.states(id))).toEqual(new Set(['APPLIED']));
      const undo = await planUndo(test, desk, { planId: id });
      await approveAll(undo);
      await apply();
      expect(new Set(await billed.states(undo))).toEqual(new Set(['APPLIED']));

      const after = standing(billed, customers);
      expect(after.filter(({ id: of }) => before.some((one) => one.id === of))).toEqual(before);
      const made = after.filter(({ id: of }) => !before.some((one) => one.id === of));
      expect(made).toHaveLength(lines.filter(({ additionId }) => additionId === undefined).length);
      for (const { effectiveOn, cancelledOn } of made) expect(cancelledOn).toBe(effectiveOn);
    }),
    { numRuns: 12, seed: 9 },
  );
});

type AnyLine = typeof anyLine extends fc.Arbitrary<infer Line> ? Line : never;

const placeOf = ({ customer, catalogItemId }: AnyLine) => `${customer} ${catalogItemId}`;

function standing(billed: BilledAccount, customers: readonly BilledCustomer[]) {
  return customers.flatMap((customer) => billed.additions(customer));
}

function lineOf(billed: BilledAccount, customers: readonly BilledCustomer[], line: AnyLine): WantedLine {
  const { catalogItemId, before, after } = line;
  const customer = given(customers[line.customer]);
  const additionId =
    before === undefined ? {} : { additionId: billed.addition(customer, { quantity: before, catalogItemId }) };
  return { customer, catalogItemId, ...additionId, after: { quantity: after } };
}
