import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CheckSubject } from '../../src/connectwise/connection-report.js';
import { testConnection } from '../../src/connectwise/connection-test.js';
import type { ConnectionTestInput } from '../../src/connectwise/connection-test-input.js';
import { Secret } from '../../src/shared/secret.js';
import { BASIC, CANARY, memoryLogger, policyFor } from './support/client.js';
import {
  check,
  closeFarSides,
  farSide,
  INPUT,
  outcomes,
  play,
  runTest,
  startPlayed,
} from './support/connection-test.js';
import { COMPANY_INFO, json, startFarSide } from './support/far-side.js';

afterEach(closeFarSides);

describe('a connection test', () => {
  it('lists every check in order and says what it learned', async () => {
    const report = await runTest({});
    expect(report.checks.map(({ subject }) => subject)).toEqual([
      ...['POLICY', 'DNS', 'CONNECT', 'TLS', 'COMPANY_KNOWN', 'KEYS', 'CLIENT_ID', 'READ_COMPANIES', 'READ_AGREEMENTS'],
      ...[
        'WRITE_ADDITIONS',
        'READ_CATALOG',
        'READ_BOARDS',
        'WRITE_TICKETS',
        'CLOSE_TICKETS',
        'COMPANY_NOTES',
        'DOCUMENTS',
        'CALLBACKS',
        'SUMMARY_REPORTS',
        'NATIVE_STATISTICS',
      ],
    ]);
    // Over plain http there is no TLS to check.
    expect(outcomes(report)).toBe(`PASS PASS PASS SKIP ${Array(14).fill('PASS').join(' ')} SKIP`);
    expect(report).toMatchObject({ isHealthy: true, version: 'v2025.1.10333', region: 'EU', isCloud: false });
    expect(report.apiBaseUrl).toBe(`http://${farSide().host}/v2025_1/apis/3.0`);
  });

  it('makes a handful of calls, all of them reads', async () => {
    await runTest({});
    expect(farSide().seen.length).toBeLessThanOrEqual(7);
    expect(new Set(farSide().seen.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('holds no secret', async () => {
    const report = JSON.stringify(
      await runTest({ system: (_request, response) => json(response, { message: BASIC }, 401) }),
    );
    for (const secret of [...Object.values(CANARY), BASIC]) expect(report).not.toContain(secret);
  });
});

describe('a failed check', () => {
  it.each<[string, string, CheckSubject, string]>([
    ['a site that is not a host', 'https://psa.example.com/login', 'POLICY', 'SITE_INVALID'],
    ['an address that is not allowed', 'https://10.0.0.1', 'POLICY', 'ADDRESS_FORBIDDEN'],
    ['http that is not allowed', 'http://psa.example.com', 'POLICY', 'HTTP_FORBIDDEN'],
  ])('is the policy for %s', async (_what, site, subject, cause) => {
    const report = await runTest({}, { site });
    expect(check(report, subject)).toMatchObject({ outcome: 'FAILED', cause });
    expect(outcomes(report)).toBe(`FAIL ${Array(18).fill('SKIP').join(' ')}`);
    expect(report.checks[1]).toMatchObject({ cause: 'EARLIER_CHECK', message: expect.stringContaining('the site') });
    expect(farSide().seen).toEqual([]);
  });

  it('is the policy for a name that leads inside', async () => {
    const report = await testWith({ site: 'psa.example.com' }, async () => ['10.0.0.1']);
    expect(check(report, 'POLICY')).toMatchObject({
      outcome: 'FAILED',
      cause: 'ADDRESS_FORBIDDEN',
      message: expect.stringContaining('CONNECTWISE_ALLOWED_HOSTS must list psa.example.com.'),
    });
  });

  it('is DNS for a name that does not exist', async () => {
    const report = await testWith({ site: 'psa.example.com' }, async () => []);
    expect(outcomes(report)).toMatch(/^PASS FAIL SKIP/);
    expect(check(report, 'DNS')).toMatchObject({ cause: 'NAME_NOT_RESOLVED' });
  });

  it('is the connection for a closed port', async () => {
    const server = await startFarSide(() => undefined);
    await server.close();
    const report = await runTest({}, { site: `https://${server.host}` });
    expect(check(report, 'POLICY')?.outcome).toBe('FAILED');
    const allowed = await testConnection(
      { ...INPUT, site: `https://${server.host}` },
      { policy: policyFor(server.host), logger: memoryLogger() },
    );
    expect(outcomes(allowed)).toMatch(/^PASS PASS FAIL SKIP/);
    expect(check(allowed, 'CONNECT')).toMatchObject({ cause: 'REFUSED' });
  });

  it('is TLS for a port that speaks plain http, with what is missing for http', async () => {
    const far = await startPlayed(play({}));
    const policy = policyFor(far.host);
    const both = await testConnection(
      { ...INPUT, site: far.host },
      { policy: { ...policy, allowsHttp: () => false }, logger: memoryLogger() },
    );
    expect(outcomes(both)).toMatch(/^PASS PASS PASS FAIL SKIP/);
    expect(check(both, 'TLS')).toMatchObject({ cause: 'TLS_PLAIN_HTTP' });
    expect(check(both, 'TLS')?.message).toContain(
      `the URL http://${far.host}, and the server's operator sets: CONNECTWISE_HTTP_HOSTS`,
    );
    const one = await testConnection({ ...INPUT, site: far.host }, { policy, logger: memoryLogger() });
    expect(check(one, 'TLS')?.message).toMatch(new RegExp(`the URL http://${far.host}\\.$`));
  });

  it('is TLS for a custom CA that cannot be read', async () => {
    const report = await runTest({}, { customCa: 'no pem' });
    expect(check(report, 'TLS')).toMatchObject({ outcome: 'FAILED', cause: 'TLS_UNREADABLE_CA' });
    expect(farSide().seen).toEqual([]);
  });

  it('is TLS when ConnectWise refuses plain http', async () => {
    const report = await runTest((_request, response) =>
      json(response, { code: 'Security', message: 'SSL is required.' }, 403),
    );
    expect(check(report, 'TLS')).toMatchObject({ outcome: 'FAILED', cause: 'PLAIN_HTTP_REFUSED' });
  });

  it.each<[string, unknown, string]>([
    ['unknown', null, 'UNKNOWN_LOGIN_COMPANY_ID'],
    ['of a server that is too old', { ...COMPANY_INFO, VersionCode: 'v2019.5' }, 'VERSION_TOO_OLD'],
    ['answered with nonsense', { hello: 'world' }, 'BAD_ANSWER'],
  ])('is the login company id that is %s', async (_what, info, cause) => {
    const report = await runTest({ info });
    expect(outcomes(report)).toMatch(/^PASS PASS PASS SKIP FAIL SKIP/);
    expect(check(report, 'COMPANY_KNOWN')).toMatchObject({ cause });
    expect(farSide().seen).toHaveLength(1);
  });

  it('names the oldest supported version', async () => {
    const report = await runTest({ info: { ...COMPANY_INFO, VersionCode: 'v2019.5' } });
    expect(check(report, 'COMPANY_KNOWN')?.message).toContain('2021.1');
  });

  it.each<[string, Partial<ConnectionTestInput>, CheckSubject, string]>([
    ['no login company id', { loginCompanyId: ' ' }, 'COMPANY_KNOWN', 'LOGIN_COMPANY_ID_INVALID'],
    ['a login company id with a colon', { loginCompanyId: 'a:b' }, 'COMPANY_KNOWN', 'LOGIN_COMPANY_ID_INVALID'],
    ['no public key', { publicKey: undefined }, 'KEYS', 'KEYS_INVALID'],
    ['a private key with a line break', { privateKey: new Secret('a\nb') }, 'KEYS', 'KEYS_INVALID'],
  ])('is what was typed: %s', async (_what, changes, subject, cause) => {
    const report = await runTest({}, changes);
    expect(check(report, subject)).toMatchObject({ outcome: 'FAILED', cause });
    expect(farSide().seen.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  });

  it('is the keys when ConnectWise does not accept them', async () => {
    const report = await runTest({
      system: (_request, response) => json(response, { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' }, 401),
    });
    expect(outcomes(report)).toMatch(/^PASS PASS PASS SKIP PASS FAIL SKIP SKIP/);
    expect(check(report, 'KEYS')).toMatchObject({ cause: 'WRONG_KEYS' });
    expect(report).toMatchObject({ isHealthy: false, version: 'v2025.1' });
  });

  it.each([400, 401, 403])('is the clientId when a %i names it', async (status) => {
    const report = await runTest({
      system: (_request, response) => json(response, { code: 'Unauthorized', message: 'Invalid clientId' }, status),
    });
    expect(check(report, 'KEYS')).toMatchObject({ outcome: 'NOT_PROVABLE' });
    expect(check(report, 'CLIENT_ID')).toMatchObject({ outcome: 'FAILED', cause: 'CLIENT_ID_REFUSED' });
  });

  it('is the clientId when there is none, with how to get one', async () => {
    const report = await runTest({}, { clientId: undefined });
    const { message, cause } = check(report, 'CLIENT_ID') ?? {};
    expect(cause).toBe('CLIENT_ID_MISSING');
    expect(message).toMatch(/developer\.connectwise\.com.*private.*public.*CONNECTWISE_CLIENT_ID/);
    expect(check(report, 'COMPANY_KNOWN')?.outcome).toBe('PASSED');
    expect(check(report, 'READ_COMPANIES')).toMatchObject({ outcome: 'SKIPPED', cause: 'EARLIER_CHECK' });
    expect(farSide().seen).toHaveLength(1);
  });

  it.each<[string, RequestListener, string]>([
    [
      'rate limits',
      (_request, response) => void response.writeHead(429, { 'retry-after': '77' }).end(),
      'RATE_LIMITED',
    ],
    ['a fault', (_request, response) => json(response, { message: 'x' }, 500), 'CONNECTWISE_FAULT'],
    ['a redirect', (_request, response) => void response.writeHead(302, { location: '/' }).end(), 'REDIRECT'],
    ['a page', (_request, response) => void response.writeHead(200).end('<html>'), 'BAD_ANSWER'],
    ['a cut connection', (request) => void request.socket.destroy(), 'CONNECTWISE_FAULT'],
  ])('tells %s from wrong keys', async (_what, system, cause) => {
    const report = await runTest({ system });
    expect(check(report, 'KEYS')).toMatchObject({ outcome: 'FAILED', cause });
    expect(report.retryAfterSeconds).toBe(cause === 'RATE_LIMITED' ? 77 : null);
  });

  it('is a time-out within the limit of the whole test, wherever the far side stops', async () => {
    const report = await runTest({ any: () => undefined }, {}, { interactiveMs: 150 });
    expect(check(report, 'KEYS')).toMatchObject({ outcome: 'FAILED', cause: 'TIMEOUT' });
    let calls = 0;
    const late = await runTest(
      (request, response) => (++calls > 3 ? undefined : play({})(request, response)),
      {},
      { interactiveMs: 300 },
    );
    expect(check(late, 'READ_COMPANIES')?.outcome).toBe('PASSED');
    expect(late.isHealthy).toBe(true);
    expect(check(late, 'READ_BOARDS')).toMatchObject({ outcome: 'NOT_PROVABLE', cause: 'TIMEOUT' });
    expect(check(late, 'WRITE_TICKETS')).toMatchObject({ outcome: 'NOT_PROVABLE', cause: 'RIGHTS_NOT_SHOWN' });
  });
});

function testWith(changes: Partial<ConnectionTestInput>, resolver: (name: string) => Promise<readonly string[]>) {
  return testConnection({ ...INPUT, ...changes }, { policy: policyFor(), logger: memoryLogger(), resolver });
}
