import { describe, expect, it } from '@jest/globals';
import { type Ask, basic, type Reply, withSandbox } from './client.js';

const using = withSandbox({ companies: 10 });
const BASE = '/v2025_1/apis/3.0';

function credentials(user: string, password = 'SandboxPrivatKey'): Record<string, string> {
  return { authorization: basic(user, password) };
}

describe('the order of checks', () => {
  const everythingWrong: Ask = {
    method: 'PUT',
    headers: { accept: 'application/vnd.connectwise.com+json; version=1999.1', 'content-type': 'text/plain' },
    raw: '{',
  };
  const keys = { authorization: basic('sandboxmsp+SandboxPublicKey', 'SandboxPrivatKey') };
  const clientId = { clientid: '5a2db0c5-5a2d-4b0c-8b0c-5a2db0c55a2d' };
  const version = { accept: 'application/vnd.connectwise.com+json; version=2025.16' };
  const json = { 'content-type': 'application/json' };

  it.each<[string, string, Ask, number, string]>([
    ['route', '/v1999_1/apis/3.0/nothing', everythingWrong, 400, 'Cannot route. Codebase/company is invalid'],
    ['keys', `${BASE}/nothing`, everythingWrong, 401, 'UserNotAuthenticated'],
    ['clientId', `${BASE}/nothing`, merged(keys), 403, 'clientId'],
    ['version', `${BASE}/nothing`, merged({ ...keys, ...clientId }), 400, "does not support the API version '1999.1'"],
    ['endpoint', `${BASE}/nothing`, merged({ ...keys, ...clientId, ...version }), 404, 'The endpoint does not exist.'],
    [
      'method',
      `${BASE}/company/companies`,
      merged({ ...keys, ...clientId, ...version }),
      405,
      "does not support http method 'PUT'",
    ],
    [
      'permission',
      `${BASE}/company/companies/1`,
      merged({ ...keys, ...clientId, ...version }),
      403,
      'You do not have security permission',
    ],
  ])('asks for the %s before all that follows', async (_check, path, ask, status, text) => {
    using.sandbox.permissions.set('Company Maintenance', { edit: 'None' });
    const reply = await using.client.plain(path, ask);
    using.sandbox.permissions.reset();
    expect([reply.status, reply.text]).toEqual([status, expect.stringContaining(text)]);
  });

  it.each<[string, string, Ask, number, string]>([
    ['record', '/company/companies/1', { raw: '{' }, 404, '"NotFound"'],
    ['content type', '/company/companies/{ordinary}', { raw: '{' }, 415, "media type 'text/plain'"],
    ['body', '/company/companies/{ordinary}', { raw: '{', headers: json }, 400, 'Check your accept header'],
    [
      'fields of the body',
      '/company/companies/{ordinary}',
      { raw: '{"identifier":"Northwind"}', headers: json },
      400,
      'The name field is required.',
    ],
    [
      'conflict',
      '/company/companies/{ordinary}',
      { raw: '{"identifier":"northwind","name":"x","city":"x"}', headers: json },
      409,
      '"ObjectExists"',
    ],
  ])('asks for the %s after the permission', async (_check, path, ask, status, text) => {
    const target = path.replace('{ordinary}', String(using.sandbox.landmarks.ordinary[0].id));
    const headers = { 'content-type': 'text/plain', ...ask.headers };
    const reply = await using.client.api(target, { ...ask, method: 'PUT', headers });
    expect([reply.status, reply.text]).toEqual([status, expect.stringContaining(text)]);
  });

  function merged(headers: Record<string, string>): Ask {
    return { ...everythingWrong, headers: { ...everythingWrong.headers, ...headers } };
  }
});

describe('routes', () => {
  it('serves the codebase and v4_6_release alike', async () => {
    for (const codebase of ['v2025_1', 'v4_6_release']) {
      const reply = await using.client.plain(`/${codebase}/apis/3.0/system/info`, { headers: using.client.headers });
      expect(reply.status).toBe(200);
    }
  });

  it.each([['/'], ['/api'], ['/v2024_1/apis/3.0/system/info'], [`${BASE}${BASE}/system/info`], ['/_control/journal']])(
    'cannot route %s',
    async (path) => {
      const reply = await using.client.plain(path, { headers: using.client.headers });
      expect([reply.status, reply.text]).toEqual([400, 'Cannot route. Codebase/company is invalid']);
      expect(reply.headers['content-type']).toBe('text/plain');
    },
  );

  it('answers HTML beside the API', async () => {
    const reply = await using.client.plain('/v2025_1/services/system_io', { headers: using.client.headers });
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html']);
  });

  it('takes a trailing slash and any letter case in a path', async () => {
    expect((await using.client.api('/System/Info/')).status).toBe(200);
  });

  it('answers an identifier in place of a record id as an endpoint that does not exist', async () => {
    const reply = await using.client.api('/company/companies/Northwind');
    expect([reply.status, reply.json.code]).toEqual([404, 'ConnectWiseApi']);
  });

  it('refuses a URL longer than 2,048 characters', async () => {
    const padding = (length: number): string => `/v2025_1/apis/3.0/system/info?fields=${'x'.repeat(length - 37)}`;
    expect((await using.client.plain(padding(2048), { headers: using.client.headers })).status).toBe(200);
    expect((await using.client.plain(padding(2049), { headers: using.client.headers })).status).toBe(414);
    expect((await using.client.plain(padding(100_000), { headers: using.client.headers })).status).toBe(414);
  });

  it('demands TLS when told to', async () => {
    using.sandbox.settings.sslRequired = true;
    const reply = await using.client.api('/system/info');
    using.sandbox.settings.sslRequired = false;
    expect(reply.json).toEqual({ code: 'Security', message: 'SSL is required.', errors: null });
  });
});

