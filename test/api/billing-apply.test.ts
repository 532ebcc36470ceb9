import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../src/graphql/node.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { ADDITIONS, callsOf, openBilled } from './support/billed.js';
import { auditOf, given } from './support/calls.js';
import { jobsOf } from './support/jobs.js';
import { eventsOf, sql } from './support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

describe('B8: a plan whose lines are approved', () => {
  it('is written exactly, with one read for each agreement and one write for each line, and is done', async () => {
    const { account, billed, apply } = await openBilled(test);
    const [one, other] = [await billed.customer(), await billed.customer()];
    const kept = billed.addition(one, { quantity: '10', catalogItemId: 2 });
    const changed = billed.addition(one, { quantity: '10' });
    const { id, lineIds } = await billed.plan([
      { customer: one, additionId: changed, after: { quantity: '12.5' } },
      { customer: other, catalogItemId: 3, after: { quantity: '7' } },
    ]);
    test.sandbox.journal.clear();
    expect(await apply()).toEqual({ kind: 'rest' });

    expect(callsOf(test)).toEqual([
      `GET ${ADDITIONS}`,
      `PATCH ${ADDITIONS}/{id}`,
      `GET ${ADDITIONS}`,
      `POST ${ADDITIONS}`,
    ]);
    expect(billed.additions(one)).toEqual([
      { id: kept, quantity: '10', effectiveOn: '2026-01-01', cancelledOn: undefined },
      { id: changed, quantity: '12.5', effectiveOn: '2026-01-01', cancelledOn: undefined },
    ]);
    const [made] = billed.additions(other);
    expect(made).toMatchObject({ quantity: '7', effectiveOn: '2026-01-01', cancelledOn: undefined });
    expect(await billed.lines(id)).toMatchObject([
      { state: 'APPLIED', additionId: changed, quantity: '12.5', code: null },
      { state: 'APPLIED', additionId: made?.id, quantity: '7', code: null },
    ]);
    expect(await billed.statusOf(id)).toBe('DONE');
    const [job] = await jobsOf(test.app, account, 'BILLING_APPLY');
    expect(job).toMatchObject({ status: 'SUCCEEDED', done: 2, total: 2, counts: { APPLIED: 2 } });
    expect(await auditOf(account, toGlobalId('BillingLine', given(lineIds[0])))).toMatchObject([
      {
        action: 'BILLING_LINE_WRITTEN',
        changes: expect.arrayContaining([{ field: 'quantity', before: '10', after: '12.5' }]),
      },
    ]);
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'BILLING_PLAN_DONE')).toMatchObject([
      { facts: { APPLIED: 2 } },
    ]);
    const billedAt = await sql('SELECT FROM products WHERE account_id = $1 AND first_billed_at IS NOT NULL', [
      account.id,
    ]);
    expect(billedAt).toHaveLength(1);
  });

  it('B11: is read page by page where an agreement has more than 1,000 additions', async () => {
    const { billed, apply } = await openBilled(test);
    const customer = await billed.customer();
    const more = Array.from({ length: 1_000 }, () => billed.addition(customer, { catalogItemId: 2 }));
    const additionId = billed.addition(customer, { quantity: '10' });
    const { id } = await billed.plan([{ customer, additionId, after: { quantity: '11' } }]);
    test.sandbox.journal.clear();
    await apply();
    expect(more).toHaveLength(1_000);
    expect(callsOf(test)).toEqual([`GET ${ADDITIONS}`, `GET ${ADDITIONS}`, `PATCH ${ADDITIONS}/{id}`]);
    expect(await billed.states(id)).toEqual(['APPLIED']);
  });

  it('is written before those that were approved later, and each by a job of its own', async () => {
    const { account, billed, apply } = await openBilled(test);
    const [first, second] = [await billed.customer(), await billed.customer()];
    const { id } = await billed.plan([{ customer: first, after: { quantity: '1' } }]);
    const { id: later } = await billed.plan([{ customer: second, after: { quantity: '2' } }]);
    await apply();
    const jobs = await jobsOf(test.app, account, 'BILLING_APPLY');
    expect(jobs.map(({ input }) => input)).toEqual([{ planId: later }, { planId: id }]);
    expect(await Promise.all([billed.statusOf(id), billed.statusOf(later)])).toEqual(['DONE', 'DONE']);
  });

  it('waits an hour when its job broke down, while other plans are written', async () => {
    const { account, billed, apply } = await openBilled(test);
    const [first, second] = [await billed.customer(), await billed.customer()];
    const { id } = await billed.plan([{ customer: first, after: { quantity: '1' } }]);
    const { id: later } = await billed.plan([{ customer: second, after: { quantity: '2' } }]);
    await sql(
      `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, finished_at)
       VALUES ($1, gen_random_uuid(), 'BILLING_APPLY', 'FAILED', 'SYSTEM', 'test', $2, now() - interval '10 minutes')`,
      [account.id, { planId: id }],
    );
    expect(await apply()).toMatchObject({ kind: 'at' });
    expect([await billed.states(id), await billed.states(later)]).toEqual([['APPROVED'], ['APPLIED']]);
    await sql(
      `UPDATE jobs SET finished_at = now() - interval '61 minutes' WHERE account_id = $1 AND status = 'FAILED'`,
      [account.id],
    );
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.states(id)).toEqual(['APPLIED']);
  });
});
