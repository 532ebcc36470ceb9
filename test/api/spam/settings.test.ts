import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Month } from '../../../src/shared/calendar.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { AuditEventsDocument, SaveSpamSettingsDocument, type SaveSpamSettingsInput } from '../operations.generated.js';
import { errorsOf, given } from '../support/calls.js';
import { saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { LOGIN, NATIVE, saveSpam, spamRow, spamSettingsOf, takeWake } from '../support/spam-settings.js';

let test: TestApp;
let account: SeedAccount;
let now: Date;
beforeAll(async () => {
  test = await startTestApp({ clock: { now: () => now } });
});
afterAll(() => test.close());
beforeEach(async () => {
  now = new Date('2031-03-10T12:00:00Z');
  account = await test.account();
  await account.integration();
});

const trail = async () =>
  given((await ask(account, AuditEventsDocument, { filter: { actions: ['SPAM_SETTINGS_SAVED'] } })).auditEvents).nodes;
const service = () => test.app.services.spamSettings;
const begin = (month: string) =>
  test.database.write(account.id, (tx) => service().begin(tx, account.caller, month as Month));

describe('M3: what is refused, and saves nothing', () => {
  it.each<[string, SaveSpamSettingsInput, string[]]>([
    ['day 0', { day: 0 }, ['INVALID day']],
    ['day 32', { day: 32 }, ['INVALID day']],
    ['hour 24', { hour: 24 }, ['INVALID hour']],
    ['hour -1', { hour: -1 }, ['INVALID hour']],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, ['INVALID timeZone']],
    ['an offset for a time zone', { timeZone: '+09:00' }, ['INVALID timeZone']],
    ['a long solution', { solutionName: 'x'.repeat(31) }, ['INVALID solutionName']],
    ['a solution with a control character', { solutionName: 'a\u0007b' }, ['INVALID solutionName']],
    ['a login without a password', { login: { name: 'integrator' } }, ['INVALID login password']],
    ['a login with an empty password', { login: { name: 'integrator', password: '' } }, ['INVALID login password']],
    ['a login without a name', { login: { name: ' ', password: 'p' } }, ['INVALID login name']],
    ['a long password', { login: { name: 'i', password: 'x'.repeat(51) } }, ['INVALID login password']],
    ['a password with a control character', { login: { name: 'i', password: 'a\u0001' } }, ['INVALID login password']],
    ['what cannot be null', { isScheduled: null, day: null }, ['INVALID isScheduled', 'INVALID day']],
    [
      'everything at once',
      { day: 0, hour: 30, login: { name: 'i' } },
      ['INVALID day', 'INVALID hour', 'INVALID login password'],
    ],
    [
      'ConnectWise’s statistics without anything',
      { route: 'NATIVE_STATISTICS' },
      ['NOT_CONFIGURED solutionName', 'NOT_CONFIGURED login'],
    ],
    ['ConnectWise’s statistics without a solution', { ...NATIVE, solutionName: ' ' }, ['NOT_CONFIGURED solutionName']],
    ['tickets while nothing says where they go', { route: 'TICKET' }, ['NOT_CONFIGURED route']],
  ])('%s', async (_what, input, errors) => {
    await takeWake(account.id);
    expect(errorsOf(await saveSpam(account, input))).toEqual(errors);
    expect(await spamSettingsOf(account)).toBeNull();
    expect(await trail()).toEqual([]);
    expect(await takeWake(account.id)).toBe(false);
  });

  it('a login while no ConnectWise is set up that it could belong to', async () => {
    account = await test.account();
    expect(errorsOf(await saveSpam(account, NATIVE))).toEqual(['NOT_CONFIGURED login']);
    expect(errorsOf(await saveSpam(account, { route: 'COMPANY_NOTE' }))).toEqual([]);
  });

  it('taking away what the route in use needs', async () => {
    await saveSpam(account, NATIVE);
    expect(errorsOf(await saveSpam(account, { login: null }))).toEqual(['NOT_CONFIGURED login']);
    expect(errorsOf(await saveSpam(account, { solutionName: null }))).toEqual(['NOT_CONFIGURED solutionName']);
    expect(await spamSettingsOf(account)).toMatchObject({
      solutionName: 'Mail Security',
      hasPassword: true,
      version: 1,
    });
  });

  it('every role but ADMIN', async () => {
    for (const role of ['OPERATOR', 'BILLING', 'READER', 'INGEST'] as const) {
      const options = role === 'INGEST' ? { source: (await account.source()).code } : {};
      const asker = { url: test.url, token: await account.tokenOf(role, options) };
      const { errors } = await execute(asker, SaveSpamSettingsDocument, { input: {} });
      expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
    }
    expect(await spamRow(account.id)).toBeUndefined();
  });

  it('F22: what somebody else changed meanwhile, also at the very same time', async () => {
    await saveSpam(account, { expectedVersion: 0 });
    const stale = await saveSpam(account, { day: 5, expectedVersion: 0 });
    expect(errorsOf(stale)).toEqual(['VERSION_CONFLICT expectedVersion']);
    const both = await Promise.all([saveSpam(account, { day: 6 }), saveSpam(account, { day: 7 })]);
    const lost = both.flatMap(errorsOf);
    expect(lost.every((error) => error === 'VERSION_CONFLICT expectedVersion')).toBe(true);
    expect((await spamSettingsOf(account))?.version).toBe(3 - lost.length);
  });
});

