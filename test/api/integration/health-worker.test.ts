import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given, save, settingsOf } from '../support/calls.js';
import { enabledAccount, healthEvents, healthOf, refuseThrice } from '../support/health.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  // What other suites left to be done in this database would be done first.
  await sql('UPDATE work SET due_at = NULL, started_at = NULL');
  await test.app.startWork();
});
afterAll(() => test.close());

interface Wake {
  readonly due_at: Date | null;
}

const wakeOf = async (account: SeedAccount) =>
  (await sql<Wake>("SELECT due_at FROM work WHERE account_id = $1 AND kind = 'HEALTH_CHECK'", [account.id]))[0]?.due_at;

const busyOf = async (account: SeedAccount) =>
  (await sql('SELECT FROM work WHERE account_id = $1 AND (due_at <= now() OR started_at IS NOT NULL)', [account.id]))
    .length;

async function makeDue(account: SeedAccount): Promise<void> {
  await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1', [account.id]);
  await sql("UPDATE work SET due_at = now() WHERE account_id = $1 AND kind = 'HEALTH_CHECK'", [account.id]);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const late = AbortSignal.timeout(90_000);
  while (!(await isSo())) await sleep(100, undefined, { signal: late });
}

it('S12: a save that enables plans the check, and the worker carries it out and plans the next', async () => {
  const account = await enabledAccount(test);
  const before = given((await settingsOf(account))?.lastReport).checkedAt;
  const planned = await wakeOf(account);
  await makeDue(account);

  await until(async () => (await settingsOf(account))?.lastReport?.checkedAt !== before);
  await until(async () => ((await wakeOf(account))?.getTime() ?? 0) > Date.now() + 3_000_000);

  expect(given(planned).getTime()).toBeGreaterThan(Date.now() + 3_000_000);
  expect(await wakeOf(account)).toEqual(new Date(given((await healthOf(account)).nextCheckAt)));
});

it('S12: a paused account goes on by itself once ConnectWise takes its keys again', async () => {
  const account = await enabledAccount(test);
  test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
  await refuseThrice(test, account);
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
  await makeDue(account);

  await until(async () => (await healthOf(account)).phase === 'HEALTHY');

  expect((await healthEvents(account)).map(({ kind }) => kind)).toEqual(['INTEGRATION_PAUSED', 'INTEGRATION_RESUMED']);
});

it('S11: the worker rests once the integration is off', async () => {
  const account = await enabledAccount(test);
  await save(account, { isEnabled: false });
  // What was under way when it was turned off ends first.
  await until(async () => (await busyOf(account)) === 0);
  test.sandbox.journal.clear();
  await makeDue(account);

  await until(async () => (await wakeOf(account)) === null);

  expect(test.sandbox.journal.total).toBe(0);
});
