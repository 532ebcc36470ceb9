import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ApproveBillingLinesDocument,
  BillingPlansDocument,
  DiscardBillingPlanDocument,
  RejectBillingLinesDocument,
  type RejectBillingLinesInput,
  StartBillingRunDocument,
} from '../operations.generated.js';
import { Billed } from '../support/billing.js';
import { type Asker, auditOf, errorsOf, given } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
let billed: Billed;
let planId: string;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
/** Three lines that wait, the last of them held, and one by which nothing can be written. */
beforeEach(async () => {
  billed = await Billed.start(test);
  for (const quantity of ['1', '2', '0', null]) {
    const { user, agreementId } = await billed.customer();
    if (quantity !== null) billed.addition(agreementId, 9);
    await billed.use(user, { 31: quantity ?? '4' });
  }
  ({ id: planId } = await billed.run());
});

const states = async () => (await billed.plan(planId)).lines.map(({ state }) => state);
const lineIds = async (...at: number[]) => {
  const { lines } = await billed.plan(planId);
  return at.map((index) => given(lines[index]).id);
};
const reject = async (input: RejectBillingLinesInput) =>
  given((await ask(billed.account, RejectBillingLinesDocument, { input })).rejectBillingLines);
const asker = async (role: 'BILLING' | 'OPERATOR' | 'READER' | 'INGEST'): Promise<Asker> => ({
  url: test.url,
  token: await billed.account.tokenOf(role, role === 'INGEST' ? { source: billed.source.code } : {}),
});

describe('B7: approval', () => {
  it('B7: of all takes what no brake holds, in one statement, and wakes the writing', async () => {
    const { lines, plan, userErrors } = await billed.approve({ planId });
    expect({ lines, userErrors }).toEqual({ lines: 2, userErrors: [] });
    expect(plan?.counts).toContainEqual({ action: 'UPDATE', state: 'APPROVED', lines: 2, held: 0 });
    expect(await states()).toEqual(['APPROVED', 'APPROVED', 'PENDING', 'NOTHING']);
    expect((await billed.approve({ planId })).lines).toBe(0);
    const [work] = await sql<{ isDue: boolean }>(
      `SELECT due_at <= now() AS "isDue" FROM work WHERE account_id = $1 AND kind = 'BILLING_APPLY'`,
      [billed.account.id],
    );
    expect(work).toEqual({ isDue: true });
  });

  it('B7: takes held ones where they are asked for, named, or filtered for by what holds them', async () => {
    expect((await billed.approve({ planId, filter: { actions: ['HOLD'] } })).lines).toBe(0);
    expect((await billed.approve({ planId, filter: { holds: ['DROPS_TO_ZERO'] } })).lines).toBe(1);
    expect(await states()).toEqual(['PENDING', 'PENDING', 'APPROVED', 'NOTHING']);
    ({ id: planId } = await billed.run());
    expect((await billed.approve({ planId, includesHeld: true })).lines).toBe(3);
    ({ id: planId } = await billed.run());
    expect((await billed.approve({ planId, lineIds: await lineIds(2, 2, 3) })).lines).toBe(1);
    expect(await states()).toEqual(['PENDING', 'PENDING', 'APPROVED', 'NOTHING']);
  });

  it('B7: names who decided, and the trail has the lines', async () => {
    const [first] = await lineIds(0);
    await billed.approve({ planId, lineIds: [given(first)] }, await asker('BILLING'));
    const [line] = (await billed.plan(planId)).lines;
    expect(line).toMatchObject({ state: 'APPROVED', decidedBy: 'a BILLING', decidedAt: expect.any(String) });
    const told = (await auditOf(billed.account)).at(-1);
    expect(told).toMatchObject({ action: 'BILLING_LINES_APPROVED', actor: { name: 'a BILLING' } });
    expect(told?.changes.map(({ field }) => field).sort()).toEqual(['lineIds', 'lines']);
  });

  it('B7: is refused for lines of another plan, and a plan that is not there', async () => {
    const [line] = await lineIds(0);
    const { id: other } = await billed.run();
    const refused = async (input: { planId: string; lineIds?: string[] }) => errorsOf(await billed.approve(input));
    expect(await refused({ planId: other, lineIds: [given(line)] })).toEqual(['NOT_FOUND lineIds']);
    expect(await refused({ planId, lineIds: [given(line), 'rubbish'] })).toEqual(['NOT_FOUND lineIds']);
    expect(await refused({ planId: given(line) })).toEqual(['NOT_FOUND planId']);
    expect(await states()).toEqual(['PENDING', 'PENDING', 'PENDING', 'NOTHING']);
  });

  it('B7: two who approve at once never approve a line twice', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => billed.approve({ planId })));
    expect(answers.map(({ lines }) => lines).sort()).toEqual([0, 0, 2]);
  });

  it('B7: needs a second person where the settings said so when the run began', async () => {
    await billed.save({ needsSecondPerson: true });
    const billing = await asker('BILLING');
    const { plan } = await billed.begin({}, billing);
    await billed.save();
    await billed.work();
    planId = given(plan).id;
    const { userErrors, lines } = await billed.approve({ planId }, billing);
    expect({ userErrors, lines }).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN', field: ['planId'] }],
      lines: null,
    });
    expect(given(userErrors[0]).message).toMatch(/^You started this run/);
    expect((await billed.approve({ planId })).lines).toBe(2);
  });

  it('B7: rejection settles lines, and the plan is done when none is left', async () => {
    expect((await reject({ planId, lineIds: await lineIds(2), includesHeld: false })).plan?.status).toBe('OPEN');
    const { lines, plan } = await reject({ planId, includesHeld: false });
    expect({ lines, status: plan?.status }).toEqual({ lines: 2, status: 'DONE' });
    expect(await states()).toEqual(['REJECTED', 'REJECTED', 'REJECTED', 'NOTHING']);
    expect(errorsOf(await billed.approve({ planId }))).toEqual(['INVALID planId']);
    expect(await eventsOf(billed.account.id)).toContainEqual(
      expect.objectContaining({ kind: 'BILLING_PLAN_DONE', facts: { NOTHING: 1, REJECTED: 3 } }),
    );
  });

  it('B7: takes as many statements for all lines as for one', async () => {
    const [line] = await lineIds(0);
    const one = await countStatements(() => billed.approve({ planId, lineIds: [given(line)] }));
    ({ id: planId } = await billed.run());
    expect(await countStatements(() => billed.approve({ planId, includesHeld: true }))).toBeLessThanOrEqual(one);
  });
});

