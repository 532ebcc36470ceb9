import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startMetricsServer } from '../../../src/graphql/metrics-server.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { UsersDocument, ViewerDocument } from '../operations.generated.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';

const ALLOWED = 'https://admin.example.test';
const VIEWER = '{"query":"{ viewer { roles } }"}';

describe('the surface of the server', () => {
  let test: TestApp;
  let mine: FurnishedAccount;
  beforeAll(async () => {
    test = await startTestApp({ environment: { CORS_ORIGINS: `${ALLOWED}, https://other.example.test:8443` } });
    mine = await furnish(test);
  });
  afterAll(() => test.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('T17: every answer carries the security headers and none says what it is made of', async () => {
    const answers = await Promise.all([
      post(test.url, { token: mine.account.token, body: VIEWER }),
      post(test.url, { body: VIEWER }),
      post(test.url, { token: mine.account.token, body: '{' }),
      post(test.url, { token: mine.account.token, body: VIEWER, headers: { 'content-type': 'text/plain' } }),
      fetch(test.url),
      fetch(`${test.origin}/nothing-here`),
      fetch(`${test.origin}/livez`),
      fetch(`${test.origin}/readyz`),
    ]);
    for (const { headers, url, status } of answers) {
      const told = { url, status, cache: headers.get('cache-control'), sniff: headers.get('x-content-type-options') };
      expect(told).toEqual({ url, status, cache: 'no-store', sniff: 'nosniff' });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('T17: a listed origin is let in by name, also when the answer is a refusal', async () => {
    for (const token of [mine.account.token, undefined]) {
      const { headers } = await post(test.url, { token, body: VIEWER, headers: { origin: ALLOWED } });
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toMatch(/origin/i);
    }
    const headers = {
      origin: ALLOWED,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,psa-account',
    };
    const preflight = await fetch(test.url, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type,psa-account');
  });

  it.each([
    'https://evil.test',
    'http://admin.example.test',
    `${ALLOWED}:444`,
    `${ALLOWED}.evil.test`,
    'https://sub.admin.example.test',
    'null',
    '*',
  ])('T17: origin %s is not let in', async (origin) => {
    const { headers } = await post(test.url, { token: mine.account.token, body: VIEWER, headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(test.url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('O5: /livez is alive without the database, /readyz says so when it does not answer', async () => {
    expect((await fetch(`${test.origin}/readyz`)).status).toBe(200);
    jest.spyOn(test.database, 'ping').mockResolvedValue(false);
    const response = await fetch(`${test.origin}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'database does not answer' });
    expect((await fetch(`${test.origin}/livez`)).status).toBe(200);
  });

  it('O5: metrics tell routes, fields and outcomes, and no series comes from what callers send', async () => {
    await ask(mine.account, UsersDocument);
    await execute(mine.account, '{ nope: viewer { roles } canaryField }');
    await execute({ url: test.url }, ViewerDocument);
    for (const path of ['/canary-path', '/livez?canary=1', '/graphql?canary']) await fetch(`${test.origin}${path}`);
    const server = await startMetricsServer(test.app.metrics.registry, { host: '127.0.0.1', port: 0 });
    const { address, port } = server.address() as AddressInfo;
    expect(address).toBe('127.0.0.1');
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await response.text();
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    server.closeAllConnections();
    server.close();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(/psa_bridge_operations_total\{field="users",outcome="ok"\} \d/);
    expect(text).toMatch(/psa_bridge_request_seconds_count\{route="\/graphql",status="401"\} \d/);
    expect(text).toMatch(/psa_bridge_connectwise_call_seconds_count\{/);
    for (const secret of [
      ...mine.canaries,
      mine.account.id,
      mine.account.token,
      'canary',
      test.sandbox.credentials.loginCompanyId,
      new URL(test.sandbox.url).host,
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('stopping', () => {
  it('P17: draining says "not ready" at once, and requests still go through until the end', async () => {
    const test = await startTestApp();
    const account = await test.account();
    test.app.startDraining();
    const ready = await fetch(`${test.origin}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({ status: 503, body: { status: 'stopping' } });
    expect((await fetch(`${test.origin}/livez`)).status).toBe(200);
    expect((await ask(account, ViewerDocument)).viewer?.roles).toEqual(['ADMIN']);
    await test.close();
  });

  it('P17: no request in hand is cut off by closing, and none is taken afterwards', async () => {
    const test = await startTestApp();
    const account = await test.account();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const own = test.app.services.accounts.own.bind(test.app.services.accounts);
    const entered = new Promise<void>((resolve) => {
      jest.spyOn(test.app.services.accounts, 'own').mockImplementation(async (caller) => {
        resolve();
        await held;
        return own(caller);
      });
    });
    const inHand = ask(account, ViewerDocument);
    await entered;
    const closed = test.app.close();
    letGo();
    expect((await inHand).viewer?.roles).toEqual(['ADMIN']);
    await closed;
    await expect(fetch(`${test.origin}/livez`)).rejects.toThrow();
    await test.database.close();
    await test.sandbox.close();
    jest.restoreAllMocks();
  });
});
