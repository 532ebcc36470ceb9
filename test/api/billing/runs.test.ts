import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseGlobalId, toGlobalId } from '../../../src/graphql/node.js';
import { type BillingPlanId, newId } from '../../../src/shared/ids.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, BillingPlansDocument, DiscardBillingPlanDocument } from '../operations.generated.js';
import { Billed, type Customer, JANUARY, shortly } from '../support/billing.js';
import { auditOf, disable, errorsOf, given, save } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';
import { dayFromNow } from '../support/usage.js';

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

const turns = () =>
  sql<{ month: string | null; n: number }>(
    'SELECT month::text, count(*)::int AS n FROM billing_turns WHERE account_id = $1 GROUP BY month',
    [billed.account.id],
  );
const actionsOf = async () =>
  (await auditOf(billed.account)).map(({ action }) => action).filter((action) => action.startsWith('BILLING'));

describe('B4: send now', () => {
  it('B4: is refused for days that are none, or not over', async () => {
    const refused = async (input: object) => errorsOf(await billed.begin(input));
    expect(await refused({ to: dayFromNow(1) })).toEqual(['INVALID to']);
    expect(await refused({ from: dayFromNow(0), to: dayFromNow(1) })).toEqual(['INVALID to']);
    expect(await refused({ from: '2026-02-01' })).toEqual(['INVALID from']);
    expect(await refused({ from: '2025-01-30' })).toEqual(['INVALID from']);
    expect(await refused({ from: '2025-01-31' })).toEqual([]);
    expect(await refused({ userIds: [] })).toEqual(['INVALID userIds']);
    expect(await refused({ idempotencyKey: '' })).toEqual(['INVALID idempotencyKey']);
  });

  it('B4: bills the month so far when no days are named, in the time zone of the account', async () => {
    await sql("UPDATE accounts SET time_zone = 'Pacific/Kiritimati' WHERE id = $1", [billed.account.id]);
    const today = dayFromNow(0, 'Pacific/Kiritimati');
    const { plan } = await billed.begin({ from: null, to: null });
    expect(plan).toMatchObject({ from: `${today.slice(0, 8)}01`, to: today, status: 'PLANNING', month: null });
  });

  it('U11: is refused with the reason for users whose work is held, each by itself', async () => {
    const [off, gone, unmapped] = [await billed.customer(), await billed.customer(), await billed.source.user()];
    await disable(billed.account, { mappingId: off.mappingId });
    await ask(billed.account, ArchiveUserDocument, { input: { userId: gone.user.id } });
    const foreign = await (await (await test.account()).source()).user();
    const userIds = [customer.user, off.user, gone.user, unmapped, foreign].map(({ id }) => id);
    expect(errorsOf(await billed.begin({ userIds: [...userIds, 'rubbish'] }))).toEqual([
      ...['NOT_FOUND userIds 4', 'NOT_FOUND userIds 5'],
    ]);
    const { plan, userErrors } = await billed.begin({ userIds: userIds.slice(0, 4) });
    expect(plan).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'USER_NOT_MAPPED', field: ['userIds', '1'], message: "The user's mapping is disabled." },
      { code: 'INVALID', field: ['userIds', '2'], message: 'The user is archived.' },
      { code: 'USER_NOT_MAPPED', field: ['userIds', '3'] },
    ]);
    expect(await turns()).toEqual([]);
  });

  it('U11: is refused as a whole while the integration is off, or nothing says how to bill', async () => {
    await sql('DELETE FROM billing_settings WHERE account_id = $1', [billed.account.id]);
    expect(errorsOf(await billed.begin())).toEqual(['NOT_CONFIGURED']);
    await save(billed.account, { isEnabled: false });
    expect(errorsOf(await billed.begin())).toEqual(['INTEGRATION_DISABLED']);
    expect(errorsOf(await billed.begin({ userIds: [customer.user.id] }))).toEqual(['INTEGRATION_DISABLED']);
  });

  it('B4: takes no turn of the calendar, and may be repeated', async () => {
    await billed.begin();
    await billed.begin({ userIds: [customer.user.id] });
    expect(await turns()).toEqual([{ month: null, n: 2 }]);
    expect(await actionsOf()).toEqual(['BILLING_PLAN_STARTED', 'BILLING_PLAN_STARTED']);
  });

  it('T8: the same key answers the same run, and no other', async () => {
    const idempotencyKey = randomUUID();
    const first = await billed.begin({ idempotencyKey });
    const both = await Promise.all([billed.begin({ idempotencyKey }), billed.begin({ idempotencyKey })]);
    expect(both.map(({ plan }) => plan?.id)).toEqual([first.plan?.id, first.plan?.id]);
    const other = { idempotencyKey, userIds: [customer.user.id] };
    expect(errorsOf(await billed.begin(other))).toEqual(['IDEMPOTENCY_KEY_REUSED idempotencyKey']);
    const racing = randomUUID();
    const races = await Promise.all([1, 2, 3].map(() => billed.begin({ idempotencyKey: racing })));
    expect(new Set(races.map(({ plan }) => plan?.id)).size).toBe(1);
  });
});

