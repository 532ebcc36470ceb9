import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAddressPolicy } from '../../src/connectwise/address-policy.js';
import { parseSite } from '../../src/connectwise/site.js';

const NOTHING = createAddressPolicy({ allowedHosts: [], httpHosts: [] });
const parse = (text: string, policy = NOTHING) => {
  const parsed = parseSite(text, policy);
  return parsed.kind === 'site' ? parsed.site.origin : parsed.refusal.kind;
};

// What a person types or pastes, what it stands for, and which instance it is.
const NORMALISED: readonly (readonly [why: string, typed: string, origin: string, instanceHost: string])[] = [
  ['a host as in the address bar', 'psa.example.com', 'https://psa.example.com', 'psa.example.com'],
  ['blanks around it', '  psa.example.com\t\n', 'https://psa.example.com', 'psa.example.com'],
  ['a wide blank behind it', 'psa.example.com\u3000', 'https://psa.example.com', 'psa.example.com'],
  ['capital letters', 'PSA.Example.COM', 'https://psa.example.com', 'psa.example.com'],
  ['a URL', 'https://psa.example.com', 'https://psa.example.com', 'psa.example.com'],
  ['a scheme in capitals', 'HTTPS://psa.example.com', 'https://psa.example.com', 'psa.example.com'],
  ['a trailing slash', 'https://psa.example.com/', 'https://psa.example.com', 'psa.example.com'],
  ['a slash behind a host', 'psa.example.com/', 'https://psa.example.com', 'psa.example.com'],
  ['a trailing dot', 'psa.example.com.', 'https://psa.example.com', 'psa.example.com'],
  ['a trailing dot before a port', 'psa.example.com.:8443', 'https://psa.example.com:8443', 'psa.example.com:8443'],
  ["the scheme's own port", 'https://psa.example.com:443/', 'https://psa.example.com', 'psa.example.com'],
  ['another port', 'psa.example.com:8443', 'https://psa.example.com:8443', 'psa.example.com:8443'],
  ['a port in a URL', 'https://psa.example.com:8443/', 'https://psa.example.com:8443', 'psa.example.com:8443'],
  ['port 80 with TLS', 'psa.example.com:80', 'https://psa.example.com:80', 'psa.example.com:80'],
  [
    'the versionless API',
    'https://psa.example.com/v4_6_release/apis/3.0',
    'https://psa.example.com',
    'psa.example.com',
  ],
  ['the versionless path', 'psa.example.com/v4_6_release', 'https://psa.example.com', 'psa.example.com'],
  ['the versionless path in capitals', 'psa.example.com/V4_6_Release/', 'https://psa.example.com', 'psa.example.com'],
  ['an API of a version', 'https://psa.example.com/v2025_1/apis/3.0/', 'https://psa.example.com', 'psa.example.com'],
  ['a page of a version', 'psa.example.com/v2025_16/ConnectWise.aspx', 'https://psa.example.com', 'psa.example.com'],
  ['a pasted API path and port', 'psa.example.com:444/v2024_3/', 'https://psa.example.com:444', 'psa.example.com:444'],
  ['an international name', 'bücher.example', 'https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['one in Japanese', '会社.example.jp', 'https://xn--6oq404h.example.jp', 'xn--6oq404h.example.jp'],
  ['one in ASCII already', 'xn--bcher-kva.example', 'https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['an ideographic full stop', 'psa。example。com', 'https://psa.example.com', 'psa.example.com'],
  ['full-width letters', 'ｐｓａ.example.com', 'https://psa.example.com', 'psa.example.com'],
  ['a public IPv4 address', '8.8.8.8', 'https://8.8.8.8', '8.8.8.8'],
  ['the same as one number', '134744072', 'https://8.8.8.8', '8.8.8.8'],
  ['a public IPv6 address', '[2606:4700::1111]:8443', 'https://[2606:4700::1111]:8443', '[2606:4700::1111]:8443'],
  ['one written at length', '[2606:4700:0:0:0:0:0:1111]', 'https://[2606:4700::1111]', '[2606:4700::1111]'],
  ...(
    [
      ['North America', 'na.myconnectwise.net', 'api-na.myconnectwise.net'],
      ['Europe', 'eu.myconnectwise.net', 'api-eu.myconnectwise.net'],
      ['Australia', 'au.myconnectwise.net', 'api-au.myconnectwise.net'],
      ['Australia, its other name', 'aus.myconnectwise.net', 'api-aus.myconnectwise.net'],
      ['South Africa', 'za.myconnectwise.net', 'api-za.myconnectwise.net'],
      ['staging', 'staging.connectwisedev.com', 'api-staging.connectwisedev.com'],
    ] as const
  ).flatMap(([region, page, api]) => [
    [`the page host of ${region}`, page, `https://${page}`, api] as const,
    [`the API host of ${region}`, api, `https://${api}`, api] as const,
  ]),
  [
    'a page host with its API',
    'NA.MyConnectWise.net/v4_6_release/apis/3.0',
    'https://na.myconnectwise.net',
    'api-na.myconnectwise.net',
  ],
];

describe('S3: a typed site', () => {
  it('has a table of at least 30 inputs', () => {
    expect(NORMALISED.length).toBeGreaterThanOrEqual(30);
  });

  it.each(NORMALISED)('is normalised: %s: %j', (_why, text, origin, instanceHost) => {
    expect(parse(text)).toBe(origin);
    expect(parse(origin)).toBe(origin);
    expect(parseSite(text, NOTHING)).toMatchObject({ site: { instanceHost } });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ftp://psa.example.com', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'malformed'],
    ['https://user:pass@psa.example.com', 'user-info'],
    ['psa.example.com@evil.example', 'user-info'],
    ['https://psa.example.com/?a=b', 'query'],
    ['https://psa.example.com/#top', 'fragment'],
    ['https://psa.example.com/login', 'path'],
    ['https://psa.example.com/v4_6_releases', 'path'],
    ['https://psa.example.com//v4_6_release', 'path'],
    ['https://psa.example.com/x/../login', 'path'],
    ['psa.exam\u0000ple.com', 'control-characters'],
    ['psa.exam\tple.com', 'control-characters'],
    ['psa.example.com\r\nHost: evil', 'control-characters'],
    ['psa example.com', 'malformed'],
    ['psa.example.com\\@evil.example', 'user-info'],
    ['psa.example.com\\evil', 'malformed'],
    ['p%73a.example.com', 'malformed'],
    ['https://', 'malformed'],
    ['//psa.example.com', 'malformed'],
    ['psa.example.com:0', 'malformed'],
    ['psa.example.com:99999', 'malformed'],
    ['psa..example.com', 'malformed'],
    ['-psa.example.com', 'malformed'],
    [`${'a'.repeat(64)}.example.com`, 'malformed'],
    ['999.1.1.1', 'malformed'],
  ])('refuses %j', (text, kind) => {
    expect(parse(text)).toBe(kind);
  });

  it('P4: refuses a name over which a URL parser would think for half a minute', () => {
    expect(parse(`${'名'.repeat(300_000)}.example.com`)).toBe('malformed');
  });

  it('never throws, and what it accepts is a fixed point', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(text, (input) => {
        const origin = parse(input);
        if (origin.startsWith('https://')) expect(parse(origin)).toBe(origin);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});

// What the policy keeps out, and exactly what the operator would have to set to let it in.
const ALLOWED = 'CONNECTWISE_ALLOWED_HOSTS';
const HTTP = 'CONNECTWISE_HTTP_HOSTS';
const FORBIDDEN: readonly (readonly [why: string, typed: string, changes: Readonly<Record<string, string>>])[] = [
  ['loopback', '127.0.0.1', { [ALLOWED]: '127.0.0.1' }],
  ['loopback as one number', 'https://2130706433', { [ALLOWED]: '127.0.0.1' }],
  ['loopback in octal', '0177.0.0.1', { [ALLOWED]: '127.0.0.1' }],
  ['loopback in full-width digits', '１２７.0.0.1', { [ALLOWED]: '127.0.0.1' }],
  ['a private network with a port', 'https://10.1.2.3:8443', { [ALLOWED]: '10.1.2.3:8443' }],
  ['the metadata service', '169.254.169.254/', { [ALLOWED]: '169.254.169.254' }],
  ['loopback in IPv6', 'https://[::1]', { [ALLOWED]: '[::1]' }],
  ['IPv4 inside IPv6', '[::ffff:10.0.0.1]', { [ALLOWED]: '[::ffff:a00:1]' }],
  ['a private IPv6 network with a port', '[fd00::1]:444', { [ALLOWED]: '[fd00::1]:444' }],
  ['a name of one label', 'PSA', { [ALLOWED]: 'psa' }],
  ['a name of one label with a port', 'psa:8443/v4_6_release', { [ALLOWED]: 'psa:8443' }],
  ['localhost with a dot', 'localhost.', { [ALLOWED]: 'localhost' }],
  ['plain http', 'http://psa.example.com', { [HTTP]: 'psa.example.com' }],
  ['plain http with a port', 'HTTP://PSA.example.com:8080/', { [HTTP]: 'psa.example.com:8080' }],
  ['plain http to the cloud', 'http://na.myconnectwise.net', { [HTTP]: 'na.myconnectwise.net' }],
  ['plain http inside', 'http://10.0.0.1:81', { [ALLOWED]: '10.0.0.1:81', [HTTP]: '10.0.0.1:81' }],
];

describe('S3: the address policy', () => {
  it.each(FORBIDDEN)('names the variable and the value that would allow %s: %j', (_why, text, changes) => {
    const parsed = parseSite(text, NOTHING);
    const policyChanges = Object.entries(changes).map(([variable, value]) => ({ variable, value }));

    expect(parsed).toMatchObject({ kind: 'refused', refusal: { policyChanges } });
    for (const { variable, value } of policyChanges) {
      const told = parsed.kind === 'refused' ? parsed.refusal.message : '';
      expect(told).toMatch(new RegExp(`${variable} must list ${value.replace(/[[\].]/g, '\\$&')}[.;]`));
    }
  });

  it('takes exactly the value it named', () => {
    for (const text of [...FORBIDDEN.map(([, typed]) => typed), 'http://psa:8080', 'http://127.0.0.1']) {
      const refused = parseSite(text, NOTHING);
      const changes = refused.kind === 'refused' ? refused.refusal.policyChanges : [];
      expect(changes.length).toBeGreaterThan(0);
      const listed = (variable: string) => changes.filter((one) => one.variable === variable).map((one) => one.value);
      const policy = createAddressPolicy({
        allowedHosts: listed('CONNECTWISE_ALLOWED_HOSTS'),
        httpHosts: listed('CONNECTWISE_HTTP_HOSTS'),
      });
      expect(parseSite(text, policy).kind).toBe('site');
    }
  });

  it('accepts http only for a URL that says http and a host that the policy lists', () => {
    const policy = createAddressPolicy({ allowedHosts: [], httpHosts: ['psa.example.com:8080'] });
    expect(parse('http://psa.example.com:8080', policy)).toBe('http://psa.example.com:8080');
    expect(parse('psa.example.com:8080', policy)).toBe('https://psa.example.com:8080');
    expect(parse('http://psa.example.com', policy)).toBe('http-not-allowed');
    expect(parseSite('http://psa.example.com', policy)).toMatchObject({
      refusal: { message: expect.stringContaining('CONNECTWISE_HTTP_HOSTS must list psa.example.com.') },
    });
  });

  it('opens a listed host for its port only', () => {
    const policy = createAddressPolicy({ allowedHosts: ['psa', '10.0.0.1:8443'], httpHosts: [] });
    expect(parse('psa', policy)).toBe('https://psa');
    expect(parse('psa:8443', policy)).toBe('single-label-name');
    expect(parse('10.0.0.1:8443', policy)).toBe('https://10.0.0.1:8443');
    expect(parse('10.0.0.1', policy)).toBe('non-public-address');
  });

  it.each(['http://psa', 'psa/path', 'a b', 'psa:port', 'user@psa'])(
    'refuses the entry %j by naming its variable',
    (entry) => {
      expect(() => createAddressPolicy({ allowedHosts: [], httpHosts: [entry] })).toThrow('CONNECTWISE_HTTP_HOSTS');
    },
  );
});
