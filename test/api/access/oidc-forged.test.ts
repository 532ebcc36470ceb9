import { constants, createHmac, createPublicKey, createSign, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditEventId, newId } from '../../../src/shared/ids.js';
import { post } from '../../support/graphql-client.js';
import { AUDIENCE, type Claims, compose, encode, Issuer, newKey, publicJwk, signWith } from '../../support/issuer.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { fingerprint } from '../support/fingerprint.js';
import { freshAddress } from '../support/generated-calls.js';
import { sql } from '../support/rows.js';

const VIEWER = '{"query":"{ viewer { roles } }"}';
/** The server's time stands still, so that the edges of its tolerance are where they are. */
const now = new Date();
const seconds = Math.floor(now.getTime() / 1_000);
const begun = newId<AuditEventId>();

let test: TestApp;
let issuer: Issuer;
let account: SeedAccount;
/** Whatever a token names as the place of a key; nobody may ever come here. */
let trap: { readonly server: Server; readonly url: string; visits: number };
const stranger = newKey();
const strangerEc = newKey('ec');

beforeAll(async () => {
  issuer = await Issuer.start();
  test = await startTestApp({
    clock: { now: () => now },
    environment: { ...issuer.environment, TRUSTED_PROXIES: '127.0.0.1' },
  });
  account = await test.account();
  const server = createServer((_request, response) => {
    trap.visits += 1;
    response.end(JSON.stringify({ keys: [publicJwk(stranger)] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  trap = { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`, visits: 0 };
});
afterAll(async () => {
  await test.close();
  await issuer.close();
  trap.server.close();
});

const answerTo = (token: string) => post(test.url, { token, headers: freshAddress(), body: VIEWER });
const admin = (more: Claims = {}) => issuer.claims({ roles: [`ADMIN@${account.id}`], ...more });
/** A good token but for what is told. */
const signed = (more: Claims, header: object = {}) => issuer.token(admin(more), issuer.key, header);
/** One that somebody else has signed, whatever it says of its key. */
const byStranger = (header: object, key = stranger) =>
  compose({ alg: 'RS256', typ: 'JWT', ...header }, admin(), signWith(key));
const without = (name: string) => {
  const { [name]: _left, ...claims } = admin();
  return compose({ alg: 'RS256', kid: issuer.key.kid, typ: 'JWT' }, claims, signWith(issuer.key));
};
const byHmac = (secret: string | Buffer, header: object = {}) =>
  compose({ alg: 'HS256', kid: issuer.key.kid, typ: 'JWT', ...header }, admin(), (input) =>
    createHmac('sha256', secret).update(input).digest(),
  );
const publicPem = (type: 'spki' | 'pkcs1' = 'spki') => issuer.key.publicKey.export({ type, format: 'pem' });
const parts = () => signed({}).split('.') as [string, string, string];

const forged: readonly (readonly [string, () => string])[] = [
  // No signature, or one of another sort.
  ['alg none and nothing behind it', () => `${encode({ alg: 'none' })}.${encode(admin())}.`],
  ['alg none with the signature of another token', () => `${encode({ alg: 'none' })}.${encode(admin())}.${parts()[2]}`],
  ['alg NoNe', () => `${encode({ alg: 'NoNe', typ: 'JWT' })}.${encode(admin())}.AA`],
  ['no alg', () => compose({ kid: issuer.key.kid }, admin(), signWith(issuer.key))],
  ['alg as a list', () => compose({ alg: ['RS256'], kid: issuer.key.kid }, admin(), signWith(issuer.key))],
  ['HS256 with the public key (SPKI) as secret', () => byHmac(publicPem())],
  ['HS256 with the public key (PKCS #1) as secret', () => byHmac(publicPem('pkcs1'))],
  ['HS256 with the public JWK as secret', () => byHmac(JSON.stringify(publicJwk(issuer.key)))],
  ['HS256 with an empty secret', () => byHmac('')],
  ['HS256 with a secret that it brings', () => byHmac('k', { jwk: { kty: 'oct', k: 'aw' } })],
  [
    'RS512, which is not listed, signed by the right key',
    () => compose({ alg: 'RS512', kid: issuer.key.kid, typ: 'JWT' }, admin(), signWith(issuer.key, 'sha512')),
  ],
  [
    'PS256 by a key that is for RS256',
    () =>
      compose({ alg: 'PS256', kid: issuer.key.kid, typ: 'JWT' }, admin(), (input) =>
        createSign('sha256')
          .update(input)
          .sign({ key: issuer.key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }),
      ),
  ],
  // Keys that the token brings or points at.
  ['a jwk of its own', () => byStranger({ jwk: publicJwk(stranger) })],
  ['a jwk of its own, with a kid of the issuer', () => byStranger({ jwk: publicJwk(stranger), kid: issuer.key.kid })],
  ['jku at another server', () => byStranger({ jku: trap.url, kid: stranger.kid })],
  ['jku and a kid of the issuer', () => byStranger({ jku: trap.url, kid: issuer.key.kid })],
  ['x5u at another server', () => byStranger({ x5u: trap.url, kid: issuer.key.kid })],
  ['x5c of its own', () => byStranger({ x5c: [randomBytes(400).toString('base64')], kid: issuer.key.kid })],
  [
    'an iss that leads to another server',
    () => compose({ alg: 'RS256', kid: stranger.kid }, admin({ iss: trap.url }), signWith(stranger)),
  ],
  // The kid as a lever.
  ['a kid that is a path', () => byStranger({ kid: '../../../../dev/null' })],
  ['a kid that is an address', () => byStranger({ kid: trap.url })],
  ['a kid that is SQL', () => byStranger({ kid: "x' UNION SELECT 'k" })],
  ['a kid that nobody knows', () => byStranger({ kid: 'unknown' })],
  ['a kid that is an object', () => byStranger({ kid: { kid: issuer.key.kid } })],
  ['no kid', () => byStranger({})],
  ['the kid of a key of another kind', () => byStranger({ kid: issuer.keys[1]?.kid })],
  [
    'ES256 by a stranger under the kid of an RSA key',
    () => byStranger({ alg: 'ES256', kid: issuer.key.kid }, strangerEc),
  ],
  [
    'ES256 with a signature of zeros',
    () => compose({ alg: 'ES256', kid: issuer.keys[1]?.kid, typ: 'JWT' }, admin(), () => Buffer.alloc(64)),
  ],
  // What it says of itself.
  ['another audience', () => signed({ aud: 'another-api' })],
  ['no audience', () => without('aud')],
  ['an audience that only begins like ours', () => signed({ aud: `${AUDIENCE}-2` })],
  ['an audience in a list in a list', () => signed({ aud: [[AUDIENCE]] })],
  ['another issuer', () => signed({ iss: 'https://issuer.example' })],
  ['the issuer with a slash at its end', () => signed({ iss: `${issuer.url}/` })],
  ['the issuer in capitals', () => signed({ iss: issuer.url.toUpperCase() })],
  ['the issuer in a list', () => signed({ iss: [issuer.url] })],
  ['no issuer', () => without('iss')],
  ['expired for more than a minute', () => signed({ exp: seconds - 62 })],
  ['valid in more than a minute', () => signed({ nbf: seconds + 70 })],
  ['no expiry', () => without('exp')],
  ['an expiry that is a text', () => signed({ exp: String(seconds + 600) })],
  ['an expiry that is no number', () => signed({ exp: null })],
  ['a start that is a text', () => signed({ nbf: 'now' })],
  ['no subject', () => without('sub')],
  ['an empty subject', () => signed({ sub: '' })],
  ['a subject that is a number', () => signed({ sub: 42 })],
  ['a subject of 256 characters', () => signed({ sub: 'x'.repeat(256) })],
  ['a subject with a zero in it', () => signed({ sub: 'a\0b' })],
  ['roles in a list in a list', () => signed({ roles: [[`ADMIN@${account.id}`]] })],
  ['roles as an object', () => signed({ roles: { [`ADMIN@${account.id}`]: true } })],
  ['a role that is a number', () => signed({ roles: [`ADMIN@${account.id}`, 1] })],
  ['roles as true', () => signed({ roles: true })],
  ['roles as null', () => signed({ roles: null })],
  // Changed on its way, or something else altogether.
  ['a signature that is cut', () => signed({}).slice(0, -40)],
  ['no signature', () => parts().slice(0, 2).join('.')],
  ['an empty signature', () => `${parts()[0]}.${parts()[1]}.`],
  ['a payload that was changed', () => [parts()[0], encode(admin({ sub: 'somebody else' })), parts()[2]].join('.')],
  [
    'a header that was changed',
    () => [encode({ alg: 'RS256', kid: issuer.key.kid, more: 1 }), ...parts().slice(1)].join('.'),
  ],
  ['crit of what nobody knows', () => signed({}, { crit: ['exp2'], exp2: 1 })],
  ['crit that is empty', () => signed({}, { crit: [] })],
  ['b64 off', () => signed({}, { crit: ['b64'], b64: false })],
  ['the type of a logout token', () => signed({}, { typ: 'logout+jwt' })],
  ['a type that is a number', () => signed({}, { typ: 1 })],
  ['five parts, as encrypted ones have', () => [...parts(), 'AA', 'AA'].join('.')],
  [
    'a token in a token',
    () => compose({ alg: 'RS256', kid: issuer.key.kid, cty: 'JWT' }, signed({}), signWith(issuer.key)),
  ],
  ['a payload that is a list', () => compose({ alg: 'RS256', kid: issuer.key.kid }, [admin()], signWith(issuer.key))],
  ['a payload that is no JSON', () => `${parts()[0]}.${Buffer.from('{').toString('base64url')}.${parts()[2]}`],
  ['a header that is no JSON', () => `e30x.${parts()[1]}.${parts()[2]}`],
  ['padding', () => `${parts()[0]}.${parts()[1]}==.${parts()[2]}`],
  ['a part of plain base64', () => `${parts()[0]}.${parts()[1]}.+/${parts()[2]}`],
  ['13,000 characters, rightly signed', () => signed({ filler: 'x'.repeat(9_500) })],
  ['dots alone', () => '..'],
];

describe('T13: forged tokens', () => {
  it('T13: a good token is taken, so that what follows is refused for what is wrong with it', async () => {
    for (const token of [signed({}), issuer.token(admin(), issuer.keys[1]), signed({ aud: ['other', AUDIENCE] })]) {
      const answer = await answerTo(token);
      expect(await answer.json()).toMatchObject({ data: { viewer: { roles: ['ADMIN'] } } });
    }
    for (const typ of ['at+jwt', 'application/at+jwt', 'jwt', undefined]) {
      expect((await answerTo(signed({}, { typ }))).status).toBe(200);
    }
  });

  it.each(forged)('T13: refuses a token with %s', async (_name, make) => {
    const before = await fingerprint();
    const answer = await answerTo(make());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await fingerprint()).toEqual(before);
  });

  it('T13: nobody is asked for a key at an address that a token names', () => {
    expect(forged.length).toBeGreaterThanOrEqual(20);
    expect(trap.visits).toBe(0);
    expect(new Set(issuer.requests)).toEqual(
      new Set(['/realms/test/.well-known/openid-configuration', '/realms/test/keys']),
    );
  });

  it('T13: the key that forgers use is the public one, which anybody can have', () => {
    expect(createPublicKey(publicPem()).equals(issuer.key.publicKey)).toBe(true);
  });

  it('A4: each refusal is in the trail of the platform, with a reason and nothing of the token', async () => {
    const rows = await sql<{ changes: [{ after: string }]; kind: string; text: string }>(
      `SELECT changes, actor_kind AS kind, audit_events::text AS text FROM audit_events WHERE action = 'SIGN_IN_REFUSED' AND id > $1`,
      [begun],
    );
    expect(rows.length).toBeGreaterThanOrEqual(forged.length);
    const reasons = [...new Set(rows.map(({ changes }) => changes[0].after))].sort();
    expect(reasons).toEqual([
      'expired token',
      'malformed token',
      'token of no known issuer',
      'token signed with an unknown key',
      ...['aud', 'exp', 'nbf', 'sub'].map((claim) => `token with a wrong claim: ${claim}`),
      'token with a wrong signature',
      'token with roles of a wrong shape',
      'token without a subject',
    ]);
    for (const { kind, text } of rows) {
      expect(kind).toBe('SYSTEM');
      expect(text).not.toContain(account.id);
    }
    expect(test.logs.join('')).not.toContain(parts()[0]);
  });
});

describe('T13: a minute of tolerance between two clocks', () => {
  it.each([
    ['a token is taken 59 s after its end', { exp: seconds - 59 }, 200],
    ['a token is refused 60 s after its end', { exp: seconds - 60 }, 401],
    ['a token is taken 60 s before its beginning', { nbf: seconds + 60 }, 200],
    ['a token is refused 61 s before its beginning', { nbf: seconds + 61 }, 401],
  ])('T13: %s', async (_name, claims, status) => {
    expect((await answerTo(signed(claims))).status).toBe(status);
  });
});

describe('T13: a flood of wrong tokens', () => {
  it('T13: is held back by address, and holds nobody back who has a good one', async () => {
    const headers = freshAddress();
    const ask = async (token: string) => (await post(test.url, { token, headers, body: VIEWER })).status;
    const statuses: number[] = [];
    for (let call = 0; call < 22; call += 1) statuses.push(await ask(byStranger({ kid: issuer.key.kid })));
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429]);
    expect(await ask(signed({}))).toBe(200);
  });
});
