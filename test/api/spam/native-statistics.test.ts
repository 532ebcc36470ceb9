import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { type InstanceId, newId } from '../../../src/shared/ids.js';
import { Secret } from '../../../src/shared/secret.js';
import { SecretBox } from '../../../src/shared/secret-box.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given, save, settingsOf, tryOut } from '../support/calls.js';
import { checkHealth, healthEvents, healthOf } from '../support/health.js';
import { startReplica } from '../support/replica.js';
import { sql } from '../support/rows.js';
import { LOGIN, NATIVE, saveSpam } from '../support/spam-settings.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  await account.integration();
  test.sandbox.journal.clear();
});
afterEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.settings.managedDeviceApi = true;
  integratorLogin().edit(1, { managedServicesApiFlag: true, inactiveFlag: false });
  // Whatever was found out, no figure was written for it.
  expect(test.sandbox.journal.changes).toBe(0);
  expect(test.sandbox.spamStatistics.list()).toEqual([]);
});

type Fault = Parameters<Sandbox['faults']['add']>[0]['fault'];
const SERVICE = '/apis/2.0/ManagedDeviceApi.asmx';
const integratorLogin = () => test.sandbox.records('integratorLogins');
const posts = (sandbox: Sandbox = test.sandbox) => sandbox.journal.entries.filter(({ method }) => method === 'POST');
const tried = async (input = {}) => {
  const report = given((await tryOut(account, input)).report);
  const check = given(report.checks.find(({ subject }) => subject === 'NATIVE_STATISTICS'));
  return { report, check, shown: `${check.outcome} ${check.cause}` };
};

describe('M3, S8: ConnectWise’s own statistics in the report', () => {
  it('are told apart: a service that is not offered', async () => {
    await saveSpam(account, NATIVE);
    test.sandbox.settings.managedDeviceApi = false;
    const { report, check, shown } = await tried();
    expect(shown).toBe('FAILED SERVICE_ABSENT');
    expect(check.message).toContain('another route');
    expect(report.isHealthy).toBe(true);
    expect(posts()).toEqual([]);
  });

  it('are told apart: no login, or none with a solution', async () => {
    const first = await tried();
    expect(first.shown).toBe('SKIPPED LOGIN_MISSING');
    expect(first.report.isHealthy).toBe(true);
    await saveSpam(account, { login: LOGIN });
    expect((await tried()).shown).toBe('SKIPPED LOGIN_MISSING');
    expect(posts()).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a wrong password', () => saveSpam(account, { ...NATIVE, login: { ...LOGIN, password: 'wrong' } })],
    ['a wrong name', () => saveSpam(account, { ...NATIVE, login: { ...LOGIN, name: 'wrong' } })],
    ['a login that is switched off', async () => integratorLogin().edit(1, { inactiveFlag: true })],
    ['words that nobody knows', async () => answerWith('<faultstring>Objektverweis</faultstring>')],
  ])('are told apart: a login that is refused, by %s', async (_what, change) => {
    await saveSpam(account, NATIVE);
    await change();
    const { report, check, shown } = await tried();
    expect(shown).toBe('FAILED LOGIN_REFUSED');
    expect(check.message).toContain('name and password');
    expect(report.isHealthy).toBe(true);
  });

  it('are told apart: a login without the right', async () => {
    await saveSpam(account, NATIVE);
    integratorLogin().edit(1, { managedServicesApiFlag: false });
    const { report, check, shown } = await tried();
    expect(shown).toBe('FAILED LOGIN_LACKS_RIGHT');
    expect(check.message).toContain('Integrator Login');
    expect(report.isHealthy).toBe(true);
  });

  it('are in order', async () => {
    await saveSpam(account, NATIVE);
    const { check, shown } = await tried();
    expect(shown).toBe('PASSED null');
    expect(check.message).toMatch(/^[A-Z].{10,}\.$/);
    expect(posts()).toHaveLength(1);
  });

  it.each<[string, Fault, string]>([
    ['fails', { kind: 'frontEnd', status: 503 }, 'CONNECTWISE_FAULT'],
    ['hangs up', { kind: 'cut', at: 'body' }, 'CONNECTWISE_FAULT'],
    ['wants other keys', { kind: 'answer', status: 401, body: '' }, 'BAD_ANSWER'],
    ['is behind another page', { kind: 'answer', status: 403, body: '<html>' }, 'BAD_ANSWER'],
  ])('prove nothing where the service %s, and fail nothing else', async (_what, fault, cause) => {
    await saveSpam(account, NATIVE);
    test.sandbox.faults.add({ method: 'POST', route: SERVICE, fault });
    const { report, shown } = await tried();
    expect(shown).toBe(`NOT_PROVABLE ${cause}`);
    expect(report.isHealthy).toBe(true);
    expect(report.checks.filter(({ outcome }) => outcome === 'FAILED')).toEqual([]);
    test.sandbox.faults.clear();
    test.sandbox.faults.add({ method: 'GET', route: SERVICE, fault });
    expect((await tried()).shown).toBe(`NOT_PROVABLE ${cause}`);
    expect((await settingsOf(account))?.isEnabled).toBe(true);
  });

  it('prove nothing where ConnectWise asks to wait just then', async () => {
    await saveSpam(account, NATIVE);
    test.sandbox.faults.add({ method: 'POST', route: SERVICE, fault: { kind: 'rateLimit', retryAfter: 1 } });
    const { report, shown } = await tried();
    expect(shown).toBe('NOT_PROVABLE RATE_LIMITED');
    expect(report.isHealthy).toBe(true);
  });

  it('are in the report that stays, and in that of the hourly test', async () => {
    await saveSpam(account, NATIVE);
    await tried();
    const stored = async () =>
      given(given(await settingsOf(account)).lastReport).checks.find(({ subject }) => subject === 'NATIVE_STATISTICS');
    expect(await stored()).toMatchObject({ outcome: 'PASSED' });
    integratorLogin().edit(1, { inactiveFlag: true });
    await checkHealth(test, account);
    expect(await stored()).toMatchObject({ outcome: 'FAILED', cause: 'LOGIN_REFUSED' });
  });
});

