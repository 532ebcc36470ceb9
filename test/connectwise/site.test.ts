import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAddressPolicy } from '../../src/connectwise/address-policy.js';
import { parseSite } from '../../src/connectwise/site.js';

const NOTHING = createAddressPolicy({ allowedHosts: [], httpHosts: [] });
const parse = (text: string, policy = NOTHING) => {
  const parsed = parseSite(text, policy);
  return parsed.kind === 'site' ? parsed.site.origin : parsed.refusal.kind;
};

describe('a typed site', () => {
  it.each([
    ['na.myconnectwise.net', 'https://na.myconnectwise.net'],
    ['  NA.MyConnectWise.net/ \n', 'https://na.myconnectwise.net'],
    ['https://na.myconnectwise.net', 'https://na.myconnectwise.net'],
    ['HTTPS://psa.example.com:443/', 'https://psa.example.com'],
    ['psa.example.com:8443', 'https://psa.example.com:8443'],
    ['psa.example.com.', 'https://psa.example.com'],
    ['https://na.myconnectwise.net/v4_6_release/apis/3.0', 'https://na.myconnectwise.net'],
    ['na.myconnectwise.net/v4_6_release', 'https://na.myconnectwise.net'],
    ['https://api-na.myconnectwise.net/v2025_1/apis/3.0/', 'https://api-na.myconnectwise.net'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['psa。example。com', 'https://psa.example.com'],
    ['8.8.8.8', 'https://8.8.8.8'],
    ['[2606:4700::1111]:8443', 'https://[2606:4700::1111]:8443'],
  ])('normalises %j', (text, origin) => {
    expect(parse(text)).toBe(origin);
    expect(parse(origin)).toBe(origin);
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

  it('tells one instance by its API host, whichever of its hosts was typed', () => {
    const hosts = [
      'na.myconnectwise.net',
      'aus.myconnectwise.net',
      'staging.connectwisedev.com',
      'psa.example.com:8443',
    ];
    const instances = hosts.map((host) => {
      const parsed = parseSite(host, NOTHING);
      return parsed.kind === 'site' && parsed.site.instanceHost;
    });
    expect(instances).toEqual([
      'api-na.myconnectwise.net',
      'api-aus.myconnectwise.net',
      'api-staging.connectwisedev.com',
      'psa.example.com:8443',
    ]);
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

describe('the address policy', () => {
  it('names the variable and the value that would allow a host that is not public', () => {
    const parsed = parseSite('https://10.1.2.3:8443', NOTHING);
    expect(parsed).toMatchObject({
      refusal: {
        kind: 'non-public-address',
        message: expect.stringContaining('CONNECTWISE_ALLOWED_HOSTS must list 10.1.2.3:8443'),
        policyChanges: [{ variable: 'CONNECTWISE_ALLOWED_HOSTS', value: '10.1.2.3:8443' }],
      },
    });
  });

  it('takes exactly the value it named', () => {
    for (const text of [
      '10.1.2.3:8443',
      'psa',
      'https://[fd00::1]:444',
      '[::1]',
      'http://psa:8080',
      'http://127.0.0.1',
    ]) {
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
