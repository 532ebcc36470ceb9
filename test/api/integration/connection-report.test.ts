import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHECK_SUBJECTS } from '../../../src/connectwise/connection-report.js';
import type { Levels } from '../../../src/sandbox/permissions.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ConnectWiseSetupDocument, type TestConnectionInput } from '../operations.generated.js';
import { errorsOf, given, save, tryOut } from '../support/calls.js';
import { expectOnlyReads } from '../support/only-reads.js';
import { startReplica } from '../support/replica.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  test.sandbox.permissions.reset();
  test.sandbox.journal.clear();
  account = await test.account();
});

afterEach(() => expectOnlyReads(test.sandbox));

const NETWORK = 'POLICY DNS CONNECT TLS COMPANY_KNOWN KEYS CLIENT_ID READ_COMPANIES'.split(' ');
const report = async (input: TestConnectionInput = {}, asker: SeedAccount = account) =>
  given((await tryOut(asker, { ...asker.values, ...input })).report);
type Report = Awaited<ReturnType<typeof report>>;
const check = ({ checks }: Report, subject: string) => given(checks.find((one) => one.subject === subject));
const failed = ({ checks }: Report) =>
  checks.filter(({ outcome }) => outcome === 'FAILED').map(({ subject, cause }) => `${subject} ${cause}`);

