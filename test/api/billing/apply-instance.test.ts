import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { BilledAccount } from '../../support/billing-lines.js';
import { ask } from '../../support/graphql-client.js';
import { ResolveBillingLineDocument } from '../operations.generated.js';
import { ADDITIONS, callsOf } from '../support/billed.js';
import { errorsOf, given } from '../support/calls.js';
import { runJobs } from '../support/jobs.js';
import { eventsOf, sql } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());
afterEach(() => systems.all.a.faults.clear());

/** A plan of two agreements on A; what comes between its first slice and the others is the test's. */
async function planned() {
  const account = await systems.account();
  await account.integration();
  const { app } = systems.server;
  const billed = await BilledAccount.open({
    services: app.services,
    sandbox: systems.all.a,
    caller: account.caller,
    sql,
  });
  const [one, other] = [await billed.customer(), await billed.customer()];
  const { id, lineIds } = await billed.plan([one, other].map((customer) => ({ customer, after: { quantity: '20' } })));
  const apply = () => runJobs(app, account, 'BILLING_APPLY');
  return { account, billed, one, id, lineIds, apply };
}

describe('S14: after settings that lead to another instance', () => {
  it.each(['SAME_DATA_MOVED', 'OTHER_DATA'] as const)('nothing of a plan is written (%s)', async (change) => {
    const { account, billed, id, apply } = await planned();
    await systems.move(account, 'c', change);
    systems.clearJournals();
    expect(await apply()).toEqual({ kind: 'rest' });
    expect(await billed.lines(id)).toMatchObject([
      { state: 'CONFLICT', code: 'VERSION_CONFLICT', message: expect.stringMatching(/another ConnectWise/) },
      { state: 'CONFLICT' },
    ]);
    for (const { journal } of Object.values(systems.all)) expect(journal.changes).toBe(0);
    expect(await billed.statusOf(id)).toBe('DONE');
  });

  it('a line of which nobody knew is unclear, and only that it was not written can be told of it there', async () => {
    const { account, billed, id, lineIds, one, apply } = await planned();
    systems.all.a.faults.add({ method: 'POST', route: ADDITIONS, fault: { kind: 'cut', applied: true } });
    await apply();
    expect(await billed.states(id)).toEqual(['WRITING', 'APPLIED']);
    const [made] = billed.additions(one);
    await systems.move(account, 'c', 'OTHER_DATA');
    systems.clearJournals();
    await billed.passTime();
    await apply();
    expect(await billed.states(id)).toEqual(['UNCLEAR', 'APPLIED']);
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'BILLING_LINE_UNCLEAR')).toHaveLength(1);
    const lineId = toGlobalId('BillingLine', given(lineIds[0]));
    const resolve = async (additionId: number | null) =>
      given((await ask(account, ResolveBillingLineDocument, { input: { lineId, additionId } })).resolveBillingLine);
    expect(errorsOf(await resolve(given(made).id))).toEqual(['INVALID additionId']);
    expect(errorsOf(await resolve(null))).toEqual([]);
    expect(await billed.statusOf(id)).toBe('DONE');
    expect(callsOf({ sandbox: systems.all.c })).toEqual([]);
  });
});
