import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createAddressPolicy } from '../../src/connectwise/address-policy.js';
import { allowedAddresses, isExpected } from '../../src/connectwise/guarded-socket.js';
import type { Resolver } from '../../src/connectwise/resolver.js';
import { parseSite, type Site } from '../../src/connectwise/site.js';
import { accessTo, clientFor, closeClients, errorOf, policyFor } from './support/client.js';
import { COMPANY_INFO, json, startFarSide } from './support/far-side.js';
import { LITERALS, SINGLE_LABELS } from './support/internal-hosts.js';

const NOTHING = createAddressPolicy({ allowedHosts: [], httpHosts: [] });

let trap: Server;
let trapPort = 0;
let hits = 0;

beforeAll(async () => {
  trap = createServer((socket) => {
    hits++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const address = trap.address();
  trapPort = typeof address === 'object' && address ? address.port : 0;
});

afterEach(closeClients);

afterAll(async () => {
  expect(hits).toBe(0);
  await new Promise((resolve) => trap.close(resolve));
});

describe('T5: internal addresses', () => {
  it('T5: has a table of at least 60 hosts', () => {
    expect(LITERALS.length + SINGLE_LABELS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(LITERALS)('T5: refuses the address %s as a site', (host) => {
    expect(parseSite(`https://${host}:${trapPort}`, NOTHING)).toMatchObject({
      refusal: { kind: 'non-public-address' },
    });
  });

  it.each(SINGLE_LABELS)('T5: refuses the name %s as a site', (host) => {
    expect(parseSite(`https://${host}:${trapPort}`, NOTHING)).toMatchObject({ refusal: { kind: 'single-label-name' } });
  });

  it.each(LITERALS)('T5: does not connect to %s even if a site with it got through', async (host) => {
    const { hostname, port, host: withPort } = new URL(`https://${host}:${trapPort}`);
    const site: Site = {
      origin: `https://${withPort}`,
      host: withPort,
      hostname,
      port: Number(port),
      instanceHost: withPort,
    };
    const error = await errorOf(clientFor({ policy: NOTHING }).open(accessTo(site), 'interactive').address());
    expect(error.kind).toBe('address-forbidden');
    expect(error.message).toContain('CONNECTWISE_ALLOWED_HOSTS');
  });

  it.each([
    ['loopback', ['127.0.0.1']],
    ['IPv6 loopback', ['::1']],
    ['metadata', ['169.254.169.254']],
    ['a private network', ['10.0.0.8', 'fd00::8']],
    ['mapped loopback', ['::ffff:127.0.0.1']],
    ['NAT64 loopback', ['64:ff9b::7f00:1']],
    ['something that is no address', ['not-an-address']],
  ])('T5: refuses a public name that leads to %s', async (_what, addresses) => {
    const resolver: Resolver = async () => addresses;
    const site = namedSite(`psa.example.com:${trapPort}`);
    const error = await errorOf(clientFor({ policy: NOTHING, resolver }).open(accessTo(site), 'interactive').address());
    expect(error.kind).toBe('address-forbidden');
  });

  it('T5: checks a name anew for every connection, so a name that changes its address gains nothing', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.1'], ['169.254.169.254']];
    let asked = 0;
    // Allowed at first: the stand-in for a public address is loopback, listed for one port only.
    const server = await startFarSide((_request, response) => {
      response.shouldKeepAlive = false;
      json(response, { ...COMPANY_INFO, IsCloud: true, SiteUrl: 'api-na.myconnectwise.net' });
    });
    try {
      const resolver: Resolver = async () => answers[Math.min(asked++, 2)] ?? [];
      const policy = policyFor(`psa.example.com:${server.port}`);
      const client = clientFor({ policy, resolver });
      const session = client.open(accessTo(namedSite(`http://psa.example.com:${server.port}`, policy)), 'interactive');
      await session.address();
      // The learned host is not on the list, and its name now leads inside.
      expect((await errorOf(session.system.info())).kind).toBe('address-forbidden');
      expect(server.seen).toHaveLength(1);
    } finally {
      await server.close();
    }
  });

  it('T5: connects to the address it checked, without a second look-up', async () => {
    const server = await startFarSide((_request, response) => json(response, COMPANY_INFO));
    try {
      let asked = 0;
      const resolver: Resolver = async () => {
        asked++;
        return asked === 1 ? ['127.0.0.1'] : ['127.0.0.99'];
      };
      const policy = policyFor(`psa.example.com:${server.port}`);
      const site = namedSite(`http://psa.example.com:${server.port}`, policy);
      await clientFor({ policy, resolver }).open(accessTo(site), 'interactive').address();
      expect([asked, server.seen.length]).toEqual([1, 1]);
    } finally {
      await server.close();
    }
  });

  it('T5: passes over the non-public addresses of a name that has public ones', async () => {
    const guard = { policy: NOTHING, resolver: async () => ['127.0.0.1', '8.8.8.8', '::1', '2606:4700::1111'] };
    const target = { hostname: 'psa.example.com', port: 443 };
    expect(await allowedAddresses(target, guard)).toEqual(['8.8.8.8', '2606:4700::1111']);
  });

  it('T5: drops a connection whose far end is not among the checked addresses', () => {
    expect(isExpected('127.0.0.1', ['8.8.8.8'])).toBe(false);
    expect(isExpected(undefined, ['8.8.8.8'])).toBe(false);
    expect(isExpected('::ffff:8.8.8.8', ['8.8.8.8'])).toBe(true);
    expect(isExpected('2606:4700:0:0::1111', ['2606:4700::1111'])).toBe(true);
  });
});

function namedSite(text: string, policy = NOTHING): Site {
  const parsed = parseSite(text, policy);
  if (parsed.kind === 'refused') throw new Error(parsed.refusal.message);
  return parsed.site;
}
