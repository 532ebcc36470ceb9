import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { nextRunOf, ownId, removeBillingOverride } from '../api/support/billing-settings.js';
import { sql } from '../api/support/rows.js';
import { Scheduled } from '../api/support/scheduled.js';

const when = new Scheduled();
beforeAll(() => when.start());
afterAll(() => when.test.close());
beforeEach(() => when.renew());

describe('B3: a day that is changed in the middle of a month', () => {
  it('B3: counts at once while both are ahead, else from the next month, and leaves no day out', async () => {
    await when.save({ billingDay: 15 });
    await when.save({ billingDay: 20 });
    expect(await nextRunOf(when.mine.account)).toMatchObject({ day: '2031-01-20' });
    when.at('2031-01-20T09:00');
    await when.open();
    await when.save({ billingDay: 25 });
    expect(await nextRunOf(when.mine.account)).toMatchObject({ day: '2031-02-25', period: { from: '2031-01-20' } });
    when.at('2031-02-10T00:00');
    await when.save({ billingDay: 5 });
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({
      ...{ day: '2031-02-25', period: { from: '2031-01-20', to: '2031-02-24' } },
    });
    when.at('2031-02-25T09:00');
    await when.open();
    when.at('2031-03-05T09:00');
    await when.open();
    expect(await when.periodsOf(when.mine.user.id)).toEqual([
      ...['2030-12-20/2031-01-19', '2031-01-20/2031-02-24', '2031-02-25/2031-03-04'],
    ]);
  });

  it('B3: of one user counts in the same way, also when it is given up', async () => {
    await when.save({ billingDay: 12 });
    await when.override(25);
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({ day: '2031-01-25' });
    when.at('2031-01-14T00:00');
    await removeBillingOverride(when.mine.account, { userId: when.mine.user.id });
    // The account's day of January is over, so that this month is left to the day that was given up.
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({ day: '2031-01-25' });
    expect(await when.open()).toMatchObject({ opened: 0 });
    when.at('2031-01-25T09:00');
    await when.open();
    when.at('2031-02-12T09:00');
    await when.open();
    expect(await when.periodsOf(when.mine.user.id)).toEqual(['2030-12-12/2031-01-24', '2031-01-25/2031-02-11']);
  });

  it('B3: leaves no day out where runs were off meanwhile, and gives nobody two runs of one month', async () => {
    await when.save({ billingDay: 12 });
    when.at('2031-01-12T09:00');
    await when.open();
    await when.save({ isEnabled: false });
    await when.save({ billingDay: 20 });
    expect(await nextRunOf(when.mine.account)).toMatchObject({ day: '2031-01-20' });
    const next = await nextRunOf(when.mine.account, when.mine.user.id);
    expect(next).toMatchObject({ day: '2031-02-20', period: { from: '2031-01-12', to: '2031-02-19' } });
    when.at('2031-01-20T09:00');
    expect(await when.open()).toMatchObject({ opened: 0 });
    when.at('2031-02-20T09:00');
    await when.open();
    expect(await when.periodsOf(when.mine.user.id)).toEqual(['2030-12-12/2031-01-11', '2031-01-12/2031-02-19']);
  });

  it('B3: of a user who came after the run of this month counts at once', async () => {
    await when.save({ billingDay: 12 });
    when.at('2031-01-14T00:00');
    await sql('UPDATE users SET created_at = $2 WHERE id = $1', [ownId(when.mine.user.id), '2031-01-13T00:00:00Z']);
    await when.override(25);
    expect(await nextRunOf(when.mine.account, when.mine.user.id)).toMatchObject({
      ...{ day: '2031-01-25', period: { from: '2030-12-12', to: '2031-01-24' } },
    });
  });

  it('B3: at random moments, with restarts and replicas, gives each user one turn a month, and no day twice or never', async () => {
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    const users = [
      when.mine.user,
      await when.mine.source.user(),
      await when.mine.source.user(),
      await when.mine.source.user(),
    ];
    const replicas = [await when.replica(), await when.replica()];
    const all = [when.test.app, ...replicas.map(({ app }) => app)].map(({ services }) => services.scheduleRuns);
    await when.save({ billingDay: 15, timeZone: 'America/St_Johns' });
    for (let step = 0; step < 60; step += 1) {
      when.pass(random(8 * 24));
      await Promise.all(all.map((runs) => when.open(runs)));
      const day = random(31) + 1;
      const zone = ['America/St_Johns', 'Pacific/Apia', 'UTC'][random(3)];
      const what = random(3);
      if (what === 0) await when.save({ billingDay: day, hour: random(24), timeZone: zone });
      if (what === 1) await when.override(random(4) === 0 ? null : day, users[random(4)]?.id);
    }
    when.pass(40 * 24);
    await when.open();
    for (const replica of replicas) await replica.close();
    for (const { id } of users) {
      const turns = await sql<{ month: string; from: string; to: string; status: string }>(
        `SELECT to_char(t.month, 'YYYY-MM') AS month, t.period_from::text AS "from", t.period_to::text AS "to"
         FROM billing_turns t WHERE t.account_id = $1 AND t.user_id = $2 ORDER BY t.month`,
        [when.mine.account.id, ownId(id)],
      );
      expect(turns.length).toBeGreaterThanOrEqual(6);
      const start = Date.parse(`${turns[0]?.month}-01`);
      for (const [place, { month, from, to }] of turns.entries()) {
        const first = new Date(start);
        first.setUTCMonth(first.getUTCMonth() + place);
        expect(month).toBe(first.toISOString().slice(0, 7));
        expect(from <= to).toBe(true);
        const before = turns[place - 1]?.to;
        if (before) expect(Date.parse(from) - Date.parse(before)).toBe(86_400_000);
      }
    }
  });
});

describe('B3: replicas', () => {
  it('B3: that race at the moment of the run, and start again right then, give one turn to each user', async () => {
    const { account } = when.mine;
    await when.addUsers(500);
    await when.save({ billingDay: 15 });
    for (const month of ['01', '02', '03']) {
      when.at(`2031-${month}-15T09:00`);
      const replicas = [await when.replica(), await when.replica()];
      const all = [when.test.app, ...replicas.map(({ app }) => app)];
      const opened = await Promise.all(all.map(({ services }) => when.open(services.scheduleRuns)));
      expect(opened.map((one) => one.opened).sort()).toEqual([0, 0, 1]);
      for (const replica of replicas) await replica.close();
    }
    expect((await when.plans()).map(({ turns }) => turns.length)).toEqual([501, 501, 501]);
    const doubled = await sql(
      'SELECT FROM billing_turns WHERE account_id = $1 GROUP BY user_id, month HAVING count(*) > 1',
      [account.id],
    );
    expect(doubled).toEqual([]);
  });

  it('B3: leave to another time what is due by settings that were just changed', async () => {
    await when.save({ billingDay: 15 });
    when.at('2031-01-15T09:00');
    const replica = await when.replica();
    const { services } = replica.app;
    const stale = services.billingSettings;
    const seen = await stale.find(when.mine.account.caller);
    await when.save({ billingDay: 15, expiryDays: 3 });
    stale.find = async () => seen;
    expect(await when.open(services.scheduleRuns)).toMatchObject({ opened: 0 });
    expect(await when.open()).toMatchObject({ opened: 1 });
    await replica.close();
  });
});
