import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, map, save, settingsOf, tryOut, verify } from '../support/calls.js';
import { checkHealth, healthOf, work } from '../support/health.js';
import { type Replica, startReplica } from '../support/replica.js';
import { type SealedRow, sealedOf, sql } from '../support/rows.js';

let test: TestApp;
let foreign: Sandbox;
let server: Replica;
beforeAll(async () => {
  test = await startTestApp();
  foreign = await startSandbox({ companies: 10 });
  server = await startReplica(test, { reaches: [test.sandbox, foreign] });
});
afterAll(async () => {
  await test.close();
  await foreign.close();
});
beforeEach(() => {
  test.sandbox.journal.clear();
  foreign.journal.clear();
});

async function saved(input: object = {}): Promise<SeedAccount> {
  const account = server.at(await test.account());
  await account.integration(input);
  test.sandbox.journal.clear();
  return account;
}

describe('T4: a stored key', () => {
  const changes: readonly (readonly [string, () => object, readonly string[]])[] = [
    ['another site', () => ({ site: foreign.url }), ['publicKey', 'privateKey']],
    ['another login company id', () => ({ loginCompanyId: 'SandboxMSP' }), ['publicKey', 'privateKey']],
    ['another site and public key', () => ({ site: foreign.url, publicKey: 'mine' }), ['privateKey']],
    ['another site and private key', () => ({ site: foreign.url, privateKey: 'mine' }), ['publicKey']],
    ['another scheme', () => ({ site: test.sandbox.url.replace('http:', 'https:') }), ['publicKey', 'privateKey']],
    ['another port', () => ({ site: `http://127.0.0.1:${foreign.port}` }), ['publicKey', 'privateKey']],
  ];

  it.each(changes)('T4, S5: is not sent by a test with %s', async (_what, input, missing) => {
    const account = await saved();

    const answer = await tryOut(account, input());

    expect(errorsOf(answer)).toEqual(missing.map((field) => `INVALID ${field}`));
    expect(answer.report).toBeNull();
    expect([test.sandbox.journal.total, foreign.journal.total]).toEqual([0, 0]);
  });

  it.each(changes)('T4, S5: is not sent by saving %s, enabled or as a draft', async (_what, input, missing) => {
    const account = await saved();
    const before = await settingsOf(account);

    for (const isEnabled of [true, false]) {
      const answer = await save(account, { ...input(), isEnabled, instanceChange: 'OTHER_DATA' });
      expect(errorsOf(answer)).toEqual(missing.map((field) => `INVALID ${field}`));
    }

    expect(await settingsOf(account)).toEqual(before);
    expect([test.sandbox.journal.total, foreign.journal.total]).toEqual([0, 0]);
  });

  it('T4: is not sent elsewhere by clearing the site first and entering another one later', async () => {
    const account = await saved();
    await save(account, { site: null, isEnabled: false });

    expect(errorsOf(await save(account, { site: foreign.url }))).toEqual(['INVALID publicKey', 'INVALID privateKey']);
    expect(errorsOf(await tryOut(account, { site: foreign.url }))).toEqual(['INVALID publicKey', 'INVALID privateKey']);
    await save(account, { loginCompanyId: null });
    await save(account, { site: foreign.url });
    const answer = await save(account, { loginCompanyId: account.values.loginCompanyId });

    expect(errorsOf(answer)).toEqual(['INVALID publicKey', 'INVALID privateKey']);
    expect(foreign.journal.total).toBe(0);
  });

  it('is used again for the host and login company id it was saved with, however they are written', async () => {
    const account = await saved();

    const answer = await tryOut(account, { site: `${test.sandbox.url}/v4_6_release/apis/3.0` });

    expect(answer.report?.isHealthy).toBe(true);
  });

  it.each([true, false])('stays with its host when an answer names another one (cloud: %s)', async (cloud) => {
    test.sandbox.settings.cloud = cloud;
    test.sandbox.settings.siteUrl = new URL(foreign.url).host;
    const account = server.at(await test.account());

    const answer = await save(account, { ...account.values, isEnabled: true });
    const seen = await verify(account, test.sandbox.landmarks.inactive.identifier);
    test.sandbox.settings.cloud = false;
    test.sandbox.settings.siteUrl = null;

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.report?.apiBaseUrl).toBe(`${test.sandbox.url}/v2025_1/apis/3.0`);
    expect(seen.verification?.outcome).toBe('INACTIVE');
    expect(foreign.journal.total).toBe(0);
  });

  it.each([true, false])(
    'stays with its host in the check and in work when the answer changes later (cloud: %s)',
    async (cloud) => {
      const account = await saved();
      test.sandbox.settings.cloud = cloud;
      test.sandbox.settings.siteUrl = new URL(foreign.url).host;
      // Makes the address that is remembered wrong, so that work asks for it anew.
      test.sandbox.settings.codebase = 'v2025_2';

      const outcomes = [await work(server.app, account), await work(server.app, account)];
      await checkHealth({ ...test, app: server.app }, account);
      const { report } = await tryOut(account);
      Object.assign(test.sandbox.settings, { cloud: false, siteUrl: null, codebase: 'v2025_1' });

      expect(outcomes).toEqual(['done', 'done']);
      expect(report).toMatchObject({ isHealthy: true, apiBaseUrl: `${test.sandbox.url}/v2025_2/apis/3.0` });
      expect((await healthOf(account)).phase).toBe('HEALTHY');
      expect(foreign.journal.total).toBe(0);
    },
  );

  it.each([301, 302, 307, 308] as const)('F8: does not follow a redirect with status %d', async (status) => {
    const account = server.at(await test.account());
    for (const route of ['/login/companyinfo/*', '/system/info', '/company/companies']) {
      const rule = test.sandbox.faults.add({
        route,
        times: null,
        fault: { kind: 'redirect', status, location: `${foreign.url}/v4_6_release/apis/3.0${route}` },
      });
      await save(account, { ...account.values, isEnabled: false });
      test.sandbox.faults.remove(rule.id);
    }

    expect(foreign.journal.total).toBe(0);
  });

  it('F8: does not follow a redirect in the check or in work either', async () => {
    const account = await saved();
    const location = `${foreign.url}/v4_6_release/apis/3.0/company/companies`;
    test.sandbox.faults.add({ times: null, fault: { kind: 'redirect', location } });

    const outcome = await work(server.app, account);
    await checkHealth({ ...test, app: server.app }, account);
    test.sandbox.faults.clear();

    expect([outcome, (await healthOf(account)).phase]).toEqual(['redirect', 'FAILING']);
    expect(foreign.journal.total).toBe(0);
  });

  it('S5: testing stores nothing', async () => {
    const account = server.at(await test.account());
    expect((await tryOut(account, account.values)).report?.isHealthy).toBe(true);
    expect(await settingsOf(account)).toBeNull();

    const owner = await saved();
    const before = await settingsOf(owner);
    await tryOut(owner, { privateKey: 'another one' });
    await tryOut(owner, { clientId: '5a2db0c5-0000-4000-8000-000000000000' });
    expect(await settingsOf(owner)).toEqual(before);
  });
});