describe('the company info', () => {
  it('is open, and ends the codebase with a slash', async () => {
    const reply = await using.client.plain('/login/companyinfo/sandboxmsp');
    expect(reply.json).toMatchObject({
      Codebase: 'v2025_1/',
      VersionCode: 'v2025.1',
      CompanyID: 'sandboxmsp',
      IsCloud: false,
    });
  });

  it.each([['nobody'], ['SandboxMSP'], ['sandboxmsp%20']])('is null for %s', async (id) => {
    const reply = await using.client.plain(`/login/companyinfo/${id}`);
    expect([reply.status, reply.text]).toEqual([200, 'null']);
  });

  it('names its own host on the cloud, and says so in a text when told to', async () => {
    const { settings, port } = using.sandbox;
    Object.assign(settings, { cloud: true, isCloudAsText: true });
    const reply = await using.client.plain('/login/companyinfo/sandboxmsp');
    Object.assign(settings, { cloud: false, isCloudAsText: false });
    expect(reply.json).toMatchObject({ IsCloud: 'True', SiteUrl: `127.0.0.1:${port}` });
  });
});

describe('credentials', () => {
  it.each<[string, Record<string, string>]>([
    ['no keys', {}],
    ['a wrong private key', credentials('sandboxmsp+SandboxPublicKey', 'wrong')],
    ['a wrong public key', credentials('sandboxmsp+Nope')],
    ['a login company id in other letters', credentials('SandboxMSP+SandboxPublicKey')],
    ['no login company id', credentials('SandboxPublicKey')],
    ['rubbish', { authorization: 'Basic ????' }],
    ['a bearer token', { authorization: 'Bearer abc' }],
  ])('refuses %s with 401', async (_name, headers) => {
    const reply = await using.client.plain(`${BASE}/system/info`, {
      headers: { clientid: using.client.headers['clientid'] ?? '', ...headers },
    });
    expect([reply.status, reply.json]).toEqual([401, { code: 'ConnectWiseApi', message: 'UserNotAuthenticated' }]);
  });

  it('refuses in the other words, or hides behind the versionless route, when told to', async () => {
    const { settings } = using.sandbox;
    Object.assign(settings, { unauthorizedCode: 'Unauthorized', versionlessHidesKeys: true });
    const hidden = await using.client.plain('/v4_6_release/apis/3.0/system/info');
    const concrete = await using.client.plain(`${BASE}/system/info`);
    Object.assign(settings, { unauthorizedCode: 'ConnectWiseApi', versionlessHidesKeys: false });
    expect([hidden.status, concrete.status, concrete.json.code]).toEqual([404, 401, 'Unauthorized']);
  });

  it.each([400, 401, 403] as const)(
    'answers a missing and an unknown clientId with %s when told to',
    async (status) => {
      using.sandbox.settings.clientIdStatus = status;
      const missing = await using.client.api('/system/info', { headers: { clientid: '' } });
      const unknown = await using.client.api('/system/info', {
        headers: { clientid: '00000000-0000-0000-0000-000000000000' },
      });
      using.sandbox.settings.clientIdStatus = 403;
      expect([missing.status, unknown.status]).toEqual([status, status]);
      expect([missing.json.message, unknown.json.message]).toEqual([
        expect.stringContaining('clientId'),
        expect.stringContaining('clientId'),
      ]);
    },
  );

  it('lets several key pairs in until they are revoked', async () => {
    using.sandbox.keys.add({ publicKey: 'Second', privateKey: 'Pair', member: 'psabridge' });
    const ask = (): Promise<Reply> =>
      using.client.api('/system/info', { headers: credentials('sandboxmsp+Second', 'Pair') });
    expect((await ask()).status).toBe(200);
    using.sandbox.keys.revoke('Second');
    expect((await ask()).status).toBe(401);
    expect((await using.client.api('/system/info')).status).toBe(200);
  });
});

describe('versions', () => {
  it.each(['2021.1', '2021.2', '2022.1', '2024.12', '2025.1', '2025.16'])('takes %s', async (version) => {
    const reply = await using.client.api('/system/info', {
      headers: { accept: `application/vnd.connectwise.com+json; version=${version}` },
    });
    expect([reply.status, reply.headers['api-current-version']]).toEqual([200, '2025.16']);
  });

  it.each(['2020.4', '2025.17', '2026.1', 'x', '3.0.0'])('refuses %s', async (version) => {
    const reply = await using.client.api('/system/info', {
      headers: { accept: `application/vnd.connectwise.com+json; version=${version}` },
    });
    expect([reply.status, reply.json.code]).toEqual([400, 'ConnectWiseApi']);
  });

  it('answers in the newest without an Accept header', async () => {
    const reply = await using.client.api('/system/info', { without: ['accept'] });
    expect([reply.status, reply.headers['content-type']]).toEqual([200, expect.stringContaining('version=2025.16')]);
  });
});

describe('answers', () => {
  it('carry the headers of the API and indented JSON with CRLF', async () => {
    const reply = await using.client.api('/system/info');
    expect(reply.headers).toMatchObject({
      'api-current-version': '2025.16',
      'cache-control': 'no-cache',
      'x-cw-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(reply.text).toMatch(/^\{\r\n {2}"version": "v2025\.1\.10333",\r\n/);
    expect(reply.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('tells version, cloud and licences in the system info', async () => {
    expect((await using.client.api('/system/info')).json).toMatchObject({
      isCloud: false,
      licenseBits: expect.arrayContaining([{ name: 'SpamStats', activeFlag: true }]),
    });
  });
});