describe('M3: the settings', () => {
  it('are null until they are saved, and have the defaults that are told', async () => {
    expect(await spamSettingsOf(account)).toBeNull();
    const { settings, userErrors } = await saveSpam(account);
    expect(userErrors).toEqual([]);
    expect(settings).toEqual({
      ...{ isScheduled: false, route: 'COMPANY_NOTE', language: 'EN', day: 1, hour: 9, timeZone: null },
      ...{
        solutionName: null,
        loginName: null,
        hasPassword: false,
        loginChangedAt: null,
        nextReport: null,
        version: 1,
      },
    });
    expect(await spamSettingsOf(account)).toEqual(settings);
  });

  it('keep what is left out, and clear what is null', async () => {
    const whole = { isScheduled: true, language: 'JA', day: 31, hour: 23, timeZone: 'Asia/Tokyo' } as const;
    await saveSpam(account, { ...NATIVE, ...whole });
    const kept = { ...whole, route: 'NATIVE_STATISTICS', solutionName: 'Mail Security', loginName: LOGIN.name };
    expect((await saveSpam(account, { hour: 8 })).settings).toMatchObject({ ...kept, hour: 8, hasPassword: true });
    const { settings } = await saveSpam(account, {
      ...{ route: 'NONE', timeZone: null, solutionName: null, login: null, expectedVersion: 2 },
    });
    expect(settings).toMatchObject({
      ...{ ...whole, hour: 8, timeZone: null, route: 'NONE', solutionName: null },
      ...{ loginName: null, hasPassword: false, loginChangedAt: null, version: 3 },
    });
    expect(await spamRow(account.id)).toMatchObject({ login_password_sealed: null, login_instance_id: null });
  });

  it('go by tickets once something says where those go', async () => {
    await saveTicketing(test, account, { isEnabled: false });
    expect(errorsOf(await saveSpam(account, { route: 'TICKET' }))).toEqual([]);
  });

  it('A4: leave in the trail what changed, and wake whoever goes by them; the same again does neither', async () => {
    await saveSpam(account, { isScheduled: true });
    expect(await takeWake(account.id)).toBe(true);
    await saveSpam(account, { day: 20, solutionName: 'Mail Security' });
    expect(await takeWake(account.id)).toBe(true);
    const [second, first] = await trail();
    expect(first?.changes).toContainEqual({ field: 'route', before: null, after: 'COMPANY_NOTE' });
    expect(second?.changes).toEqual([
      { field: 'day', before: '1', after: '20' },
      { field: 'solutionName', before: null, after: 'Mail Security' },
    ]);
    expect((await saveSpam(account, { day: 20 })).settings?.version).toBe(2);
    expect(await takeWake(account.id)).toBe(false);
    expect(await trail()).toHaveLength(2);
  });

  it('A2: are read by every role but INGEST', async () => {
    await saveSpam(account);
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const) {
      expect(await spamSettingsOf({ url: test.url, token: await account.tokenOf(role) })).toMatchObject({ version: 1 });
    }
  });
});

describe('B3, M3: when reports are due', () => {
  const next = async () => (await spamSettingsOf(account))?.nextReport;

  it('is told beforehand with the month that they report, in the time zone of the settings or the account', async () => {
    await saveSpam(account, { isScheduled: true });
    expect(await next()).toEqual({
      ...{ at: '2031-04-01T09:00:00.000Z', timeZone: 'UTC', month: '2031-03-01', day: '2031-04-01' },
    });
    await saveSpam(account, { day: 31, timeZone: 'Asia/Tokyo' });
    expect(await next()).toEqual({
      ...{ at: '2031-03-31T00:00:00.000Z', timeZone: 'Asia/Tokyo', month: '2031-02-01', day: '2031-03-31' },
    });
    await saveSpam(account, { isScheduled: false });
    expect(await next()).toBeNull();
  });

  it('never counts what was due before reports were scheduled', async () => {
    await saveSpam(account, { day: 9, isScheduled: true });
    expect(await next()).toMatchObject({ day: '2031-04-09', month: '2031-03-01' });
  });

  it('is past while reports are late, and goes on once they were begun; nobody begins a month twice', async () => {
    await saveSpam(account, { isScheduled: true });
    now = new Date('2031-04-03T00:00:00Z');
    expect(await next()).toMatchObject({ day: '2031-04-01', month: '2031-03-01' });
    expect((await Promise.all(['2031-03', '2031-03', '2031-03'].map(begin))).filter(Boolean)).toHaveLength(1);
    expect(await begin('2031-02')).toBe(false);
    expect(await next()).toMatchObject({ day: '2031-05-01', month: '2031-04-01' });
    expect((await service().find(account.caller))?.begunMonth).toBe('2031-03');
    // Other settings, and a pause, do not bring a month back.
    await saveSpam(account, { isScheduled: false });
    await saveSpam(account, { isScheduled: true, day: 20 });
    expect(await next()).toMatchObject({ day: '2031-05-20', month: '2031-04-01' });
    expect(await begin('2031-04')).toBe(true);
  });

  it('after an outage of months is that of the newest month', async () => {
    await saveSpam(account, { isScheduled: true });
    now = new Date('2031-07-15T00:00:00Z');
    expect(await next()).toMatchObject({ day: '2031-07-01', month: '2031-06-01' });
  });

  it('loses no month and doubles none when the day is changed within it', async () => {
    await saveSpam(account, { isScheduled: true, day: 5 });
    now = new Date('2031-04-06T00:00:00Z');
    await begin('2031-03');
    await saveSpam(account, { day: 20 });
    expect(await next()).toMatchObject({ day: '2031-05-20', month: '2031-04-01' });
    now = new Date('2031-05-04T00:00:00Z');
    await saveSpam(account, { day: 2 });
    expect(await next()).toMatchObject({ day: '2031-05-20', month: '2031-04-01' });
  });
});