type Tampering = (own: SealedRow, other: SealedRow) => readonly [string | null, string | null];
const flip = (text: string | null, at: number) => {
  const characters = [...(text ?? '')];
  characters[at] = characters[at] === 'A' ? 'B' : 'A';
  return characters.join('');
};

describe('P14: sealed keys', () => {
  const moves: readonly (readonly [string, Tampering])[] = [
    ["another account's keys", (_own, other) => [other.public_key_sealed, other.private_key_sealed]],
    ["another account's private key", (own, other) => [own.public_key_sealed, other.private_key_sealed]],
    ['the two keys of the account swapped', (own) => [own.private_key_sealed, own.public_key_sealed]],
    ['the public key in both fields', (own) => [own.public_key_sealed, own.public_key_sealed]],
    [
      'one changed character',
      (own) => [own.public_key_sealed, flip(own.private_key_sealed, -4 + (own.private_key_sealed ?? '').length)],
    ],
    ['a cut value', (own) => [own.public_key_sealed, (own.private_key_sealed ?? '').slice(0, -8)]],
    ['the value of one key behind the data key of the other', (own) => [own.public_key_sealed, spliced(own)]],
    ['a text that is no sealed value', (own) => [own.public_key_sealed, 'SandboxPrivatKey']],
    ['an empty text', (own) => [own.public_key_sealed, '']],
  ];

  function spliced({ public_key_sealed: one, private_key_sealed: two }: SealedRow): string {
    return [...(two ?? '').split('.').slice(0, 3), (one ?? '').split('.')[3]].join('.');
  }

  it.each(moves)('do not open with %s: CREDENTIAL_LOCKED, and nothing is sent', async (_what, tamper) => {
    const [account, other] = [await saved(), await saved()];
    const user = await (await account.source()).user();
    const keys = tamper(await sealedOf(account.id), await sealedOf(other.id));
    await sql('UPDATE integration_settings SET public_key_sealed = $2, private_key_sealed = $3 WHERE account_id = $1', [
      account.id,
      ...keys,
    ]);
    test.sandbox.journal.clear();

    const { identifier } = test.sandbox.landmarks.ordinary[0];
    const told = [
      await tryOut(account),
      await verify(account, identifier),
      await map(account, { userId: user.id, company: { identifier } }),
      await save(account, { clientId: test.sandbox.credentials.clientId }),
    ];

    expect(told.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      told.map(() => ['CREDENTIAL_LOCKED']),
    );
    expect(test.sandbox.journal.total).toBe(0);
    expect((await tryOut(other)).report?.isHealthy).toBe(true);
  });

  it('that do not open can still be turned off, and replaced by entering both again', async () => {
    const account = await saved();
    await sql("UPDATE integration_settings SET private_key_sealed = 'v1.test.AA.AA' WHERE account_id = $1", [
      account.id,
    ]);

    expect(errorsOf(await save(account, { isEnabled: false }))).toEqual([]);
    expect(errorsOf(await save(account, { isEnabled: true }))).toEqual(['CREDENTIAL_LOCKED privateKey']);
    const { publicKey, privateKey } = account.values;
    expect(errorsOf(await save(account, { publicKey, privateKey, isEnabled: true }))).toEqual([]);
    expect((await tryOut(account)).report?.isHealthy).toBe(true);
  });
});
