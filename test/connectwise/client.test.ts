import { afterEach, describe, expect, it } from '@jest/globals';
import {
  accessTo,
  BASIC,
  CANARY,
  clientFor,
  closeClients,
  errorOf,
  memoryLogger,
  policyFor,
  siteOf,
} from './support/client.js';
import { type FarSide, json, knownCompany, startFarSide } from './support/far-side.js';

let far: FarSide | undefined;

async function farSide(...args: Parameters<typeof startFarSide>): Promise<FarSide> {
  far = await startFarSide(...args);
  return far;
}

afterEach(async () => {
  await closeClients();
  await far?.close();
});

const SYSTEM_INFO = { version: 'v2025.1.10333', isCloud: false, cloudRegion: 'NA', serverTimeZone: 'UTC', extra: 1 };

describe('a call', () => {
  it('asks the site where the API is, once, and signs every call with the keys and the clientId', async () => {
    const server = await farSide(knownCompany((_request, response) => json(response, SYSTEM_INFO)));
    const site = siteOf(`http://${server.host}`, server.host);
    const session = clientFor({ policy: policyFor(server.host) }).open(accessTo(site), 'interactive');

    expect(await session.system.info()).toEqual({
      version: 'v2025.1.10333',
      isCloud: false,
      cloudRegion: 'NA',
      serverTimeZone: 'UTC',
    });
    await session.system.info();

    expect(server.seen.map(({ url }) => url)).toEqual([
      '/login/companyinfo/examplemsp',
      '/v2025_1/apis/3.0/system/info',
      '/v2025_1/apis/3.0/system/info',
    ]);
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(server.seen[0]?.headers).not.toHaveProperty('clientid');
    expect(server.seen[1]?.headers).toMatchObject({
      authorization: `Basic ${BASIC}`,
      clientid: CANARY.clientId,
      accept: 'application/vnd.connectwise.com+json; version=2025.1',
      'accept-encoding': 'identity',
    });
  });

  it('leaves one log line per exchange, with the route and without any value or secret', async () => {
    const server = await farSide(
      knownCompany((request, response) => {
        if (request.url?.includes('/statuses')) json(response, []);
        else
          json(
            response,
            { code: 'Security', message: `no ${request.headers.authorization} ${CANARY.privateKey}` },
            403,
          );
      }),
    );
    const logger = memoryLogger();
    const calls: unknown[] = [];
    const client = clientFor({ policy: policyFor(server.host), logger, onCall: (facts) => calls.push(facts) });
    const session = client.open(accessTo(siteOf(`http://${server.host}`, server.host)), 'interactive');
    await errorOf(session.companies.findByIdentifier('Secret Customer'));

    expect(logger.lines.map(({ facts }) => [facts['route'], facts['status']])).toEqual([
      ['/login/companyinfo/{loginCompanyId}', 200],
      ['/company/companies/statuses', 200],
      ['/company/companies', 403],
    ]);
    expect(logger.lines.at(1)?.facts).toMatchObject({
      method: 'GET',
      requestId: 'req-1',
      milliseconds: expect.any(Number),
    });
    expect(calls.at(-1)).toMatchObject({ route: '/company/companies', status: 403, kind: 'permission' });
    const written = JSON.stringify([logger.lines, calls]);
    for (const secret of [...Object.values(CANARY), BASIC, 'Secret Customer']) expect(written).not.toContain(secret);
  });

  it('gives an ended caller the reason it ended for', async () => {
    const server = await farSide(knownCompany(() => undefined));
    const site = siteOf(`http://${server.host}`, server.host);
    const stop = new AbortController();
    const session = clientFor({ policy: policyFor(server.host) }).open(accessTo(site), 'job', stop.signal);
    const call = session.system.info();
    setTimeout(() => stop.abort(new Error('job cancelled')), 50);
    await expect(call).rejects.toThrow('job cancelled');
  });
});

describe('T9: injection into headers and Basic auth', () => {
  it.each([
    ['a colon in the login company id', { loginCompanyId: 'a:b' }, 'unknown-login-company'],
    ['a plus in the login company id', { loginCompanyId: 'a+b' }, 'unknown-login-company'],
    ['a line break in the login company id', { loginCompanyId: 'a\r\nx: y' }, 'unknown-login-company'],
    ['a line break in the clientId', { clientId: 'abc\r\nx: y' }, 'client-id'],
  ])('T9: refuses %s before anything is sent', async (_what, changes, kind) => {
    const server = await farSide(knownCompany((_request, response) => json(response, {})));
    const site = siteOf(`http://${server.host}`, server.host);
    const client = clientFor({ policy: policyFor(server.host) });
    expect(() => client.open(accessTo(site, changes), 'interactive')).toThrow(expect.objectContaining({ kind }));
    expect(server.seen).toEqual([]);
  });

  it('T9: encodes the login company id as one part of the path', async () => {
    const server = await farSide((_request, response) => json(response, null));
    const site = siteOf(`http://${server.host}`, server.host);
    const session = clientFor({ policy: policyFor(server.host) }).open(
      accessTo(site, { loginCompanyId: '../../evil?x#y' }),
      'interactive',
    );
    expect((await errorOf(session.address())).kind).toBe('unknown-login-company');
    expect(server.seen.map(({ url }) => url)).toEqual(['/login/companyinfo/..%2F..%2Fevil%3Fx%23y']);
  });
});
