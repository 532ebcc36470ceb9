import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError, configurationVariables, environmentOf, loadConfig } from '../../src/config/config.js';
import { isLoopback } from '../../src/shared/safe-url.js';
import { openShop } from '../support/certificates.js';

const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const ACCOUNT = '0193a1b2-3c4d-7e5f-8a6b-0123456789ab';
const OIDC = { OIDC_ISSUER: 'https://login.example/realms/msp', OIDC_AUDIENCE: 'psa-bridge' };
const CANARY = 'canary-value-5d1e';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('P17, O5: the configuration', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'psa-config-'));
    const shop = await openShop();
    const [one, other] = await Promise.all([shop.issued('DNS:one.test'), shop.issued('DNS:other.test')]);
    writeFileSync(file('one.pem'), one.cert);
    writeFileSync(file('one.key'), one.key);
    writeFileSync(file('other.key'), other.key);
    writeFileSync(file('text'), CANARY);
    writeFileSync(file('keys'), `${KEYS}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('needs nothing: the defaults serve this machine alone', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      metricsHost: '127.0.0.1',
      metricsPort: 9464,
      requestsPerMinute: 1200,
      databasePoolMax: 10,
    });
    expect(config).toMatchObject({
      corsOrigins: [],
      trustedProxies: [],
      tls: undefined,
      databaseUrl: undefined,
      logLevel: 'info',
    });
    expect(config.explorer).toBe(true);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes an empty value, or blanks, for an absent one', () => {
    const empty = Object.fromEntries(configurationVariables.map((name) => [name, '']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
    expect(loadConfig(Object.fromEntries(configurationVariables.map((name) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it.each([
    ['PORT', ['-1', '65536', '1.5', 'http', '0x10', '1e3', '80,81', 'NaN', 'Infinity', '١']],
    ['METRICS_PORT', ['-1', '65536', 'x']],
    ['DATABASE_POOL_MAX', ['0', '1', '101', 'ten', '-5', '2.5']],
    ['REQUESTS_PER_MINUTE', ['0', '-1', '1000001', 'many']],
    [
      'PUBLIC_URL',
      [
        ...['psa.example.com', 'http://psa.example.com', 'ftp://psa.example.com', 'https://jo:x@psa.example.com'],
        ...['https://psa.example.com/?a=b', 'https://psa.example.com/#x', 'https://psa.example.com?', 'https://'],
      ],
    ],
    ['DATABASE_URL', ['mysql://u:p@h/d', 'localhost:5432', 'postgres:', 'postgres://u:p@h:port/d']],
    ['TLS_ENDED_BY_PROXY', ['yes', '1', 'TRUE', 'on']],
    ['EXPLORER', ['yes', '0']],
    [
      'CORS_ORIGINS',
      ['*', 'admin.example', 'https://a.example/', 'https://a.example/path', 'null', 'https://a.example,*'],
    ],
    [
      'TRUSTED_PROXIES',
      ['proxy.example', '10.0.0.0/33', '10.0.0', '10.0.0.0/8/8', '::1/129', '10.0.0.1,x', '10.0.0.0/', 'true'],
    ],
    ['LOG_LEVEL', ['verbose', 'INFO', 'trace;']],
    [
      'SEALING_KEYS',
      ['x', 'id:short', `id:${Buffer.alloc(31).toString('base64')}`, `${KEYS},${KEYS}`, `ID:${KEYS.slice(3)}`, ','],
    ],
    ['CONNECTWISE_CLIENT_ID', ['not-a-guid', '1234']],
    ['CONNECTWISE_ALLOWED_HOSTS', ['https://psa.example', 'psa.example/path', 'psa.example:99999']],
    ['CONNECTWISE_HTTP_HOSTS', ['http://psa.example']],
    [
      'OIDC_ISSUER',
      [
        ...['login.example', 'http://login.example', 'ftp://login.example', 'https://jo:x@login.example', 'https://'],
        ...['https://login.example?a', 'https://login.example/#x', 'http://127.0.0.1.evil.test'],
      ],
    ],
    ['OIDC_AUDIENCE', [',', 'a,,b', 'a,']],
    ['OIDC_JWKS_URL', ['keys', 'http://login.example/keys', 'file:///keys', 'https://login.example/keys#x']],
    ['OIDC_ALGORITHMS', ['none', 'HS256', 'RS256,HS256', 'rs256', ',', 'dir']],
    ['OIDC_ROLES_CLAIM', ['/', '//', '/a/', '/a//b']],
    ['OIDC_NAME_CLAIMS', [',', 'name,']],
    [
      'OIDC_ROLE_MAP',
      [
        ...['x', '[]', '1', 'null', '{', '{"a": 1}', '{"a": []}', '{"a": [["PLATFORM"]]}', '{"a": "ADMIN"}'],
        ...[`{"a": "INGEST@${ACCOUNT}"}`, `{"a": "PLATFORM@${ACCOUNT}"}`, `{"a": "admin@${ACCOUNT}"}`],
        ...['{"a": "ADMIN@x"}', '{"a": "ADMIN@00000000-0000-0000-0000-000000000000"}', `{"a": "ADMIN@${ACCOUNT} "}`],
      ],
    ],
  ])('P17: refuses every wrong %s by its name', (name, values) => {
    for (const value of values) {
      const problems = problemsOf({ [name]: value });
      expect({ value, isTold: problems.some((line) => line.startsWith(`${name} `)) }).toEqual({ value, isTold: true });
    }
  });

  it.each(['TLS_CERT_FILE', 'TLS_KEY_FILE', 'SEALING_KEY_FILE', 'CONNECTWISE_CA_FILE'])(
    'P17: %s must name a file that holds what it says',
    (name) => {
      for (const path of [file('none'), folder, file('text'), '\0']) {
        const problems = problemsOf({ TLS_CERT_FILE: file('one.pem'), TLS_KEY_FILE: file('one.key'), [name]: path });
        expect(problems.length).toBeGreaterThan(0);
        for (const line of problems) expect(line).toMatch(new RegExp(`^${name} `));
        expect(problems.join()).not.toContain(CANARY);
      }
    },
  );

  it('P17: tells every problem of every variable in one message', () => {
    const wrong = {
      ...{
        PORT: CANARY,
        DATABASE_URL: CANARY,
        LOG_LEVEL: CANARY,
        TLS_CERT_FILE: `/${CANARY}`,
        HOST: '0.0.0.0',
        EXPLORER: CANARY,
      },
      ...{ SEALING_KEYS: CANARY, SEALING_KEY_FILE: `/${CANARY}`, CONNECTWISE_CLIENT_ID: CANARY, CORS_ORIGINS: CANARY },
      ...{ TRUSTED_PROXIES: CANARY, TLS_ENDED_BY_PROXY: CANARY, REQUESTS_PER_MINUTE: CANARY, METRICS_PORT: CANARY },
      PUBLIC_URL: CANARY,
      ...{ OIDC_ISSUER: CANARY, OIDC_AUDIENCE: `${CANARY},`, OIDC_JWKS_URL: CANARY, OIDC_ALGORITHMS: CANARY },
      ...{
        OIDC_ROLES_CLAIM: `/${CANARY}/`,
        OIDC_NAME_CLAIMS: `,${CANARY}`,
        OIDC_ROLE_MAP: `{"${CANARY}": "${CANARY}"}`,
      },
      ...{
        DATABASE_POOL_MAX: CANARY,
        CONNECTWISE_ALLOWED_HOSTS: `https://${CANARY}`,
        CONNECTWISE_HTTP_HOSTS: `https://${CANARY}`,
      },
    };
    expect(() => loadConfig(wrong)).toThrow(ConfigurationError);
    const problems = problemsOf(wrong);
    for (const name of Object.keys(wrong)) {
      if (name !== 'HOST') expect(problems.filter((line) => line.startsWith(`${name} `))).not.toEqual([]);
    }
    expect(problems.join('\n')).not.toContain(CANARY);
    expect(problems).toContainEqual(expect.stringContaining('TLS_CERT_FILE and TLS_KEY_FILE belong together'));
    expect(problems).toContainEqual(expect.stringContaining('exclude each other'));
  });

  it('P17: a wrong value hides no problem between other variables', () => {
    expect(
      problemsOf({ PORT: 'x', HOST: '0.0.0.0', DATABASE_URL: 'postgres://h/d' }).map((line) => line.split(' ')[0]),
    ).toEqual(['PORT', 'HOST', 'SEALING_KEY_FILE']);
  });

  it.each([
    ['a host beyond loopback without TLS', { HOST: '0.0.0.0' }, 'HOST'],
    ['a name that only begins like loopback', { HOST: '127.0.0.1.example.com' }, 'HOST'],
    ['every IPv6 address', { HOST: '::' }, 'HOST'],
    ['a certificate without its key', { TLS_CERT_FILE: 'one.pem' }, 'TLS_CERT_FILE'],
    ['a key of another certificate', { TLS_CERT_FILE: 'one.pem', TLS_KEY_FILE: 'other.key' }, 'TLS_KEY_FILE'],
    ['a database without a sealing key', { DATABASE_URL: 'postgres://h/d' }, 'SEALING_KEY_FILE'],
    ['two sources of sealing keys', { SEALING_KEYS: KEYS, SEALING_KEY_FILE: 'keys' }, 'SEALING_KEYS'],
    ['an issuer without an audience', { OIDC_ISSUER: OIDC.OIDC_ISSUER }, 'OIDC_AUDIENCE'],
    ['an audience without an issuer', { OIDC_AUDIENCE: 'psa-bridge' }, 'OIDC_AUDIENCE'],
    ['a map of roles without an issuer', { OIDC_ROLE_MAP: '{"a": "PLATFORM"}' }, 'OIDC_ROLE_MAP'],
    ['one port for two servers', { PORT: '4000', METRICS_PORT: '4000' }, 'PORT'],
  ])('P17: refuses %s', (_name, environment, first) => {
    const inFolder = Object.entries(environment).map(([name, value]) => [
      name,
      name.endsWith('_FILE') ? file(value) : value,
    ]);
    expect(problemsOf(Object.fromEntries(inFolder)).map((line) => line.split(' ')[0])).toEqual([first]);
  });

  it.each<[string, Record<string, string>]>([
    ['TLS of its own', { HOST: '0.0.0.0', TLS_CERT_FILE: 'one.pem', TLS_KEY_FILE: 'one.key' }],
    [
      'a proxy that ends TLS',
      { HOST: '::', TLS_ENDED_BY_PROXY: 'true', TRUSTED_PROXIES: '10.0.0.0/8, ::1, 192.0.2.7' },
    ],
    [
      'a database with a sealing key',
      { DATABASE_URL: 'postgresql://u:p%40@h:5432/d?sslmode=require', SEALING_KEY_FILE: 'keys' },
    ],
    ['a database on a socket', { DATABASE_URL: 'postgres:///psa?host=/run/postgresql', SEALING_KEYS: KEYS }],
    ['free ports', { PORT: '0', METRICS_PORT: '0' }],
    ['several origins', { CORS_ORIGINS: 'https://a.example, http://localhost:3000' }],
    ['an authority', { CONNECTWISE_CA_FILE: 'one.pem' }],
    ['a public address', { PUBLIC_URL: 'https://psa.example.com' }],
    ['a public address below a path', { PUBLIC_URL: 'https://example.com:8443/psa/' }],
    ['a public address that only this machine reaches', { PUBLIC_URL: 'http://127.0.0.1:4000' }],
    ['an issuer', { ...OIDC, OIDC_ALGORITHMS: 'ES256, EdDSA', OIDC_JWKS_URL: 'https://keys.example/a?b=c' }],
    ['an issuer on this machine', { ...OIDC, OIDC_ISSUER: 'http://localhost:8080/realms/msp/' }],
    [
      'a map of roles',
      { ...OIDC, OIDC_ROLE_MAP: `{"a=b, c": ["ADMIN@${ACCOUNT}", "PLATFORM"], "d": "READER@${ACCOUNT}"}` },
    ],
    ['a proxy', { CONNECTWISE_PROXY: 'http://jo:secret@proxy.example.lan:3128' }],
  ])('takes %s', (_name, environment) => {
    const inFolder = Object.entries(environment).map(([name, value]) => [
      name,
      name.endsWith('_FILE') ? file(value) : value,
    ]);
    expect(problemsOf(Object.fromEntries(inFolder))).toEqual([]);
  });

  it('drops the slash behind a public address, to which paths are added', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://psa.example.com/' }).publicUrl).toBe('https://psa.example.com');
    expect(loadConfig({ PUBLIC_URL: 'https://example.com/psa//' }).publicUrl).toBe('https://example.com/psa');
  });

  it('T13: has safe defaults for people who sign in, and nobody does without an issuer', () => {
    expect(loadConfig({}).oidc).toBeUndefined();
    expect(loadConfig(OIDC).oidc).toEqual({
      ...{ issuer: OIDC.OIDC_ISSUER, audiences: ['psa-bridge'], jwksUrl: undefined, roleMap: undefined },
      ...{ algorithms: ['RS256', 'PS256', 'ES256'], rolesClaim: 'roles' },
      nameClaims: ['name', 'email', 'preferred_username'],
    });
  });

  it('opens the explorer on loopback alone, unless told', () => {
    const beyond = { HOST: '0.0.0.0', TLS_ENDED_BY_PROXY: 'true' };
    expect(loadConfig(beyond).explorer).toBe(false);
    expect(loadConfig({ ...beyond, EXPLORER: 'true' }).explorer).toBe(true);
    expect(loadConfig({ EXPLORER: 'false' }).explorer).toBe(false);
  });

  it('knows loopback by its addresses, not by how a name begins', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '127.0.0.1.evil.test', '128.0.0.1', 'localhost.evil.test', ''].some(isLoopback)).toBe(
      false,
    );
  });

  it('reads .env under the real environment, which wins', () => {
    writeFileSync(file('.env'), 'PORT=1\nPATH=/from-file\n# HOST=comment\nLOG_LEVEL="warn"\n');
    const environment = environmentOf(folder);
    expect(environment).toMatchObject({ PORT: '1', LOG_LEVEL: 'warn', PATH: process.env['PATH'] });
    expect(environment['HOST']).toBe(process.env['HOST']);
  });
});
