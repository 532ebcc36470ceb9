import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, given, save, settingsOf, tryOut } from '../support/calls.js';
import { type Replica, startReplica } from '../support/replica.js';

let now = new Date('2026-03-01T08:00:00Z');
const clock = { now: () => now };
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

let test: TestApp;
let other: Replica;
beforeAll(async () => {
  test = await startTestApp({ clock });
  other = await startReplica(test, { clock });
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.journal.clear();
});

const FIELDS = ['site', 'loginCompanyId', 'publicKey', 'privateKey'] as const;

describe('S7: enabling with something missing', () => {
  it('gives one error per missing field, all at once, and saves nothing', async () => {
    const account = await test.account();

    const answer = await save(account, { isEnabled: true });

    expect(errorsOf(answer)).toEqual(FIELDS.map((field) => `NOT_CONFIGURED ${field}`));
    expect(answer).toMatchObject({ integration: null, report: null });
    expect(await settingsOf(account)).toBeNull();
  });

  it.each(FIELDS)('tells %s alone when only that is missing', async (field) => {
    const account = await test.account();

    const answer = await save(account, { ...account.values, [field]: undefined, isEnabled: true });

    expect(errorsOf(answer)).toEqual([`NOT_CONFIGURED ${field}`]);
    expect(await settingsOf(account)).toBeNull();
    expect(test.sandbox.journal.total).toBe(0);
  });

  it.each(FIELDS)('tells a blank %s as missing', async (field) => {
    const account = await test.account();

    expect(errorsOf(await save(account, { ...account.values, [field]: '  ', isEnabled: true }))).toEqual([
      `NOT_CONFIGURED ${field}`,
    ]);
  });

  it.each(FIELDS)('tells a cleared %s alone, and the enabled settings stay', async (field) => {
    const account = await test.account();
    await account.integration();
    const before = await settingsOf(account);

    const answer = await save(account, { [field]: null });

    expect(errorsOf(answer)).toEqual([`NOT_CONFIGURED ${field}`]);
    expect(await settingsOf(account)).toEqual(before);
  });
});

describe('Saving', () => {
  it('keeps what is absent', async () => {
    const account = await test.account();
    await account.integration();
    const before = given(await settingsOf(account));

    const { integration } = await save(account, { clientId: test.sandbox.credentials.clientId });

    expect(integration).toMatchObject({
      isEnabled: true,
      access: { ...before.access, clientId: test.sandbox.credentials.clientId },
      version: before.version + 1,
    });
  });

  it.each([
    ['site', { site: null }],
    ['loginCompanyId', { loginCompanyId: null }],
    ['publicKey', { publicKeyHint: null }],
    ['privateKey', { hasPrivateKey: false }],
    ['customCa', { customCa: null }],
    ['clientId', { clientId: null }],
  ])('clears %s of a draft by null', async (field, cleared) => {
    const account = await test.account();
    const { clientId } = test.sandbox.credentials;
    const before = await save(account, { ...account.values, clientId, customCa: 'a note', isEnabled: false });

    const answer = await save(account, { [field]: null });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.integration?.access).toEqual({
      ...before.integration?.access,
      ...cleared,
      keysChangedAt: expect.any(String),
    });
  });

  it('T9: refuses characters that would change the credential, each at its field, and stores nothing', async () => {
    const account = await test.account();
    const values = { loginCompanyId: 'msp+x', publicKey: 'pub:lic', privateKey: 'pri\nvate', clientId: 'no guid\r\n' };

    const answer = await save(account, { site: test.sandbox.url, ...values, isEnabled: false });

    expect(errorsOf(answer)).toEqual([
      'INVALID loginCompanyId',
      'INVALID publicKey',
      'INVALID privateKey',
      'INVALID clientId',
    ]);
    expect(await settingsOf(account)).toBeNull();
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('takes values with the blanks around them that pasting leaves', async () => {
    const account = await test.account();
    const { site, loginCompanyId, publicKey, privateKey } = account.values;
    const pasted = { site: ` ${site}\n`, loginCompanyId: `\t${loginCompanyId}`, publicKey: `${publicKey}\r\n` };

    const answer = await save(account, { ...pasted, privateKey: ` ${privateKey} `, isEnabled: true });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.integration?.access.publicKeyHint).toBe(publicKey.slice(-4));
  });

  it('refuses a custom CA that is too long', async () => {
    const account = await test.account();

    expect(errorsOf(await save(account, { customCa: 'x'.repeat(65_537) }))).toEqual(['INVALID customCa']);
  });
});

