import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newToken } from '../../../src/features/access/access-token.js';
import type { FileRoute } from '../../../src/graphql/files/file-route.js';
import { Role } from '../../../src/shared/caller.js';
import { type FileDoor, startFileDoor } from '../../support/file-door.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { AuditEventsDocument, SuspendAccountDocument } from '../operations.generated.js';
import { fingerprint } from '../support/fingerprint.js';
import { type FurnishedAccount, furnish } from '../support/furnished.js';
import { revokedToken } from '../support/revoked-token.js';
import { sampleRoutes } from './sample-routes.js';

/** Routes without what every route has to state. */
const unguarded = (routes: readonly FileRoute[]) =>
  routes.filter(({ roles, operation }) => (roles ?? []).length === 0 || operation === '').map(({ path }) => path);

describe('P16, T11: who may move files', () => {
  const ahead = { ms: 0 };
  const { routes: samples, seen } = sampleRoutes();
  let test: TestApp;
  let files: FileDoor;
  let mine: FurnishedAccount;
  let routes: readonly FileRoute[];
  const tokens = new Map<string, string | undefined>();
  beforeAll(async () => {
    const clock = { now: () => new Date(Date.now() + ahead.ms) };
    test = await startTestApp({ clock, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    mine = await furnish(test);
    routes = [...test.app.fileRoutes, ...samples];
    files = await startFileDoor(test, routes);
    const expired = await mine.account.tokenOf('ADMIN', { expiresAt: new Date(Date.now() + 60_000) });
    ahead.ms = 60_000;
    const good = mine.account.token;
    tokens.set('no token', undefined).set('an expired token', expired).set('an unknown token', newToken().reveal());
    tokens.set('a revoked token', await revokedToken(mine.account));
    tokens.set('one letter changed', `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`);
  });
  afterAll(async () => {
    await files.close();
    await test.close();
  });

  let address = 0;
  const call = (route: FileRoute, token: string | undefined) => {
    address += 1;
    return fetch(`${files.origin}${route.path}`, {
      method: route.kind === 'upload' ? 'POST' : 'GET',
      headers: {
        ...(route.kind === 'upload' && { 'content-type': 'text/csv' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        // Each call from an address of its own: wrong tokens are held back by address.
        'x-forwarded-for': `10.0.${address >> 8}.${address & 255}`,
      },
      ...(route.kind === 'upload' && { body: 'a\r\n' }),
    });
  };

  it('T11: every route states the roles that may use it, and one that states none is found', () => {
    expect(unguarded(test.app.fileRoutes)).toEqual([]);
    const [sample] = samples;
    expect(unguarded([...routes, { ...sample, path: '/files/forgotten', roles: [] } as unknown as FileRoute])).toEqual([
      '/files/forgotten',
    ]);
  });

  it('T11: no two routes share an address and a direction, or a name', () => {
    expect(new Set(routes.map(({ kind, path }) => `${kind} ${path}`)).size).toBe(routes.length);
    expect(new Set(routes.map(({ operation }) => operation)).size).toBe(routes.length);
  });

  it.each(['no token', 'an expired token', 'an unknown token', 'a revoked token', 'one letter changed'])(
    'P16: with %s every file is refused with 401, without effect',
    async (name) => {
      const before = await fingerprint();
      for (const route of routes) {
        const response = await call(route, tokens.get(name));
        expect({ path: route.path, status: response.status }).toEqual({ path: route.path, status: 401 });
        expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      }
      expect(seen).toEqual([]);
      expect(await fingerprint()).toEqual(before);
    },
  );

  it.each(Object.values(Role))('P16: %s gets 403 for every file that is not its own, without effect', async (role) => {
    const options = role === 'INGEST' ? { source: mine.source.code } : {};
    const token = role === 'PLATFORM' ? await test.platformToken() : await mine.account.tokenOf(role, options);
    const before = await fingerprint();
    for (const route of routes.filter(({ roles }) => !roles.includes(role))) {
      const response = await call(route, token);
      expect({ path: route.path, status: response.status }).toEqual({ path: route.path, status: 403 });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
    expect(seen).toEqual([]);
    expect(await fingerprint()).toEqual(before);
  });

  it('P16: a file refused for its role is in the audit trail', async () => {
    const [upload] = samples;
    const own = await furnish(test);
    if (upload) expect((await call(upload, await own.account.tokenOf('READER'))).status).toBe(403);
    const { auditEvents } = await ask(own.account, AuditEventsDocument, { filter: { actions: ['OPERATION_DENIED'] } });
    expect(auditEvents?.nodes.map(({ changes }) => changes)).toEqual([
      [{ field: 'operation', before: null, after: 'countLines' }],
    ]);
  });

  it('A7: the files of a suspended account are refused with 403', async () => {
    const suspended = await furnish(test);
    const platform = { url: test.url, token: await test.platformToken() };
    await ask(platform, SuspendAccountDocument, { input: { accountId: suspended.ids.account } });
    for (const route of routes) expect((await call(route, suspended.account.token)).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('P5: a token that asks too often is held back, files and GraphQL counted together', async () => {
    const limited = await startTestApp({ environment: { REQUESTS_PER_MINUTE: '3' } });
    const door = await startFileDoor(limited, samples);
    const { token } = await limited.account();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const graphql = () =>
      fetch(`${door.origin}/graphql`, { method: 'POST', headers, body: '{"query":"{ viewer { roles } }"}' });
    const download = () => fetch(`${door.origin}/files/lines`, { headers });
    const statuses = [await graphql(), await download(), await graphql(), await download()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    await door.close();
    await limited.close();
  });
});
