import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HoldLost } from '../../../src/database/wake.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { auditOf, given, save, settingsOf, tryOut } from '../support/calls.js';
import { checkHealth, enabledAccount, healthOf, refuseThrice, runCheck, takeHold } from '../support/health.js';
import { expectOnlyReads } from '../support/only-reads.js';
import { type Replica, startReplica } from '../support/replica.js';
import { eventsOf, sql } from '../support/rows.js';

let test: TestApp;
let other: Replica;
beforeAll(async () => {
  test = await startTestApp();
  other = await startReplica(test);
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.permissions.reset();
  test.sandbox.journal.clear();
});

afterEach(() => expectOnlyReads(test.sandbox));

const tests = () => test.sandbox.journal.count('GET', '/login/companyinfo/{id}');
const minutesUntil = (at: Date | string) => (new Date(at).getTime() - Date.now()) / 60_000;

describe('S12: the scheduled check', () => {
  it('tests the saved settings, refreshes the last report, and comes again in about an hour', async () => {
    const account = await enabledAccount(test);
    const before = given(await settingsOf(account));
    test.sandbox.permissions.set('Agreements', { inquire: 'None' });

    const next = await checkHealth(test, account);

    const after = given(await settingsOf(account));
    expect(tests()).toBe(1);
    expect(after.lastReport?.checks.find(({ subject }) => subject === 'READ_AGREEMENTS')?.outcome).toBe('FAILED');
    expect(after.version).toBe(before.version);
    const { nextCheckAt } = await healthOf(account);
    expect(next).toEqual({ kind: 'at', at: new Date(given(nextCheckAt)) });
    expect(minutesUntil(given(nextCheckAt))).toBeGreaterThan(50);
    expect(minutesUntil(given(nextCheckAt))).toBeLessThan(70);
  });

  it('leaves no audit row and no event while nothing changes', async () => {
    const account = await enabledAccount(test);
    const before = [await auditOf(account), await eventsOf(account.id)];

    await checkHealth(test, account);

    expect([await auditOf(account), await eventsOf(account.id)]).toEqual(before);
  });

  it('is planned by the save that turns the integration on, and taken back by the one that turns it off', async () => {
    const account = await enabledAccount(test);
    const on = given((await healthOf(account)).nextCheckAt);
    await save(account, { isEnabled: false });

    expect(minutesUntil(on)).toBeGreaterThan(50);
    expect((await healthOf(account)).nextCheckAt).toBeNull();
    expect(await runCheck(test.app, account)).toEqual({ kind: 'rest' });
    expect(await runCheck(test.app, await test.account())).toEqual({ kind: 'rest' });
    expect(tests()).toBe(0);
  });

  it('does nothing before its time, and tells when that is', async () => {
    const account = await enabledAccount(test);

    const next = await runCheck(test.app, account);

    expect(tests()).toBe(0);
    expect(next).toEqual({ kind: 'at', at: new Date(given((await healthOf(account)).nextCheckAt)) });
  });

  it('F21: woken at the same moment on two replicas runs once', async () => {
    const account = await enabledAccount(test);
    await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1', [account.id]);

    const hold = await takeHold(account);
    await Promise.all(Array.from({ length: 6 }, (_, at) => runCheck(at % 2 ? other.app : test.app, account, { hold })));

    expect(tests()).toBe(1);
  });

  it('F18: of a process that died is due again within a minute', async () => {
    const account = await enabledAccount(test);
    await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1', [account.id]);
    test.sandbox.faults.add({ route: '/system/info', fault: { kind: 'silent' } });
    const dying = new AbortController();
    const run = runCheck(test.app, account, { signal: dying.signal });
    while (tests() === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    const { nextCheckAt } = await healthOf(account);
    dying.abort(new Error('the worker stops'));

    await expect(run).rejects.toThrow('the worker stops');
    expect(minutesUntil(given(nextCheckAt))).toBeLessThan(1.1);
    expect((await settingsOf(account))?.lastReport?.isHealthy).toBe(true);
  });

  it('T15: waits for its turn while somebody tests', async () => {
    const account = await enabledAccount(test);
    test.sandbox.faults.add({ route: '/system/info', fault: { kind: 'slow', delay: 5_000 } });
    const asked = tryOut(account, { ...account.values, privateKey: 'another' });
    while (tests() === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    const next = await checkHealth(test, account);
    await asked;

    expect(tests()).toBe(1);
    expect(next).toMatchObject({ kind: 'at' });
    expect(next.kind === 'at' && minutesUntil(next.at)).toBeLessThan(1.1);
  });

  it('S10: throws its findings away when the settings were saved meanwhile', async () => {
    const account = await enabledAccount(test);
    await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1', [account.id]);
    test.sandbox.faults.add({ route: '/system/info', fault: { kind: 'slow', delay: 5_000 } });
    test.sandbox.permissions.set('Agreements', { inquire: 'None' });
    const run = runCheck(test.app, account);
    while (tests() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await save(account, { isEnabled: false });
    const saved = await settingsOf(account);

    expect(await run).toEqual({ kind: 'rest' });
    expect(await settingsOf(account)).toEqual(saved);
  });

  it('waits for a person when there are no keys, or none that open, and asks nobody', async () => {
    const lost = await enabledAccount(test);
    await test.database.sealed.forget(lost.id);
    const locked = await enabledAccount(test);
    await sql("UPDATE integration_settings SET private_key_sealed = 'v1.gone.x.y' WHERE account_id = $1", [locked.id]);

    for (const account of [lost, locked]) {
      const next = await checkHealth(test, account);
      expect(next.kind === 'at' && minutesUntil(next.at)).toBeGreaterThan(50);
    }
    expect(tests()).toBe(0);
  });

  it('F10: itself counts towards the pause, three refusals in a row', async () => {
    const account = await enabledAccount(test);
    test.sandbox.settings.clientIds = [];
    const phases: string[] = [];
    for (let check = 0; check < 3; check += 1) {
      await checkHealth(test, account);
      phases.push((await healthOf(account)).phase);
    }
    test.sandbox.settings.clientIds = [test.sandbox.credentials.clientId];

    expect(phases).toEqual(['FAILING', 'FAILING', 'PAUSED']);
    expect((await healthOf(account)).pauseReason).toBe('CLIENT_ID_REFUSED');
  });

  it('P9: never pauses for an outage, however long, and is healthy again with the first good one', async () => {
    const account = await enabledAccount(test);
    test.sandbox.faults.add({ times: null, fault: { kind: 'frontEnd', status: 503 } });
    for (let check = 0; check < 4; check += 1) await checkHealth(test, account);
    const during = await healthOf(account);
    test.sandbox.faults.clear();
    await checkHealth(test, account);

    expect(during).toMatchObject({ phase: 'FAILING', pauseReason: null });
    expect((await healthOf(account)).phase).toBe('HEALTHY');
  });

  it('counts no refusals of keys that are not the saved ones any more', async () => {
    const account = await enabledAccount(test);
    const { publicKey } = test.sandbox.credentials;
    test.sandbox.keys.add({ publicKey: 'next', privateKey: 'pair', member: 'psabridge' });
    test.sandbox.keys.revoke(publicKey);
    await refuseThrice(test, account).then((outcomes) => expect(outcomes.at(-1)).toBe('INTEGRATION_PAUSED'));

    const saved = await save(account, { publicKey: 'next', privateKey: 'pair' });
    test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });

    expect(saved.userErrors).toEqual([]);
    const [row] = await sql<{ refusals: number }>('SELECT refusals FROM integration_settings WHERE account_id = $1', [
      account.id,
    ]);
    expect(row?.refusals).toBe(0);
  });

  it('F19: tells nothing once another worker has taken it over', async () => {
    const account = await enabledAccount(test);
    const before = await settingsOf(account);
    const hold = await takeHold(account);
    await takeHold(account);
    await sql('UPDATE integration_settings SET next_check_at = now() WHERE account_id = $1', [account.id]);
    test.sandbox.permissions.set('Agreements', { inquire: 'None' });

    await expect(runCheck(test.app, account, { hold })).rejects.toThrow(HoldLost);

    expect(await settingsOf(account)).toEqual(before);
  });
});