describe('A2: who may', () => {
  const refusedFor = async (by: Asker) => {
    const calls = [
      [StartBillingRunDocument, { input: {} }],
      [ApproveBillingLinesDocument, { input: { planId } }],
      [RejectBillingLinesDocument, { input: { planId } }],
      [DiscardBillingPlanDocument, { input: { planId } }],
    ] as const;
    const codes: unknown[] = [];
    for (const [document, variables] of calls) {
      const { errors } = await execute(by, String(document), variables);
      codes.push(errors.map(({ extensions }) => extensions?.['code']));
    }
    return codes;
  };

  it.each(['OPERATOR', 'READER', 'INGEST'] as const)('A2: %s can neither start nor approve', async (role) => {
    expect(await refusedFor(await asker(role))).toEqual(Array.from({ length: 4 }, () => ['FORBIDDEN']));
    expect(await states()).toEqual(['PENDING', 'PENDING', 'PENDING', 'NOTHING']);
  });

  it('A2: READER and OPERATOR read plans, INGEST does not', async () => {
    for (const role of ['READER', 'OPERATOR'] as const) {
      const by = await asker(role);
      expect((await billed.plan(planId, {}, by)).lines).toHaveLength(4);
      expect(given((await ask(by, BillingPlansDocument, {})).billingPlans).nodes).toHaveLength(1);
    }
    const { data, errors } = await execute(await asker('INGEST'), BillingPlansDocument, {});
    expect(data?.billingPlans ?? null).toBeNull();
    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
    await expect(billed.plan(planId, {}, await asker('INGEST'))).rejects.toThrow();
  });
});