describe('B5: a plan', () => {
  const plans = async (filter = {}) =>
    given((await ask(billed.account, BillingPlansDocument, { first: 10, filter })).billingPlans);

  it('B5: goes by the settings as they were when it was begun', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '7' });
    const { plan } = await billed.begin();
    await billed.save({ rules: [{ product: 'mailboxes', isBilled: false }], isAutoApproved: true });
    await billed.work();
    const made = await billed.plan(given(plan).id);
    expect(shortly(made)).toEqual(['UPDATE 5>7']);
    expect(made.status).toBe('OPEN');
    expect(shortly(await billed.run())).toEqual([]);
  });

  it('B3: of the calendar bills each user by the days of its turn, and nobody else', async () => {
    const [late, none] = [await billed.customer(), await billed.customer()];
    for (const { user, agreementId } of [customer, late, none]) {
      billed.addition(agreementId, 5);
      await billed.use(user, { 1: '1', 20: '20' }, 'traffic');
    }
    await billed.save({ rules: [{ product: 'traffic' }] });
    const planId = newId<BillingPlanId>();
    await sql(
      `INSERT INTO billing_plans (account_id, id, kind, status, instance_id, month, period_from, period_to, actor_kind,
         actor_name, settings)
       SELECT s.account_id, $2, 'SCHEDULED', 'PLANNING', s.instance_id, '2026-02-01', '2026-01-01', '2026-01-31', 'SYSTEM',
         'psa-bridge', jsonb_build_object('rules', s.rules, 'oneTimeCycleIds', '[]'::jsonb, 'isAutoApproved', false,
           'needsSecondPerson', true, 'expiryDays', 3)
       FROM billing_settings s WHERE s.account_id = $1`,
      [billed.account.id, planId],
    );
    await sql(
      `INSERT INTO billing_turns (account_id, plan_id, user_id, month, period_from, period_to)
       SELECT $1, $2, t.id, '2026-02-01', t.first, '2026-01-31'
       FROM unnest($3::uuid[], ARRAY['2026-01-01', '2026-01-11']::date[]) AS t(id, first)`,
      [billed.account.id, planId, [customer, late].map(({ user }) => parseGlobalId(user.id)?.id)],
    );
    await billed.work();
    const plan = await billed.plan(toGlobalId('BillingPlan', planId));
    expect(plan).toMatchObject({
      status: 'OPEN',
      kind: 'SCHEDULED',
      month: '2026-02-01',
      startedBy: { kind: 'SYSTEM' },
    });
    expect(shortly(plan)).toEqual(['UPDATE 5>21', 'UPDATE 5>20']);
    expect(plan.lines[1]?.contributors).toMatchObject([{ from: '2026-01-11', to: '2026-01-31', daysInPeriod: 21 }]);
    // Nobody started it, so anybody may approve it.
    expect((await billed.approve({ planId: plan.id })).lines).toBe(2);
  });

  it('B5: is told in the trail and as an event, and listed newest first', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '7' });
    const first = await billed.run();
    const second = await billed.run({ userIds: [customer.user.id] });
    expect(await actionsOf()).toEqual([
      ...['BILLING_PLAN_STARTED', 'BILLING_PLAN_MADE', 'BILLING_PLAN_STARTED', 'BILLING_PLAN_MADE'],
    ]);
    expect(await eventsOf(billed.account.id)).toContainEqual(
      expect.objectContaining({ kind: 'BILLING_PLAN_READY', subject_kind: 'BillingPlan', facts: { PENDING: 1 } }),
    );
    const { nodes, totalCount } = await plans();
    expect(totalCount).toBe(2);
    expect(nodes).toMatchObject([
      { id: second.id, isForAll: false, counts: [{ action: 'UPDATE', state: 'PENDING', lines: 1, held: 0 }] },
      { id: first.id, isForAll: true, startedBy: { kind: 'TOKEN' } },
    ]);
    expect((await plans({ statuses: ['DONE'] })).totalCount).toBe(0);
    expect((await plans({ kinds: ['ON_DEMAND'], statuses: ['OPEN'] })).totalCount).toBe(2);
  });

  it('B5: its lines are found by what they say, whom they are of and where they go', async () => {
    const other = await billed.customer();
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '0' });
    await billed.use(other.user, { 31: '7' });
    const { id } = await billed.run();
    const found = async (filter: object) => shortly(await billed.plan(id, { filter }));
    const [held, skipped] = ['HOLD 5>0 DROPS_TO_ZERO', 'SKIP >7 NO_ADDITION'];
    expect(await found({})).toEqual([held, skipped]);
    expect(await found({ actions: ['SKIP'] })).toEqual([skipped]);
    expect(await found({ states: ['PENDING'] })).toEqual([held]);
    expect(await found({ holds: ['NO_USAGE', 'DROPS_TO_ZERO'] })).toEqual([held]);
    expect(await found({ userIds: [other.user.id] })).toEqual([skipped]);
    expect(await found({ userIds: ['rubbish'] })).toEqual([]);
    expect(await found({ agreementIds: [customer.agreementId] })).toEqual([held]);
    const [line] = (await billed.plan(id, { first: 1 })).lines;
    expect(await found({ productIds: [given(line?.contributors[0]).product.id] })).toEqual([held, skipped]);
  });

  it('B7: is discarded before anything of it is approved, also while it is being made', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '7' });
    const discard = async (planId: string) =>
      given((await ask(billed.account, DiscardBillingPlanDocument, { input: { planId } })).discardBillingPlan);
    const { plan } = await billed.begin();
    expect((await discard(given(plan).id)).plan).toMatchObject({ status: 'DISCARDED' });
    expect(errorsOf(await discard(given(plan).id))).toEqual(['INVALID planId']);
    await billed.work();
    expect(await billed.plan(given(plan).id)).toMatchObject({ status: 'DISCARDED', lines: [] });

    const open = await billed.run();
    await billed.approve({ planId: open.id });
    expect(errorsOf(await discard(open.id))).toEqual(['INVALID planId']);
    const other = await billed.run();
    expect((await discard(other.id)).plan).toMatchObject({ status: 'DISCARDED', closedAt: expect.any(String) });
    expect(errorsOf(await billed.approve({ planId: other.id }))).toEqual(['INVALID planId']);
    expect(await actionsOf()).toContain('BILLING_PLAN_DISCARDED');
  });

  it('B7: expires when nobody approves it in time', async () => {
    billed.addition(customer.agreementId, 5);
    await billed.use(customer.user, { 31: '7' });
    const { id, expiresAt, plannedAt } = await billed.run();
    expect(Date.parse(given(expiresAt)) - Date.parse(given(plannedAt))).toBe(14 * 86_400_000);
    expect(await billed.work()).toEqual({ kind: 'at', at: new Date(given(expiresAt)) });
    await sql("UPDATE billing_plans SET expires_at = now() - interval '1 second' WHERE account_id = $1", [
      billed.account.id,
    ]);
    expect(errorsOf(await billed.approve({ planId: id }))).toEqual(['INVALID planId']);
    expect(await billed.work()).toEqual({ kind: 'rest' });
    expect(await billed.plan(id)).toMatchObject({ status: 'EXPIRED', lines: [{ state: 'PENDING' }] });
    expect(await actionsOf()).toContain('BILLING_PLAN_EXPIRED');
    expect((await eventsOf(billed.account.id)).map(({ kind }) => kind)).toContain('BILLING_PLAN_EXPIRED');
  });
});

it('B4: the days that tests bill are over', () => {
  expect(JANUARY.to < dayFromNow(0)).toBe(true);
});
