import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, post } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { UsersDocument, ViewerDocument } from '../operations.generated.js';
import { leaksIn } from '../support/leaks.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

const VIEWER = JSON.stringify({ query: '{ viewer { roles } }' });
const CREATE = 'mutation { createSource(input: { code: "by-browser", name: "x" }) { userErrors { code } } }';
const MEGABYTE = 1_048_576;

describe('P5, T14, T17, T18: hostile HTTP', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp({ environment: { EXPLORER: 'false' } });
    account = await test.account();
  });
  afterAll(() => test.close());

  const send = (init: RequestInit & { path?: string }) =>
    fetch(`${test.origin}${init.path ?? '/graphql'}`, {
      method: 'POST',
      ...init,
      headers: { authorization: `Bearer ${account.token}`, ...init.headers },
    });
  const json = { 'content-type': 'application/json' };

  async function expectRefused(response: Response, ...statuses: number[]): Promise<void> {
    const text = await response.text();
    expect(statuses).toContain(response.status);
    expect(leaksIn(text)).toEqual([]);
    if (text !== '') expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.any(String) }] });
  }

  afterEach(async () => {
    expect((await ask(account, ViewerDocument)).viewer?.roles).toEqual(['ADMIN']);
  });

  it('P5: takes a body of 1 MB and refuses one byte more with 413, told or not', async () => {
    const fill = (size: number) =>
      `${VIEWER.slice(0, -1)},"extensions":{"x":"${'x'.repeat(size - VIEWER.length - 22)}"}}`;
    const fits = fill(MEGABYTE);
    expect(Buffer.byteLength(fits)).toBe(MEGABYTE);
    expect((await send({ body: fits, headers: json })).status).toBe(200);
    await expectRefused(await send({ body: `${fits} `, headers: json }), 413);
    const chunks = new Blob([`${fits} `]).stream();
    await expectRefused(await send({ body: chunks, headers: json, duplex: 'half' } as RequestInit), 413);
  });

  it.each(['gzip', 'deflate', 'br', 'compress', 'x-gzip', 'zstd', 'gzip, identity', 'GZIP'])(
    'T14: refuses a body compressed with %s',
    async (encoding) => {
      const body = new Uint8Array(gzipSync(VIEWER));
      await expectRefused(await send({ body, headers: { ...json, 'content-encoding': encoding } }), 415);
    },
  );

  it.each([
    'text/plain',
    'text/plain;application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/xml',
    'text/json',
    'application/json+x',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset="utf-7"',
    'application/json;charset=us-ascii',
    'garbage',
    '',
  ])('P5: refuses content type "%s" with 415', async (type) => {
    await expectRefused(await send({ body: VIEWER, headers: { 'content-type': type } }), 415);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'APPLICATION/JSON',
  ])('takes content type %s', async (type) => {
    expect((await send({ body: VIEWER, headers: { 'content-type': type } })).status).toBe(200);
  });

  it('P5: refuses a body without a content type, and no body at all', async () => {
    await expectRefused(await send({ body: new Uint8Array(Buffer.from(VIEWER)) }), 415);
    await expectRefused(await send({}), 400, 415);
    await expectRefused(await send({ headers: json, body: '' }), 400);
  });

  it.each([
    ...[
      'null',
      'true',
      '1',
      '"text"',
      '[]',
      '{}',
      '[[]]',
      '{"query":null}',
      '{"query":1}',
      '{"query":[]}',
      '{"query":{}}',
    ],
    ...[
      '{"variables":{}}',
      '{"query":"{ viewer { roles } }","variables":[]}',
      '{"query":"{ viewer { roles } }","variables":"x"}',
    ],
    ...[
      '{"query":"{ viewer { roles } }","operationName":"Nope"}',
      '{"query":"{ viewer { roles } }","operationName":{}}',
    ],
    ...['{"query":"{ viewer { roles } }","extensions":7}'],
    ...[
      '{',
      '{"query":',
      '{"query":"{ viewer { roles } }"}}',
      "{'query':'x'}",
      '\u0000',
      '\ufeff',
      'undefined',
      '{"query":"\\x"}',
    ],
    ...[
      '{"query":"\\ud800"}',
      '{"query":"{ viewer { roles } }","query":1}',
      '{"__proto__":{"query":"{ viewer { roles } }"}}',
    ],
  ])('P5: refuses the body %s with 400', async (body) => {
    await expectRefused(await send({ body, headers: json }), 400);
  });

  it('P5: a persisted query is not known, and nothing runs', async () => {
    const body = '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a"}}}';
    const answer = (await (await send({ body, headers: json })).json()) as { errors?: unknown; data?: unknown };
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] });
    expect(answer.data ?? null).toBeNull();
  });

  it('P5: bytes that are no UTF-8 are no text', async () => {
    const [head, tail] = ['{"query":"{ users(filter: { search: \\"', '\\" }) { totalCount } }"}'];
    const body = Buffer.concat([
      Buffer.from(head ?? ''),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
      Buffer.from(tail ?? ''),
    ]);
    const response = await send({ body: new Uint8Array(body), headers: json });
    expect(response.status).toBeLessThan(500);
    expect(leaksIn(await response.text())).toEqual([]);
  });

  it.each([
    ['__proto__', '{"__proto__":{"isAdmin":true}}'],
    ['__proto__ deeper', '{"input":{"__proto__":{"isAdmin":true}}}'],
    ['__proto__ in escapes', '{"\\u005f_proto__":{"isAdmin":true}}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['constructor.prototype in a list', '{"input":[{"constructor":{"prototype":{"isAdmin":true}}}]}'],
  ])('T18: %s in the variables changes nothing', async (_name, variables) => {
    const response = await send({ body: `{"query":"{ viewer { roles } }","variables":${variables}}`, headers: json });
    expect(response.status).toBeLessThan(500);
    expect(leaksIn(await response.text())).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('P5: JSON 100,000 deep is refused or ignored, in lists and objects, wherever it stands', async () => {
    const depth = 100_000;
    const list = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const object = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const query = 'query ($externalIds: [String!]!) { userStates(source: "s", externalIds: $externalIds) { hold } }';
    for (const deep of [list, object]) {
      await expectRefused(await send({ body: deep, headers: json }), 400);
      const variables = `{"query":${JSON.stringify(query)},"variables":{"externalIds":${deep}}}`;
      await expectRefused(await send({ body: variables, headers: json }), 400);
      for (const place of ['extensions', 'unknown']) {
        const response = await send({ body: `${VIEWER.slice(0, -1)},"${place}":{"x":${deep}}}`, headers: json });
        expect(response.status).toBeLessThan(500);
        expect(leaksIn(await response.text())).toEqual([]);
      }
    }
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('P5: answers %s with 405 and runs nothing', async (method) => {
    const path = `/graphql?query=${encodeURIComponent(CREATE)}`;
    const response = await send({ method, path, headers: json });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(leaksIn(await response.text())).toEqual([]);
  });

  it('P5: a query in the address is not run by POST either', async () => {
    await expectRefused(
      await send({ path: `/graphql?query=${encodeURIComponent(CREATE)}`, body: '{}', headers: json }),
      400,
    );
    const { users } = await ask(account, UsersDocument);
    expect(users?.totalCount).toBe(0);
  });

  it.each([
    '/',
    '/graphql/',
    '/GRAPHQL',
    '/graphql/x',
    '//graphql',
    '/admin',
    '/.env',
    '/%00',
    '/%zz',
    '/..%2f..%2fetc%2fpasswd',
    '/?a=%',
    '/explorer/',
    '/metrics',
    '/livez/x',
  ])('P5: there is nothing at %s', async (path) => {
    await expectRefused(await send({ path, body: VIEWER, headers: json }), 400, 404);
  });

  it.each([
    ['no request', 'rubbish\r\n\r\n', 400],
    ['an unknown method', 'FOO /graphql HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['no host', 'GET /livez HTTP/1.1\r\n\r\n', 400],
    ['a header without a name', 'GET /livez HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n', 400],
    ['20 KB of headers', `GET /livez HTTP/1.1\r\nhost: x\r\nx-fill: ${'x'.repeat(20_480)}\r\n\r\n`, 431],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 400],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a negative length', 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400],
    ['a rubbish address', 'GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['an address elsewhere', 'GET http://evil.test/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 404],
  ])('P5: answers %s as bad', async (_name, bytes, status) => {
    const answer = await sendRaw(test.origin, bytes);
    expect(statusOf(answer)).toBe(status);
    expect(leaksIn(answer)).toEqual([]);
  });

  it('T17: form posts and simple requests of a browser run nothing, even with a token', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
      const body = type.startsWith('application')
        ? `query=${encodeURIComponent(CREATE)}`
        : JSON.stringify({ query: CREATE });
      await expectRefused(await send({ body, headers: { 'content-type': type, origin: 'https://evil.test' } }), 415);
    }
    const { status } = await post(test.url, {
      token: account.token,
      body: JSON.stringify({ query: '{ sources { code } }' }),
    });
    expect(status).toBe(200);
  });

  it('T17: a foreign origin gets no CORS header, and its preflight is not answered', async () => {
    const origin = 'https://evil.test';
    const response = await send({ body: VIEWER, headers: { ...json, origin } });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    };
    const preflight = await fetch(test.url, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(404);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('T17: no cookie is set, and none signs anybody in', async () => {
    const response = await fetch(test.url, {
      method: 'POST',
      body: VIEWER,
      headers: { ...json, cookie: `token=${account.token}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    const inAddress = await fetch(`${test.url}?access_token=${account.token}`, {
      method: 'POST',
      body: VIEWER,
      headers: json,
    });
    expect(inAddress.status).toBe(401);
  });

  it('P5: nothing of all this was a fault of the server', () => {
    expect(test.logs.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