describe('P13, T3: the password of the integrator login', () => {
  const CANARY = 'SpamCanary<7>&Zq2"fW';
  const login = async () => {
    const { id } = await test.app.services.integration.instance(account.caller);
    return service().login(account.caller, id);
  };

  it('is in no answer, audit row, log line or column, and opens for whoever sends by it', async () => {
    const canary = { ...NATIVE, login: { name: 'integrator', password: CANARY } };
    const answers = [
      await saveSpam(account, canary),
      await saveSpam(account, { login: { name: 'integrator', password: `${CANARY}2` } }),
      await saveSpam(account, { login: { name: 'integrator', password: `${CANARY}\u0007` } }),
      await saveSpam(account, { ...canary, expectedVersion: 9 }),
      await trail(),
    ];
    const rows = await sql<{ line: string }>('SELECT s::text AS line FROM spam_settings s WHERE account_id = $1', [
      account.id,
    ]);
    const told = JSON.stringify([answers, rows, test.logs]);
    for (const form of [CANARY, JSON.stringify(CANARY).slice(1, -1), Buffer.from(CANARY).toString('base64')]) {
      expect(told).not.toContain(form);
    }
    expect(answers[1]).toMatchObject({ settings: { loginName: 'integrator', hasPassword: true, version: 2 } });
    const [second, first] = await trail();
    expect(first?.changes).toContainEqual({ field: 'loginPassword', before: null, after: 'changed' });
    expect(second?.changes).toEqual([{ field: 'loginPassword', before: 'changed', after: 'changed' }]);
    const found = given(await login());
    expect(found).toMatchObject({ solutionName: 'Mail Security', name: 'integrator' });
    expect(found.password.reveal()).toBe(`${CANARY}2`);
    expect(JSON.stringify(await service().find(account.caller))).not.toMatch(/v1\.test\./);
  });

  it('is taken away by null, and that is in the trail', async () => {
    await saveSpam(account, NATIVE);
    await saveSpam(account, { route: 'NONE', login: null });
    const [second] = await trail();
    expect(second?.changes).toContainEqual({ field: 'loginPassword', before: 'changed', after: null });
    expect(await login()).toBeUndefined();
    expect(errorsOf(await saveSpam(account, { login: null }))).toEqual([]);
    expect(await trail()).toHaveLength(2);
  });

  it('does not open in another account, nor when it was changed', async () => {
    await saveSpam(account, NATIVE);
    const other = await test.account();
    await other.integration();
    await saveSpam(other, NATIVE);
    const sealed = (await spamRow(other.id))?.['login_password_sealed'];
    await sql('UPDATE spam_settings SET login_password_sealed = $2 WHERE account_id = $1', [account.id, sealed]);
    await expect(login()).rejects.toMatchObject({ problems: [{ code: 'CREDENTIAL_LOCKED', field: ['login'] }] });
    expect(errorsOf(await saveSpam(account, { login: LOGIN }))).toEqual([]);
    expect((await login())?.password.reveal()).toBe(LOGIN.password);
  });

  it('T4: goes to no other ConnectWise than the one it was entered for', async () => {
    await saveSpam(account, NATIVE);
    await account.integration({ loginCompanyId: 'othermsp', isEnabled: false, instanceChange: 'OTHER_DATA' });
    expect(await login()).toBeUndefined();
    expect(errorsOf(await saveSpam(account, { day: 3 }))).toEqual(['NOT_CONFIGURED login']);
    expect(errorsOf(await saveSpam(account, { day: 3, login: LOGIN }))).toEqual([]);
    expect(await login()).toMatchObject({ name: LOGIN.name });
  });
});
