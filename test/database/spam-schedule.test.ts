import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Month, monthsAfter, runOf, withEntry } from '../../src/shared/calendar.js';
import { Delivering, saveSpamSettings } from '../api/support/deliveries.js';
import { sql } from '../api/support/rows.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let test: TestApp;
let mine: Delivering;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  mine = await Delivering.open(test);
  await mine.users('one');
});

const at = (minute: string) => {
  mine.now = new Date(`${minute}:00Z`);
};
const sentMonths = () => mine.sent.map(({ month }) => month);
const missed = async () =>
  (await mine.events()).filter(({ kind }) => kind === 'SPAM_REPORTS_MISSED').map(({ facts }) => facts);

describe('M3: reports that go out by themselves', () => {
  it('M3: do so at the moment that was set, once, for the month before, and name the day on which they were sent', async () => {
    await saveSpamSettings(mine.account, { day: 31, hour: 7, timeZone: 'Europe/Berlin' });
    expect(await mine.run()).toEqual({ kind: 'at', at: new Date('2031-01-31T06:00:00Z') });
    at('2031-01-31T05:59');
    expect(await mine.run()).toEqual({ kind: 'at', at: new Date('2031-01-31T06:00:00Z') });
    at('2031-01-31T06:00');
    expect(await mine.run()).toEqual({ kind: 'at', at: new Date('2031-02-28T06:00:00Z') });
    expect(mine.sent).toMatchObject([{ month: '2030-12', asOf: '2031-01-31' }]);
    expect(await mine.run()).toMatchObject({ kind: 'at' });
    expect(await mine.jobs()).toMatchObject([
      { status: 'SUCCEEDED', input: { month: '2030-12' }, actor: { kind: 'SYSTEM' } },
    ]);
    expect(await mine.events()).toMatchObject([{ kind: 'SPAM_REPORTS_DONE', facts: { month: '2030-12-01', sent: 1 } }]);
  });

  it('M3: name the day that it is in the time zone of the account', async () => {
    await sql(`UPDATE accounts SET time_zone = 'Asia/Tokyo' WHERE id = $1`, [mine.account.id]);
    await saveSpamSettings(mine.account, { day: 1, hour: 0 });
    at('2031-01-31T15:00');
    await mine.run();
    expect(mine.sent).toMatchObject([{ month: '2031-01', asOf: '2031-02-01' }]);
  });

  it('M3: are none while that is off, and none of what was due before it was on', async () => {
    expect(await mine.run()).toEqual({ kind: 'rest' });
    await saveSpamSettings(mine.account);
    expect(await mine.run()).toEqual({ kind: 'rest' });
    await saveSpamSettings(mine.account, { day: 9 });
    expect(await mine.run()).toEqual({ kind: 'at', at: new Date('2031-02-09T09:00:00Z') });
    expect(await mine.jobs()).toEqual([]);
  });

  it('M3: are none where that is turned off at the moment at which they are due', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    const { spamSettings } = test.app.services;
    const begin = (month: Month) =>
      test.database.write(mine.account.caller.accountId, (tx) => spamSettings.begin(tx, mine.account.caller, month));
    expect(await begin('2030-12' as Month)).toBe(true);
    await saveSpamSettings(mine.account);
    expect(await begin('2031-01' as Month)).toBe(false);
  });

  it('M3: after an outage are those of the newest month, however late; each month before it is told as missed once', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    at('2031-05-14T08:00');
    await mine.run();
    await mine.run();
    expect(sentMonths()).toEqual(['2031-03']);
    expect(await missed()).toEqual([{ month: '2030-12-01' }, { month: '2031-01-01' }, { month: '2031-02-01' }]);
    const trail = await sql<{ changes: unknown }>(
      `SELECT changes FROM audit_events WHERE account_id = $1 AND action = 'SPAM_REPORTS_MISSED' ORDER BY id`,
      [mine.account.id],
    );
    expect(trail).toHaveLength(3);
    at('2031-05-15T09:00');
    await mine.run();
    expect(sentMonths()).toEqual(['2031-03', '2031-04']);
    expect(await missed()).toHaveLength(3);
  });

  it('M3: wait as one job while the integration is off, and what comes due meanwhile follows it', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    await sql('UPDATE integration_settings SET is_enabled = false WHERE account_id = $1', [mine.account.id]);
    at('2031-01-15T09:00');
    await mine.run();
    at('2031-03-20T09:00');
    expect(await mine.run()).toEqual({ kind: 'rest' });
    expect(await mine.jobs()).toMatchObject([{ status: 'RUNNING', waitsFor: 'INTEGRATION_OFF' }]);
    await sql('UPDATE integration_settings SET is_enabled = true WHERE account_id = $1', [mine.account.id]);
    await mine.run();
    expect(sentMonths()).toEqual(['2030-12', '2031-02']);
    expect(await missed()).toEqual([{ month: '2031-01-01' }]);
  });

  it('M3: begin once, however many replicas see at the same moment that they are due', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    at('2031-03-15T09:00');
    const looks = await Promise.all(Array.from({ length: 6 }, () => mine.work().task.due?.(mine.account.caller)));
    const starts = await Promise.allSettled(
      looks.map((due) => {
        if (due?.kind !== 'start') throw new Error('It is due.');
        return test.app.services.jobs.start(
          mine.account.caller,
          { kind: 'SPAM_DELIVERY', input: { month: '2031-02' } },
          due.prepare,
        );
      }),
    );
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await mine.run();
    expect(sentMonths()).toEqual(['2031-02']);
    expect(await missed()).toHaveLength(2);
    expect(await mine.jobs()).toHaveLength(1);
  });

  it('M3: of a replica that saw them due before another one had sent them all are no job', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    at('2031-01-15T09:00');
    const due = await mine.work().task.due?.(mine.account.caller);
    await mine.run();
    if (due?.kind !== 'start') throw new Error('It was due.');
    const late = test.app.services.jobs.start(
      mine.account.caller,
      { kind: 'SPAM_DELIVERY', input: { month: '2030-12' } },
      due.prepare,
    );
    await expect(late).rejects.toThrow('begun already');
    expect(await mine.jobs()).toHaveLength(1);
    expect(sentMonths()).toEqual(['2030-12']);
  });

  it('M3: follow a job of a person that was open when they came due', async () => {
    await saveSpamSettings(mine.account, { day: 15 });
    await mine.start('2030-06');
    at('2031-01-15T09:00');
    await mine.run();
    expect(sentMonths()).toEqual(['2030-06', '2030-12']);
  });

  it.each(['before it began', 'in the middle'])('M3: that a person took back %s do not begin again', async (when) => {
    await saveSpamSettings(mine.account, { day: 15 });
    at('2031-01-15T09:00');
    if (when === 'in the middle') mine.answer = () => Promise.reject(new Error('killed'));
    // The first slice makes the job, the second one does its first part.
    await mine.slice();
    if (when === 'in the middle') await expect(mine.slice()).rejects.toThrow('killed');
    const [job] = await mine.jobs();
    if (!job) throw new Error('There is no job.');
    await test.app.services.jobs.cancel(mine.account.caller, job.id);
    mine.sent.length = 0;
    expect(await mine.run()).toEqual({ kind: 'at', at: new Date('2031-02-15T09:00:00Z') });
    expect([await mine.jobs(), mine.sent]).toMatchObject([[{ status: 'CANCELLED' }], []]);
    mine.answer = async () => ({ state: 'SENT', remote: {} });
    await test.app.services.jobs.retry(mine.account.caller, job.id);
    await mine.run();
    expect(sentMonths()).toEqual(['2030-12']);
  });

  it('M3: over three years, with another day, hour and time zone each few months, are one for each month', async () => {
    await saveSpamSettings(mine.account, { day: 31, hour: 23, since: '2030-12-31T12:00:00Z' });
    let account: Parameters<typeof withEntry>[0] = [];
    const days = [31, 1, 15, 30, 29, 28];
    const zones = ['UTC', 'Pacific/Kiritimati', 'America/New_York', 'Pacific/Pago_Pago', 'Europe/Berlin'];
    at('2031-01-01T00:00');
    for (let month = '2031-01' as Month; month < '2034-01'; month = monthsAfter(month, 1)) {
      const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
      const entry = {
        fromMonth: month,
        day: days[index % 6] ?? 1,
        hour: index % 24,
        timeZone: zones[index % 5] ?? null,
      };
      account = withEntry(account, entry);
      await sql('UPDATE spam_settings SET calendar = $2 WHERE account_id = $1', [
        mine.account.id,
        JSON.stringify(account),
      ]);
      mine.now = new Date(runOf({ account: [entry], timeZone: 'UTC' }, month).at.getTime() - 1_000);
      await mine.run();
      expect(sentMonths().at(-1)).not.toBe(monthsAfter(month, -1));
      mine.now = new Date(mine.now.getTime() + 1_000);
      await mine.run();
      await mine.run();
      expect(sentMonths().at(-1)).toBe(monthsAfter(month, -1));
    }
    const all = Array.from({ length: 36 }, (_, index) => monthsAfter('2030-12' as Month, index));
    expect(sentMonths()).toEqual(all);
    expect(await missed()).toEqual([]);
  });
});
