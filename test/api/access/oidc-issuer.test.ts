import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, post } from '../../support/graphql-client.js';
import { encode, type Illness, Issuer, newKey } from '../../support/issuer.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ViewerDocument } from '../operations.generated.js';
import { freshAddress } from '../support/generated-calls.js';

const VIEWER = '{"query":"{ viewer { roles } }"}';
const DISCOVERY = '/realms/test/.well-known/openid-configuration';
const KEYS = '/realms/test/keys';
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

describe('T13: the keys of the issuer', () => {
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
  let issuer: Issuer;
  let test: TestApp;
  let account: SeedAccount;
  beforeEach(async () => {
    clock.ahead = 0;
    issuer = await Issuer.start();
  });
  afterEach(async () => {
    await test.close();
    await issuer.close();
  });

  const start = async (environment: Record<string, string> = {}) => {
    const proxies = { TRUSTED_PROXIES: '127.0.0.1' };
    test = await startTestApp({ clock, environment: { ...issuer.environment, ...proxies, ...environment } });
    account = await test.account();
  };
  /** Of somebody who may do what an ADMIN may, for as long as any clock here says. */
  const token = (key = issuer.key) =>
    issuer.token({ roles: [`ADMIN@${account.id}`], exp: Math.floor(Date.now() / 1_000) + 100 * 3_600 }, key);
  const answerTo = (bearer: string) => post(test.url, { token: bearer, headers: freshAddress(), body: VIEWER });
  const statusOf = async (bearer: string) => (await answerTo(bearer)).status;

  it('T13: are found by discovery at the first token, and read once for many', async () => {
    await start();
    expect(issuer.requests).toEqual([]);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(token())));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(issuer.requests).toEqual([DISCOVERY, KEYS]);
  });

  it('T13: are asked for by no token that is not meant for us', async () => {
    await start();
    const [header, claims, signature] = token().split('.');
    const wrong = [
      ...[`${header}.${claims}`, `${header}.${claims}.${signature}.AA.AA`, `${header}.e30.${signature}`, '...'],
      ...[`${encode({ alg: 'HS256' })}.${claims}.${signature}`, `${encode({ alg: 'none' })}.${claims}.`],
      ...[issuer.token({ iss: 'https://issuer.example' }), issuer.token({ filler: 'x'.repeat(9_500) })],
    ];
    for (const bearer of wrong) expect(await statusOf(bearer)).toBe(401);
    expect(issuer.requests).toEqual([]);
  });

  it('T13: are read without discovery where the configuration says where', async () => {
    await start({ OIDC_JWKS_URL: issuer.jwksUrl });
    expect(await statusOf(token())).toBe(200);
    expect(issuer.requests).toEqual([KEYS]);
  });

  it('T13: a new one is found with the first token that names it, once the last look is half a minute ago', async () => {
    await start();
    expect(await statusOf(token())).toBe(200);
    const fresh = newKey();
    issuer.keys = [fresh, ...issuer.keys];
    expect(await statusOf(token(fresh))).toBe(401);
    clock.ahead += 31 * SECOND;
    expect(await statusOf(token(fresh))).toBe(200);
    expect(issuer.requests).toEqual([DISCOVERY, KEYS, KEYS]);
  });

  it('T13: unknown ones make the issuer be asked once in half a minute, however many there are', async () => {
    await start();
    expect(await statusOf(token())).toBe(200);
    const stranger = newKey();
    for (let round = 1; round <= 3; round += 1) {
      clock.ahead += 31 * SECOND;
      const statuses = await Promise.all(
        Array.from({ length: 30 }, () => statusOf(token({ ...stranger, kid: `${Math.random()}` }))),
      );
      expect(new Set(statuses)).toEqual(new Set([401]));
      expect(issuer.requests.filter((path) => path === KEYS)).toHaveLength(1 + round);
    }
    expect(issuer.requests.filter((path) => path === DISCOVERY)).toHaveLength(1);
  });

  it('T13: one that was withdrawn counts no more after ten minutes', async () => {
    await start();
    const [old] = issuer.keys;
    expect(await statusOf(token(old))).toBe(200);
    issuer.keys = [newKey()];
    clock.ahead += 9 * MINUTE;
    expect(await statusOf(token(old))).toBe(200);
    clock.ahead += 2 * MINUTE;
    expect(await statusOf(token(old))).toBe(401);
    expect(await statusOf(token())).toBe(200);
  });

  it('T13: those that are known are used for a day while the issuer is away; a clock that goes back stops nothing', async () => {
    await start();
    expect(await statusOf(token())).toBe(200);
    issuer.illness = 'status';
    for (const ahead of [11 * MINUTE, 23 * HOUR]) {
      clock.ahead = ahead;
      expect(await statusOf(token())).toBe(200);
    }
    clock.ahead = 25 * HOUR;
    expect(await statusOf(token())).toBe(503);
    clock.ahead = 0;
    issuer.illness = 'none';
    expect(await statusOf(token())).toBe(200);
  });

  it.each<Illness>(['status', 'redirect', 'huge', 'compressed', 'rubbish', 'silent', 'dripping'])(
    'T13: an issuer that is ill (%s) answers 503 to people, and access tokens go on',
    async (illness) => {
      await start({ OIDC_JWKS_URL: issuer.jwksUrl });
      issuer.illness = illness;
      const answer = await answerTo(token());
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(30);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
      expect((await ask(account, ViewerDocument)).viewer?.actor.kind).toBe('TOKEN');
      // No second look before it is time, and none where the answer leads.
      for (let call = 0; call < 5; call += 1) expect(await statusOf(token())).toBe(503);
      expect(issuer.requests).toEqual([KEYS]);
      issuer.illness = 'none';
      clock.ahead += 31 * SECOND;
      expect(await statusOf(token())).toBe(200);
    },
  );

  it('T13: an unknown key is unavailable, not wrong, while the issuer is away; known ones are neither', async () => {
    await start();
    expect(await statusOf(token())).toBe(200);
    const fresh = newKey();
    issuer.keys = [...issuer.keys, fresh];
    issuer.illness = 'status';
    clock.ahead += 31 * SECOND;
    expect(await statusOf(token(fresh))).toBe(503);
    expect(await statusOf(token())).toBe(200);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { issuer: 'https://issuer.example' }],
    ['that does not say of whom', { issuer: undefined }],
    ['with keys at an address in the clear', { jwks_uri: 'http://issuer.example/keys' }],
    ['with keys in a file', { jwks_uri: 'file:///etc/keys.json' }],
    ['without keys', { jwks_uri: undefined }],
  ])('T13: a discovery document %s is none', async (_name, discovery) => {
    issuer.discovery = discovery;
    await start();
    expect(await statusOf(token())).toBe(503);
    expect(issuer.requests).toEqual([DISCOVERY]);
  });

  it('T13: a key set may hold keys that are none of ours', async () => {
    await start();
    const [good] = issuer.keys;
    issuer.extraKeys = [
      { kty: 'oct', k: 'AAAA', kid: 'secret' },
      { kty: 'odd' },
      { kty: 'RSA', kid: 'broken', n: '', e: '' },
    ];
    expect(await statusOf(token())).toBe(200);
    expect(good && (await statusOf(token({ ...good, kid: 'broken' })))).toBe(401);
  });

  it('A1: without a configured issuer a JWT is a token that nobody knows, and nobody is asked', async () => {
    await start({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' });
    expect(await statusOf(token())).toBe(401);
    expect(issuer.requests).toEqual([]);
  });
});