describe('M3, S11: background work by this route', () => {
  const send = (signal = new AbortController().signal) =>
    test.app.services.backgroundWork.run(
      account.caller,
      { work: 'STATISTICS', capability: 'NATIVE_STATISTICS', signal },
      ({ spamStatistics }) => {
        const login = {
          loginCompanyId: account.values.loginCompanyId,
          name: LOGIN.name,
          password: new Secret('wrong'),
        };
        const counters = { spamRemoved: 1, emailVirusesRemoved: 1, accountMessages: 1, totalMessages: 1 };
        const row = { domain: 'a.example', last30Days: counters, yearToDate: counters };
        return spamStatistics.update(login, 'Mail Security', [row]);
      },
    );

  it('fails by a refused login alone: neither the account nor the kind of work stands still, whatever the report says', async () => {
    await saveSpam(account, { ...NATIVE, login: { ...LOGIN, password: 'wrong' } });
    await tried();
    for (const kind of ['integrator-login', 'integrator-login', 'integrator-login', 'integrator-login']) {
      await expect(send()).rejects.toMatchObject({ kind });
    }
    test.sandbox.faults.add({
      method: 'POST',
      route: SERVICE,
      times: 4,
      fault: { kind: 'answer', status: 401, body: '' },
    });
    for (let at = 0; at < 4; at += 1) await expect(send()).rejects.toMatchObject({ kind: 'bad-answer' });
    expect(await healthOf(account)).toMatchObject({ phase: 'HEALTHY', holds: [] });
  });
});

describe('S11: background work that may not write summary reports', () => {
  it('is held under that name, with the row of the role to change', async () => {
    test.sandbox.permissions.set('Company Maintenance', { add: 'None' });
    const signal = new AbortController().signal;
    const create = test.app.services.backgroundWork.run(
      account.caller,
      { work: 'STATISTICS', capability: 'SUMMARY_REPORTS', signal },
      ({ summaryReports }) => summaryReports.create(1, { groupIdentifier: 'x', virusesRemoved: 1 }),
    );
    await expect(create).rejects.toThrow('WORK_NOT_PERMITTED');
    test.sandbox.permissions.reset();
    expect((await healthOf(account)).holds).toMatchObject([
      {
        work: 'STATISTICS',
        role: { function: 'Company Maintenance', level: 'Add: All, Edit: All, Inquire: All' },
      },
    ]);
    expect((await healthEvents(account)).map(({ facts }) => facts['capability'])).toEqual(['SUMMARY_REPORTS']);
  });
});

describe('T3, T4: the saved login', () => {
  it('is given out for its own ConnectWise alone, wherever the settings lead while a report is on its way', async () => {
    await saveSpam(account, NATIVE);
    const { integration, spamSettings } = test.app.services;
    const { id } = await integration.instance(account.caller);
    expect(await spamSettings.login(account.caller, id)).toMatchObject({ name: LOGIN.name });
    expect(await spamSettings.login(account.caller, newId<InstanceId>())).toBeUndefined();
  });

  it('goes to no other place than the one it was saved for', async () => {
    const other = await startSandbox({ companies: 10 });
    const server = await startReplica(test, { reaches: [other] });
    await saveSpam(account, NATIVE);
    const { report } = await tryOut(server.at(account), { ...account.values, site: other.url });
    expect(report?.checks.at(-1)).toMatchObject({ subject: 'NATIVE_STATISTICS', cause: 'LOGIN_MISSING' });
    await save(server.at(account), {
      ...account.values,
      site: other.url,
      instanceChange: 'OTHER_DATA',
      isEnabled: true,
    });
    const { report: saved } = await tryOut(server.at(account));
    expect(saved?.checks.at(-1)).toMatchObject({ cause: 'LOGIN_MISSING' });
    expect(posts(other)).toEqual([]);
    await server.close();
    await other.close();
  });

  it('that does not open keeps nothing else from being tested', async () => {
    await saveSpam(account, NATIVE);
    const elsewhere = new SecretBox([{ id: 'test', bytes: randomBytes(32) }]);
    const context = { accountId: account.id, record: 'spam_settings', field: 'loginPassword' };
    const sealed = elsewhere.seal(new Secret('lost'), context);
    await sql('UPDATE spam_settings SET login_password_sealed = $2 WHERE account_id = $1', [account.id, sealed]);
    const { report, shown } = await tried();
    expect(shown).toBe('SKIPPED LOGIN_MISSING');
    expect(report.isHealthy).toBe(true);
  });

  it('is in no report and no log line, should the service send it back', async () => {
    await saveSpam(account, NATIVE);
    answerWith(`<faultstring>${LOGIN.password} is not the password</faultstring>`);
    expect(JSON.stringify(await tried())).not.toContain(LOGIN.password);
    answerWith(LOGIN.password);
    expect(JSON.stringify(await tried())).not.toContain(LOGIN.password);
    expect(test.logs.join('')).not.toContain(LOGIN.password);
  });
});

function answerWith(fault: string): void {
  const envelope = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">';
  const body = `${envelope}<s:Body><s:Fault>${fault}</s:Fault></s:Body></s:Envelope>`;
  test.sandbox.faults.clear();
  test.sandbox.faults.add({ method: 'POST', route: SERVICE, fault: { kind: 'answer', status: 500, body } });
}