describe('S8: the report', () => {
  it('lists every check of the requirement once, in its order', async () => {
    const capabilities =
      'READ_COMPANIES READ_AGREEMENTS WRITE_ADDITIONS READ_CATALOG READ_BOARDS WRITE_TICKETS CLOSE_TICKETS COMPANY_NOTES DOCUMENTS CALLBACKS SUMMARY_REPORTS NATIVE_STATISTICS';

    const { checks } = await report();

    expect(checks.map(({ subject }) => subject)).toEqual([...NETWORK.slice(0, 7), ...capabilities.split(' ')]);
    expect(CHECK_SUBJECTS).toEqual(checks.map(({ subject }) => subject));
    for (const { outcome, cause, message } of checks) {
      expect(message).toMatch(/^[A-Z].{10,}\.$/);
      expect(cause === null).toBe(outcome === 'PASSED');
    }
  });

  it('tells version, region and where the server is when it went well', async () => {
    expect(await report()).toMatchObject({
      ...{ isHealthy: true, isCloud: false, apiBaseUrl: `${test.sandbox.url}/v2025_1/apis/3.0` },
      ...{ version: expect.stringMatching(/^v2025\.1/), region: null },
    });
    test.sandbox.settings.cloud = true;
    test.sandbox.settings.isCloudAsText = true;
    const cloud = await report();
    test.sandbox.settings.cloud = false;
    test.sandbox.settings.isCloudAsText = false;
    expect(cloud).toMatchObject({ isHealthy: true, isCloud: true, region: expect.any(String) });
  });

  it('skips what comes after a failure and says which one', async () => {
    const { checks } = await report({ loginCompanyId: 'nobody' });

    expect(checks.slice(5).every(({ outcome, cause }) => outcome === 'SKIPPED' && cause === 'EARLIER_CHECK')).toBe(
      true,
    );
    expect(checks[5]?.message).toContain('login company id');
  });

  it('S9: changes nothing in ConnectWise and only reads', async () => {
    await report();
    await report({ privateKey: 'wrong' });

    expect(test.sandbox.journal.changes).toBe(0);
    expect(test.sandbox.journal.total).toBeGreaterThan(5);
    expect(new Set(test.sandbox.journal.entries.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});

describe('S8: the cause', () => {
  it.each<[string, TestConnectionInput, string]>([
    ['a site that is none', { site: 'https://' }, 'POLICY SITE_INVALID'],
    ['an address that is not allowed', { site: 'https://10.0.0.1' }, 'POLICY ADDRESS_FORBIDDEN'],
    ['http that is not allowed', { site: 'http://psa.example.com' }, 'POLICY HTTP_FORBIDDEN'],
    ['F1: a name that does not exist', { site: 'does-not-exist.invalid' }, 'DNS NAME_NOT_RESOLVED'],
    ['an unknown login company id', { loginCompanyId: 'nobody' }, 'COMPANY_KNOWN UNKNOWN_LOGIN_COMPANY_ID'],
    ['a login company id in other letters', { loginCompanyId: 'SandboxMSP' }, 'COMPANY_KNOWN UNKNOWN_LOGIN_COMPANY_ID'],
    ['a login company id that cannot be sent', { loginCompanyId: 'a+b' }, 'COMPANY_KNOWN LOGIN_COMPANY_ID_INVALID'],
    ['a wrong private key', { privateKey: 'wrong' }, 'KEYS WRONG_KEYS'],
    ['a wrong public key', { publicKey: 'wrong' }, 'KEYS WRONG_KEYS'],
    ['a key that cannot be sent', { publicKey: 'a:b' }, 'KEYS KEYS_INVALID'],
    ['no key', { privateKey: null }, 'KEYS KEYS_INVALID'],
    ['an unknown clientId', { clientId: '5a2db0c5-0000-4000-8000-000000000000' }, 'CLIENT_ID CLIENT_ID_REFUSED'],
    ['a clientId that cannot be sent', { clientId: 'no guid' }, 'CLIENT_ID CLIENT_ID_REFUSED'],
    ['an unreadable custom CA', { site: 'https://127.0.0.1:1', customCa: 'no PEM' }, 'POLICY ADDRESS_FORBIDDEN'],
  ])('is told apart: %s', async (_what, input, expected) => {
    const found = await report(input);

    expect(failed(found)).toEqual([expected]);
    expect(found.isHealthy).toBe(false);
  });

  it('is told apart: F1: a closed port', async () => {
    const gone = await startSandbox({ companies: 10 });
    await gone.close();
    const server = await startReplica(test, { reaches: [gone] });

    const found = await report({ site: gone.url }, server.at(account));
    await server.close();

    expect(failed(found)).toEqual(['CONNECT REFUSED']);
  });

  it('is told apart: F9: plain http where TLS is spoken to', async () => {
    const found = await report({ site: test.sandbox.url.replace('http:', 'https:') });

    expect(failed(found)).toEqual(['TLS TLS_PLAIN_HTTP']);
    expect(check(found, 'TLS').message).toContain(test.sandbox.url);
  });

  it('is told apart: F9: a custom CA that cannot be read, at its own field', async () => {
    const site = test.sandbox.url.replace('http:', 'https:');
    const answer = await save(account, { ...account.values, site, customCa: 'no PEM', isEnabled: true });

    expect(failed(given(answer.report))).toEqual(['TLS TLS_UNREADABLE_CA']);
    expect(errorsOf(answer)).toEqual(['CONNECTWISE_TLS customCa']);
  });

  it('is told apart: F9: https that ConnectWise demands', async () => {
    test.sandbox.settings.sslRequired = true;
    const answer = await save(account, { ...account.values, isEnabled: true });
    test.sandbox.settings.sslRequired = false;

    expect(failed(given(answer.report))).toEqual(['TLS PLAIN_HTTP_REFUSED']);
    expect(errorsOf(answer)).toEqual(['CONNECTWISE_TLS site']);
  });

  it.each([400, 401, 403] as const)('is told apart: a refused clientId with status %d', async (status) => {
    test.sandbox.settings.clientIdStatus = status;
    const found = await report({ clientId: '5a2db0c5-0000-4000-8000-000000000000' });
    test.sandbox.settings.clientIdStatus = 403;

    expect(failed(found)).toEqual(['CLIENT_ID CLIENT_ID_REFUSED']);
    expect(check(found, 'KEYS').outcome).toBe('NOT_PROVABLE');
  });

  it('P10: of silence before the handshake is a time-out, told in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const server = await startReplica(test, { environment: { CONNECTWISE_ALLOWED_HOSTS: `127.0.0.1:${port}` } });

    const found = await report({ site: `https://127.0.0.1:${port}` }, server.at(account));
    await server.close();
    silent.close();

    expect(failed(found)).toEqual(['TLS TIMEOUT']);
  });
});

describe('S8: a missing right', () => {
  const none: Partial<Levels> = { add: 'None', edit: 'None', inquire: 'None' };
  it.each<[string, string, string, string]>([
    ['READ_COMPANIES', 'Companies', 'Company Maintenance', 'Inquire: All'],
    ['READ_AGREEMENTS', 'Finance', 'Agreements', 'Inquire: All'],
    ['WRITE_ADDITIONS', 'Finance', 'Agreements', 'Add: All, Edit: All'],
    ['READ_CATALOG', 'Procurement', 'Product Catalog', 'Inquire: All'],
    ['WRITE_TICKETS', 'Service Desk', 'Service Tickets', 'Add: All, Edit: All, Inquire: All'],
    ['CLOSE_TICKETS', 'Service Desk', 'Close Service Tickets', 'Edit: All'],
    ['COMPANY_NOTES', 'Companies', 'Company Maintenance', 'Add: All, Edit: All'],
    ['SUMMARY_REPORTS', 'Companies', 'Company Maintenance', 'Add: All, Edit: All, Inquire: All'],
    ['DOCUMENTS', 'Companies', 'Manage Attachments', 'Add: All, Delete: All, Inquire: All'],
    ['CALLBACKS', 'System', 'Table Setup', 'Add: All, Edit: All, Delete: All'],
  ])('for %s names the role row and level to change', async (subject, module, name, level) => {
    test.sandbox.permissions.set(name, none);

    const one = check(await report(), subject);

    expect(one).toMatchObject({ outcome: 'FAILED', cause: 'PERMISSION', role: { module, function: name, level } });
    for (const word of [module, name, level]) expect(one.message).toContain(word);
  });

  it.each(['forbidden', 'missing'] as const)(
    'S9: is not provable, never failed, where the rights are %s',
    async (answer) => {
      test.sandbox.permissions.mySecurity = answer;

      const found = await report();

      const writes = [
        'WRITE_ADDITIONS',
        'WRITE_TICKETS',
        'CLOSE_TICKETS',
        'COMPANY_NOTES',
        'DOCUMENTS',
        'CALLBACKS',
        'SUMMARY_REPORTS',
      ];
      expect(writes.map((subject) => check(found, subject).outcome)).toEqual(writes.map(() => 'NOT_PROVABLE'));
      expect(failed(found)).toEqual([]);
      expect(found.isHealthy).toBe(true);
    },
  );
});

describe('S16: a server without a clientId', () => {
  it('starts, and testing and enabling answer how to register one, which kind, and which variable to set', async () => {
    const server = await startReplica(test, { environment: { CONNECTWISE_CLIENT_ID: '' } });
    const owner = server.at(account);

    const found = await report({}, owner);
    const saved = await save(owner, { ...owner.values, isEnabled: true });
    const draft = await save(owner, { ...owner.values, isEnabled: false });
    const sentBefore = test.sandbox.journal.entries;
    const own = await save(owner, { clientId: test.sandbox.credentials.clientId, isEnabled: true });
    await server.close();

    expect(failed(found)).toEqual(['CLIENT_ID CLIENT_ID_MISSING']);
    expect(errorsOf(saved)).toEqual(['NOT_CONFIGURED clientId']);
    for (const told of [check(found, 'CLIENT_ID').message, saved.userErrors[0]?.message]) {
      for (const word of ['developer.connectwise.com', 'private', 'public', 'CONNECTWISE_CLIENT_ID'])
        expect(told).toContain(word);
    }
    expect(errorsOf(draft)).toEqual([]);
    expect(errorsOf(own)).toEqual([]);
    // Without a clientId no key is sent anywhere.
    expect(sentBefore.every(({ withCredentials }) => !withCredentials)).toBe(true);
  });
});

it('S13: the help tells the steps in ConnectWise’s words, the least role, and that the private key is shown once', async () => {
  const reader = { url: account.url, token: await account.tokenOf('READER') };
  const { connectWiseSetup } = await ask(reader, ConnectWiseSetupDocument);
  const { steps, role } = given(connectWiseSetup);
  const text = steps.map((step) => `${step.title} ${step.text}`).join(' ');

  const words = [
    'API Members',
    'API Keys',
    'New Item',
    'Description',
    'Save',
    'copy both keys',
    'user name and a password',
    'once',
    'new entry',
  ];
  expect(words.filter((word) => !text.includes(word))).toEqual([]);
  expect(
    words
      .slice(0, 6)
      .map((word) => text.indexOf(word, text.indexOf('Make a key pair') * Number(word !== 'API Members'))),
  ).not.toContain(-1);
  const companies = role.filter((row) => row.function === 'Company Maintenance');
  expect(companies).toMatchObject([{ module: 'Companies', level: expect.stringContaining('Inquire: All') }]);
  expect(new Set(role.map((row) => `${row.module} ${row.function}`)).size).toBe(role.length);
  const known = test.sandbox.permissions.rows().map((row) => `${row.module} ${row.function}`);
  expect(role.filter((row) => !known.includes(`${row.module} ${row.function}`))).toEqual([]);
});