describe('S6: saving enabled settings that fail', () => {
  it('is refused with the report, and the last working settings stay', async () => {
    const account = await test.account();
    await account.integration();
    const before = await settingsOf(account);

    const answer = await save(account, { privateKey: 'not the right one' });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED privateKey']);
    expect(answer.report).toMatchObject({ isHealthy: false });
    expect(answer.report?.checks.find(({ outcome }) => outcome === 'FAILED')?.cause).toBe('WRONG_KEYS');
    expect(answer.integration).toEqual(before);
    expect(await settingsOf(account)).toEqual(before);
    expect((await tryOut(account)).report?.isHealthy).toBe(true);
  });

  it('leaves nothing when there were none', async () => {
    const account = await test.account();

    const answer = await save(account, { ...account.values, loginCompanyId: 'somebody-else', isEnabled: true });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED loginCompanyId']);
    expect(answer.integration).toBeNull();
    expect(await settingsOf(account)).toBeNull();
  });

  it('is not refused for a missing capability other than reading companies', async () => {
    test.sandbox.permissions.set('Agreements', { inquire: 'None', add: 'None', edit: 'None' });
    const account = await test.account();
    const lacking = await save(account, { ...account.values, isEnabled: true });
    test.sandbox.permissions.set('Company Maintenance', { inquire: 'None' });
    const second = await test.account();
    const blocked = await save(second, { ...second.values, isEnabled: true });
    test.sandbox.permissions.reset();

    expect(errorsOf(lacking)).toEqual([]);
    expect(lacking.integration?.lastReport?.isHealthy).toBe(true);
    expect(errorsOf(blocked)).toEqual(['CONNECTWISE_DENIED']);
    expect(blocked.userErrors[0]?.message).toContain('Company Maintenance');
  });
});

describe('S6: saving a disabled draft', () => {
  it('keeps an incomplete one without asking anybody', async () => {
    const account = await test.account();

    const answer = await save(account, { site: test.sandbox.url, publicKey: 'only this' });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer).toMatchObject({ report: null, integration: { isEnabled: false, lastReport: null } });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('tests a complete one, tells the report, and keeps it although the test failed', async () => {
    const account = await test.account();

    const answer = await save(account, { ...account.values, privateKey: 'not the right one', isEnabled: false });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.report).toMatchObject({ isHealthy: false });
    expect(answer.integration).toMatchObject({ isEnabled: false, lastReport: { isHealthy: false } });
  });

  it('is kept also when the account has tested too often to test again', async () => {
    const account = await test.account();
    const drafts = Array.from({ length: 8 }, (_, at) => `wrong key ${at}`);
    for (const privateKey of drafts) {
      expect(errorsOf(await save(account, { ...account.values, privateKey, isEnabled: false }))).toEqual([]);
    }
  });
});

describe('S6: values that passed a test', () => {
  it('are not tested again within ten minutes, on this or another replica', async () => {
    const account = await test.account();
    expect((await tryOut(account, account.values)).report?.isHealthy).toBe(true);
    const asked = test.sandbox.journal.total;
    pass(599);

    const first = await save(other.at(account), { ...account.values, isEnabled: true });
    const second = await save(account, { isEnabled: true });

    expect([...errorsOf(first), ...errorsOf(second)]).toEqual([]);
    expect([first.report, second.report]).toEqual([null, null]);
    expect(first.integration?.lastReport?.isHealthy).toBe(true);
    expect(asked).toBeGreaterThan(0);
    expect(test.sandbox.journal.total).toBe(asked);
  });

  it('are tested again after ten minutes', async () => {
    const account = await test.account();
    await account.integration();
    const asked = test.sandbox.journal.total;
    pass(601);

    const { report } = await save(account, { isEnabled: true });

    expect(report?.isHealthy).toBe(true);
    expect(test.sandbox.journal.total).toBeGreaterThan(asked);
  });

  it.each(['publicKey', 'privateKey', 'loginCompanyId', 'customCa', 'clientId'])(
    'are other values as soon as %s differs',
    async (field) => {
      const account = await test.account();
      await tryOut(account, account.values);
      const asked = test.sandbox.journal.total;

      await save(account, { ...account.values, [field]: '5a2db0c5-0000-4000-8000-000000000000', isEnabled: true });

      expect(test.sandbox.journal.total + Number(field === 'customCa')).toBeGreaterThan(asked);
    },
  );

  it('count for the account that tested them alone', async () => {
    const [one, two] = [await test.account(), await test.account()];
    await tryOut(one, one.values);
    const asked = test.sandbox.journal.total;

    expect((await save(two, { ...two.values, isEnabled: true })).report).not.toBeNull();
    expect(test.sandbox.journal.total).toBeGreaterThan(asked);
  });

  it('count as untested when the test failed', async () => {
    const account = await test.account();
    const wrong = { ...account.values, privateKey: 'not the right one' };
    await tryOut(account, wrong);
    test.sandbox.journal.clear();

    expect(errorsOf(await save(account, { ...wrong, isEnabled: true }))).toEqual(['CONNECTWISE_DENIED privateKey']);
    expect(test.sandbox.journal.total).toBeGreaterThan(0);
  });
});
