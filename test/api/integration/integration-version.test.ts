import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, given, save, settingsOf, tryOut } from '../support/calls.js';
import { checkHealth, healthOf, runCheck, work } from '../support/health.js';
import { startReplica } from '../support/replica.js';
import { eventsOf } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => {
  Object.assign(test.sandbox.settings, { codebase: 'v2025_1', version: null });
});

const versions = async (account: SeedAccount) =>
  (await eventsOf(account.id)).filter(({ kind }) => kind === 'VERSION_CHANGED').map(({ facts }) => facts);
const api = (codebase: string) => `${test.sandbox.url}/${codebase}/apis/3.0`;

describe('S15: the version that is asked for', () => {
  // The sandbox refuses every version above its own, as ConnectWise does.
  it.each([
    ['2021.1', 'v4_6_release'],
    ['2023.2', 'v4_6_release'],
    ['2025.16', 'v2025_16'],
    ['2027.1', 'v2027_1'],
  ])('is one that a system of version %s under %s serves', async (version, codebase) => {
    Object.assign(test.sandbox.settings, { version, codebase });
    const account = await test.account();

    const { report } = await tryOut(account, account.values);

    expect(report).toMatchObject({ isHealthy: true, version: `v${version}.10333`, apiBaseUrl: api(codebase) });
  });

  it('names the oldest supported one when the system is older', async () => {
    Object.assign(test.sandbox.settings, { version: '2020.4', codebase: 'v4_6_release' });
    const account = await test.account();

    const answer = await save(account, { ...account.values, isEnabled: true });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED loginCompanyId']);
    expect(answer.report?.checks.find(({ outcome }) => outcome === 'FAILED')).toMatchObject({
      ...{ subject: 'COMPANY_KNOWN', cause: 'VERSION_TOO_OLD' },
      message: expect.stringMatching(/2020\.4 .*oldest supported version is 2021\.1/),
    });
  });
});

describe('S15: a changed version', () => {
  it('raises one event with what was and what is, and the report is new', async () => {
    Object.assign(test.sandbox.settings, { version: '2024.3', codebase: 'v4_6_release' });
    const account = await test.account();
    await account.integration();
    test.sandbox.settings.version = '2025.1';

    await checkHealth(test, account);
    await checkHealth(test, account);

    const where = { apiBefore: api('v4_6_release'), api: api('v4_6_release') };
    expect(await versions(account)).toEqual([{ versionBefore: 'v2024.3.10333', version: 'v2025.1.10333', ...where }]);
    expect((await settingsOf(account))?.lastReport?.version).toBe('v2025.1.10333');
  });

  it('is no event at the first sight of a system, nor while it cannot be reached', async () => {
    const account = await test.account();
    await account.integration();
    test.sandbox.faults.add({ times: 1, fault: { kind: 'cut' } });
    await checkHealth(test, account);
    test.sandbox.faults.clear();
    await checkHealth(test, account);

    expect(await versions(account)).toEqual([]);
  });

  it('is noticed by work that finds the API elsewhere: it goes on, and the settings are tested again', async () => {
    const account = await test.account();
    await account.integration();
    const server = await startReplica(test);
    expect(await work(server.app, account)).toBe('done');
    test.sandbox.settings.codebase = 'v2025_2';

    const during = await work(server.app, account);
    const after = await work(server.app, account);
    await server.close();

    expect([during, after]).toEqual(['done', 'done']);
    expect(new Date(given((await healthOf(account)).nextCheckAt)).getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
    await runCheck(test.app, account);
    expect(await versions(account)).toMatchObject([{ apiBefore: api('v2025_1'), api: api('v2025_2') }]);
  });

  it('is told once, also by a process that still remembers the old address while both answer', async () => {
    const account = await test.account();
    await account.integration();
    const server = await startReplica(test);
    expect(await work(server.app, account)).toBe('done');
    test.sandbox.settings.codebase = 'v2025_2';
    await checkHealth(test, account);
    const planned = (await healthOf(account)).nextCheckAt;

    const outcomes = [await work(server.app, account), await work(server.app, account)];
    await server.close();

    expect(outcomes).toEqual(['done', 'done']);
    expect((await healthOf(account)).nextCheckAt).toBe(planned);
    expect(await versions(account)).toHaveLength(1);
  });

  it('is none when the settings lead to another system', async () => {
    const account = await test.account();
    await account.integration();
    test.sandbox.settings.loginCompanyId = 'othermsp';
    test.sandbox.settings.codebase = 'v2024_4';

    const values = { ...account.values, loginCompanyId: 'othermsp', isEnabled: true };
    const answer = await save(account, { ...values, instanceChange: 'OTHER_DATA' });
    test.sandbox.settings.loginCompanyId = test.sandbox.credentials.loginCompanyId;

    expect(errorsOf(answer)).toEqual([]);
    expect(await versions(account)).toEqual([]);
  });
});
