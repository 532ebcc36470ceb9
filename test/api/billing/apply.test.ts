import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ADDITIONS, type Billed, callsOf, openBilled } from '../support/billed.js';
import { auditOf, given } from '../support/calls.js';
import { jobsOf, runInterrupted, runSlice } from '../support/jobs.js';
import { eventsOf, sql } from '../support/rows.js';

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

describe('B7: a plan of which nothing is left to write', () => {
  /** Approved lines of so many customers, whose job a person cancels while the first line is in hand. */
  async function cancelled(lines: number, status: string) {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const customers = await Promise.all(Array.from({ length: lines }, () => billed.customer()));
    const { id, lineIds } = await billed.plan(customers.map((customer) => ({ customer, after: { quantity: '1' } })));
    await sql('UPDATE billing_plans SET status = $2 WHERE id = $1', [id, status]);
    // The first slice starts the job.
    await runSlice(test.app, account, 'BILLING_APPLY');
    const come = async () => {
      const [job] = await jobsOf(test.app, account, 'BILLING_APPLY');
      await test.app.services.jobs.cancel(account.caller, given(job).id);
    };
    await runInterrupted(test, account, { kind: 'BILLING_APPLY', at: 1, come });
    await apply();
    return { ...desk, id, lineIds };
  }

  const doneOf = async ({ account }: Billed) =>
    (await eventsOf(account.id)).flatMap(({ kind, facts }) => (kind === 'BILLING_PLAN_DONE' ? [facts] : []));
  const isWoken = async ({ account }: Billed) =>
    (await sql(`SELECT FROM work WHERE account_id = $1 AND kind = 'RECONCILIATION' AND due_at <= now()`, [account.id]))
      .length > 0;

  it('is done although its job was cancelled while the last line was in hand', async () => {
    const desk = await cancelled(1, 'OPEN');
    expect(await desk.billed.states(desk.id)).toEqual(['APPLIED']);
    expect(await desk.billed.statusOf(desk.id)).toBe('DONE');
    expect(await doneOf(desk)).toEqual([{ APPLIED: 1 }]);
  });

  it('rejects what can never be approved again, when its job was cancelled and it has expired', async () => {
    const desk = await cancelled(3, 'EXPIRED');
    expect((await desk.billed.states(desk.id)).sort()).toEqual(['APPLIED', 'REJECTED', 'REJECTED']);
    expect(await desk.billed.statusOf(desk.id)).toBe('EXPIRED');
    expect(await doneOf(desk)).toEqual([{ APPLIED: 1, REJECTED: 2 }]);
  });

  it('is told of once when it has expired, and has what it wrote compared', async () => {
    const desk = await openBilled(test);
    const { account, billed, apply } = desk;
    const [one, other] = [await billed.customer(), await billed.customer()];
    const { id, lineIds } = await billed.plan([one, other].map((customer) => ({ customer, after: { quantity: '1' } })));
    const { id: open } = await billed.plan([{ customer: one, after: { quantity: '1' } }], 'PENDING');
    await sql(`UPDATE billing_plans SET status = 'EXPIRED' WHERE id = $1`, [id]);
    await sql(`UPDATE billing_lines SET state = 'UNCLEAR' WHERE id = $1`, [lineIds[1]]);
    await sql(`UPDATE work SET due_at = NULL WHERE account_id = $1 AND kind = 'RECONCILIATION'`, [account.id]);
    await apply();
    expect(await billed.states(id)).toEqual(['APPLIED', 'UNCLEAR']);
    expect([await doneOf(desk), await isWoken(desk)]).toEqual([[], false]);

    await test.app.services.resolveLine.resolve(account.caller, given(lineIds[1]), null);
    expect([await doneOf(desk), await isWoken(desk)]).toEqual([[{ APPLIED: 1, FAILED: 1 }], true]);
    await apply();
    expect(await doneOf(desk)).toHaveLength(1);
    expect([await billed.statusOf(id), await billed.statusOf(open)]).toEqual(['EXPIRED', 'OPEN']);
  });
});
