import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Day } from '../../src/shared/day.js';
import { type BillingPlanId, newId, type UserId } from '../../src/shared/ids.js';
import { ArchiveUserDocument } from '../api/operations.generated.js';
import { nextRunOf, ownId } from '../api/support/billing-settings.js';
import { given } from '../api/support/calls.js';
import { sql } from '../api/support/rows.js';
import { Scheduled } from '../api/support/scheduled.js';
import { ask } from '../support/graphql-client.js';
import { countStatements } from '../support/statements.js';

const when = new Scheduled();
beforeAll(() => when.start());
afterAll(() => when.test.close());
beforeEach(() => when.renew());

describe('B3: scheduled runs', () => {
  it('B3: are none while they are off, and none of what was due before they were on', async () => {
    expect(await when.open()).toEqual({ opened: 0, next: undefined });
    await when.save({ isEnabled: false });
    expect([await when.open(), await nextRunOf(when.mine.account)]).toEqual([{ opened: 0, next: undefined }, null]);
    await when.save({ billingDay: 9 });
    expect(await when.open()).toEqual({ opened: 0, next: new Date('2031-02-09T09:00:00Z') });
    expect(await when.plans()).toEqual([]);
  });

  it('B3: begin at the moment that was shown, for the days that were shown, and once', async () => {
    await when.save({ billingDay: 31, hour: 7, timeZone: 'Europe/Berlin' });
    when.at('2031-01-31T05:59');
    const next = given(await nextRunOf(when.mine.account, when.mine.user.id));
    expect(next).toEqual({
      ...{ month: '2031-01-01', at: '2031-01-31T06:00:00.000Z', timeZone: 'Europe/Berlin', billingDay: 31 },
      ...{ day: '2031-01-31', isOnLastDay: false, period: { from: '2030-12-31', to: '2031-01-30' } },
      ...{ isOverdue: false, makeUpUntil: null },
    });
    expect(await when.open()).toEqual({ opened: 0, next: new Date(next.at) });
    when.now = new Date(next.at);
    expect(await when.open()).toEqual({ opened: 1, next: new Date('2031-02-28T06:00:00Z') });
    expect(await when.open()).toMatchObject({ opened: 0 });
    expect(await when.shown()).toEqual(['PLANNING 2031-01-31 06:00 2030-12-31/2031-01-30 1']);
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({
      ...{ day: '2031-02-28', billingDay: 31, isOnLastDay: true, isOverdue: false },
      period: { from: '2031-01-31', to: '2031-02-27' },
    });
    expect(await nextRunOf(when.mine.account)).toMatchObject({ day: '2031-02-28', isOverdue: false });
  });

  it('B3: take archived users, not those who came later, and nobody late who is reopened', async () => {
    const archived = await when.mine.source.user();
    await ask(when.mine.account, ArchiveUserDocument, { input: { userId: archived.id } });
    await when.save({ billingDay: 15 });
    const later = await when.mine.source.user();
    await sql('UPDATE users SET created_at = $2 WHERE id = $1', [ownId(later.id), '2031-01-15T09:00:00Z']);
    when.at('2031-01-15T09:00');
    await when.open();
    expect((await when.plans())[0]?.turns.map((turn) => turn.slice(0, 36))).toEqual(
      [when.mine.user, archived].map(({ id }) => ownId(id)),
    );
    when.at('2031-02-15T09:00');
    await when.open();
    expect((await when.plans())[1]?.turns).toHaveLength(3);
  });

  it('B3: have a plan for each day that users have of their own, as settings were then', async () => {
    const [other, third] = [await when.mine.source.user(), await when.mine.source.user()];
    await when.save({ billingDay: 20, expiryDays: 3 });
    await when.override(30, other.id);
    await when.override(31, third.id);
    when.at('2031-02-28T09:00');
    await when.save({ billingDay: 20, expiryDays: 9, makeUpDays: 28 });
    expect(await when.open()).toMatchObject({ opened: 5 });
    // In December the account's day counted for all of them.
    expect(await when.shown()).toEqual([
      'MISSED 2031-01-20 09:00 2030-12-20/2031-01-19 1',
      'MISSED 2031-01-30 09:00 2030-12-20/2031-01-29 1',
      'MISSED 2031-01-31 09:00 2030-12-20/2031-01-30 1',
      'PLANNING late 2031-02-20 09:00 2031-01-20/2031-02-19 1',
      'PLANNING 2031-02-28 09:00 2031-01-30/2031-02-27 2',
    ]);
    expect(await when.periodsOf(other.id)).toEqual(['2030-12-20/2031-01-29', '2031-01-30/2031-02-27']);
    expect(await when.periodsOf(third.id)).toEqual(['2030-12-20/2031-01-30', '2031-01-31/2031-02-27']);
    const frozen = await sql<{ settings: unknown }>('SELECT settings FROM billing_plans WHERE account_id = $1', [
      when.mine.account.id,
    ]);
    for (const { settings } of frozen)
      expect(settings).toMatchObject({ expiryDays: 9, rules: [], oneTimeCycleIds: [] });
  });

  it('B3: of no user are no plan', async () => {
    const { account } = when.mine;
    await sql('UPDATE users SET created_at = $2 WHERE account_id = $1', [account.id, '2040-01-01T00:00:00Z']);
    await when.save({});
    when.at('2031-02-01T09:00');
    expect(await when.open()).toEqual({ opened: 0, next: new Date('2031-03-01T09:00:00Z') });
    expect(await when.plans()).toEqual([]);
    expect(await nextRunOf(account)).toMatchObject({ isOverdue: false, day: '2031-03-01' });
  });

  it('B3: are made up for and marked late, until the days for that are over', async () => {
    await when.save({ billingDay: 15, makeUpDays: 5, timeZone: 'America/New_York' });
    when.at('2031-01-15T15:00');
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({
      ...{ at: '2031-01-15T14:00:00.000Z', isOverdue: true, makeUpUntil: '2031-01-20T05:00:00.000Z' },
    });
    expect(await nextRunOf(when.mine.account)).toMatchObject({ at: '2031-01-15T14:00:00.000Z', isOverdue: true });
    await when.open();
    when.at('2031-02-15T15:01');
    await when.open();
    when.at('2031-03-20T03:59');
    await when.open();
    when.at('2031-04-20T04:00');
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({
      day: '2031-05-15',
      isOverdue: false,
    });
    await when.open();
    expect(await when.shown()).toEqual([
      'PLANNING 2031-01-15 14:00 2030-12-15/2031-01-14 1',
      'PLANNING late 2031-02-15 14:00 2031-01-15/2031-02-14 1',
      'PLANNING late 2031-03-15 13:00 2031-02-15/2031-03-14 1',
      'MISSED 2031-04-15 13:00 2031-03-15/2031-04-14 1',
    ]);
    const told = await sql('SELECT kind, facts FROM events WHERE account_id = $1 AND kind LIKE $2', [
      when.mine.account.id,
      'BILLING_RUN%',
    ]);
    expect(told).toEqual([{ kind: 'BILLING_RUN_MISSED', facts: { month: '2031-04-01' } }]);
  });

  it('B3: of a long outage are all told, each month once, and the last ones made up for', async () => {
    await when.save({ billingDay: 15 });
    when.at('2031-06-16T00:00');
    expect(await when.open()).toMatchObject({ opened: 6 });
    expect((await when.plans()).map(({ status, month }) => `${month} ${status}`)).toEqual([
      ...['2031-01 MISSED', '2031-02 MISSED', '2031-03 MISSED', '2031-04 MISSED', '2031-05 MISSED', '2031-06 PLANNING'],
    ]);
    expect(await when.open()).toMatchObject({ opened: 0 });
  });

  it('S14: wait while the settings are for another ConnectWise, and are told when it is too late', async () => {
    await when.save({ billingDay: 15 });
    await sql('UPDATE billing_settings SET instance_id = NULL WHERE account_id = $1', [when.mine.account.id]);
    when.at('2031-01-15T09:00');
    expect(await when.open()).toEqual({ opened: 0, next: new Date('2031-01-20T00:00:00Z') });
    when.at('2031-01-20T00:00');
    expect(await when.open()).toMatchObject({ opened: 1 });
    expect((await when.plans()).map(({ status }) => status)).toEqual(['MISSED']);
  });

  it('B3: take as many statements for 500 users as for one', async () => {
    await when.save({ billingDay: 15 });
    when.at('2031-01-15T09:00');
    const one = await countStatements(() => when.open());
    await when.addUsers(500);
    await sql(`UPDATE users SET created_at = $2 WHERE account_id = $1 AND name LIKE 'u%'`, [
      ...[when.mine.account.id, '2031-02-01T00:00:00Z'],
    ]);
    when.at('2031-02-15T09:00');
    expect(await countStatements(() => when.open())).toBe(one);
    expect((await when.plans()).map(({ turns }) => turns.length)).toEqual([1, 501]);
  });

  it('B3: are made for a user, too, whose making ended only after the others had theirs', async () => {
    await when.save({ billingDay: 15 });
    when.at('2031-01-15T09:00');
    await when.open();
    const slow = await when.mine.source.user();
    await sql('UPDATE users SET created_at = $2 WHERE id = $1', [ownId(slow.id), '2031-01-15T08:59:59Z']);
    when.at('2031-01-17T11:00');
    await when.open();
    expect(await when.shown()).toEqual([
      'PLANNING 2031-01-15 09:00 2030-12-15/2031-01-14 1',
      'PLANNING late 2031-01-15 09:00 2030-12-15/2031-01-14 1',
    ]);
  });

  it('B3: after an outage of years are the newest 24 months of them, in steps', async () => {
    await when.save({ billingDay: 15 });
    const { id } = when.mine.account;
    await when.addUsers(30);
    await sql(
      `INSERT INTO billing_overrides (account_id, user_id, calendar)
       SELECT account_id, id, jsonb_build_array(jsonb_build_object('fromMonth', '2031-01', 'day', substr(name, 2)::int))
       FROM users WHERE account_id = $1 AND name ~ '^u[0-9]+$'`,
      [id],
    );
    when.at('2034-01-31T12:00');
    const { opened, next } = await when.open();
    expect([opened, next]).toEqual([50, when.now]);
    let total = opened;
    for (let step = 0; step < 30; step += 1) total += (await when.open()).opened;
    expect(await when.open()).toMatchObject({ opened: 0 });
    const months = new Set((await when.plans()).map(({ month }) => month));
    expect([months.size, [...months][0], [...months].at(-1)]).toEqual([23, '2032-03', '2034-01']);
    expect(total).toBe((await when.plans()).length);
  });

  it('B4: on demand take chosen users or all, but archived ones, and no turn of a month', async () => {
    const [other, archived] = [await when.mine.source.user(), await when.mine.source.user()];
    await ask(when.mine.account, ArchiveUserDocument, { input: { userId: archived.id } });
    await when.save({ billingDay: 15 });
    const { billingTurns } = when.test.app.services;
    const { id: accountId } = when.mine.account;
    when.at('2031-01-15T09:00');
    await when.open();
    const period = { from: '2031-01-01' as Day, to: '2031-01-31' as Day };
    const choose = async (userIds: readonly UserId[] | 'all') => {
      const planId = newId<BillingPlanId>();
      await when.test.database.write(accountId, async (tx) => {
        const plan = { accountId, id: planId, kind: 'ON_DEMAND', status: 'PLANNING', settings: {} };
        await tx.billingPlan.create({ data: { ...plan, actorKind: 'SYSTEM', actorName: 'test' } });
        await billingTurns.choose(tx, accountId, { planId, userIds, period });
      });
      return planId;
    };
    const ids = [when.mine.user, other, archived].map(({ id }) => ownId(id) as UserId);
    const planId = await choose('all');
    const few = [await choose(ids.slice(1)), await choose(ids.slice(2))];
    const counts = [planId, ...few].map((id) => billingTurns.count(accountId, id));
    expect(await Promise.all(counts)).toEqual([2, 1, 0]);
    const page = { planId, after: undefined, most: 1 };
    const [first] = await billingTurns.page(accountId, page);
    expect(first).toEqual({ userId: ids[0], period });
    expect(await billingTurns.page(accountId, { ...page, after: first?.userId, most: 9 })).toEqual([
      { userId: ids[1], period },
    ]);
    when.at('2031-02-15T09:00');
    await when.open();
    expect(await when.periodsOf(other.id)).toEqual(['2030-12-15/2031-01-14', '2031-01-15/2031-02-14']);
  });
});
