import { afterAll, expect, it } from '@jest/globals';
import { billed, ownId, plansOf, saveBilling } from '../api/support/billing-settings.js';
import { sql } from '../api/support/rows.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const HOUR = 3_600_000;

const opened: TestApp[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});

/** An app whose own clock is wrong by some hours, and an account whose run is due by the right time some hours from now. */
async function dueIn(hours: number, { wrongBy }: { readonly wrongBy: number }) {
  const clock = { now: () => new Date(Date.now() + wrongBy * HOUR) };
  const test = await startTestApp({ clock, isClockWrong: true });
  opened.push(test);
  const { account, user } = await billed(test);
  const at = new Date(Math.ceil(Date.now() / HOUR) * HOUR + (hours - 1) * HOUR);
  await saveBilling(account, { isEnabled: true, billingDay: at.getUTCDate(), hour: at.getUTCHours(), timeZone: 'UTC' });
  // As if it had been saved, and the user reported, long ago.
  await sql("UPDATE billing_settings SET scheduled_since = now() - interval '90 days' WHERE account_id = $1", [
    account.id,
  ]);
  const calendar = [{ fromMonth: '2020-01', day: at.getUTCDate(), hour: at.getUTCHours(), timeZone: 'UTC' }];
  await sql('UPDATE billing_settings SET calendar = $2 WHERE account_id = $1', [account.id, JSON.stringify(calendar)]);
  await sql("UPDATE users SET created_at = now() - interval '20 days' WHERE id = $1", [ownId(user.id)]);
  await test.app.services.scheduleRuns.open(account.caller);
  const current = (await plansOf(account)).filter(({ status }) => status === 'PLANNING');
  return { at, plans: current.map(({ due }) => due) };
}

const shown = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');

it('F11: a clock that is three hours fast begins no run before its time', async () => {
  const { plans } = await dueIn(2, { wrongBy: 3 });
  expect(plans).toEqual([]);
});

it('F11: a clock that is three hours slow lets no run wait', async () => {
  const { at, plans } = await dueIn(-1, { wrongBy: -3 });
  expect(plans).toEqual([shown(at)]);
});

it('F11: runs that are turned on by a server whose clock is fast are due from then on all the same', async () => {
  const clock = { now: () => new Date(Date.now() + 3 * HOUR) };
  const test = await startTestApp({ clock, isClockWrong: true });
  opened.push(test);
  const { account } = await billed(test);
  await saveBilling(account, { isEnabled: true });
  const [saved] = await sql<{ isSane: boolean }>(
    `SELECT scheduled_since <= now() AS "isSane" FROM billing_settings WHERE account_id = $1`,
    [account.id],
  );
  expect(saved).toEqual({ isSane: true });
});
