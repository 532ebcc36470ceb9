import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConnectWiseDeps } from '../../src/connectwise/client.js';
import { toFailure } from '../../src/connectwise/errors.js';
import { type OutboundProxy } from '../../src/connectwise/proxy.js';
import { parseProxyUrl } from '../../src/connectwise/proxy-url.js';
import type { Site } from '../../src/connectwise/site.js';
import { type CertificateShop, openShop } from '../support/certificates.js';
import { accessTo, clientFor, closeClients, errorOf, memoryLogger, policyFor, siteOf } from './support/client.js';
import { type ConnectProxy, type ConnectProxyOptions, startConnectProxy } from './support/connect-proxy.js';
import { type FarSide, json, knownCompany, startFarSide } from './support/far-side.js';
import { LITERALS, SINGLE_LABELS } from './support/internal-hosts.js';

let shop: CertificateShop;
let closing: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await closeClients();
  await Promise.all(closing.map((one) => one.close()));
  closing = [];
});

async function proxyWith(options?: ConnectProxyOptions): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  closing.push(proxy);
  return proxy;
}

async function farWith(altName: string): Promise<FarSide> {
  const listener = knownCompany((_request, response) => json(response, { version: 'v2025.1' }));
  const far = await startFarSide(listener, await shop.issued(altName));
  closing.push(far);
  return far;
}

function through(url: string): OutboundProxy {
  const proxy = parseProxyUrl(url);
  if (!proxy) throw new Error('No proxy URL');
  return proxy;
}

/** A name that our resolver leads to public addresses, behind the proxy. */
const NAME = 'psa.example.com';
const PUBLIC = ['8.8.8.8', '9.9.9.9'];

function namedSession(proxy: OutboundProxy, changes: Partial<ConnectWiseDeps> = {}) {
  const deps = { policy: policyFor(), proxy, resolver: async () => PUBLIC, ...changes };
  return clientFor(deps).open(accessTo(siteOf(NAME), { customCa: shop.authority }), 'interactive');
}

describe('S17 an outbound proxy', () => {
  it('S17: carries every call, asked for the address that was checked, with TLS to ConnectWise inside', async () => {
    const far = await farWith(`DNS:${NAME}`);
    const proxy = await proxyWith({ route: () => far.port });
    expect(await namedSession(through(proxy.url)).system.info()).toMatchObject({ version: 'v2025.1' });
    expect(far.seen).toHaveLength(2);
    expect(new Set(proxy.tunnels.map(({ authority }) => authority))).toEqual(new Set(['8.8.8.8:443']));
    for (const { headers } of proxy.tunnels) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('clientid');
    }
  });

  it('S17: takes the next address of the name when the proxy cannot reach the first', async () => {
    const far = await farWith(`DNS:${NAME}`);
    const proxy = await proxyWith({ route: (authority) => (authority.startsWith('8.') ? undefined : far.port) });
    expect(await namedSession(through(proxy.url)).system.info()).toMatchObject({ version: 'v2025.1' });
    expect(proxy.tunnels.slice(0, 2).map(({ authority }) => authority)).toEqual(['8.8.8.8:443', '9.9.9.9:443']);
  });

  it('S17: can be reached over TLS itself, and carries plain http where the policy allows that', async () => {
    const far = await startFarSide(knownCompany((_request, response) => json(response, { version: 'v2025.1' })));
    closing.push(far);
    const proxy = await proxyWith({ certificate: await shop.issued('IP:127.0.0.1') });
    const deps = { policy: policyFor(far.host), proxy: through(proxy.url), serverCa: shop.authority };
    const session = clientFor(deps).open(accessTo(siteOf(`http://${far.host}`, far.host)), 'job');
    expect(await session.system.info()).toMatchObject({ version: 'v2025.1' });
    expect(proxy.tunnels[0]?.authority).toBe(far.host);
  });

  it('S17: gets its credentials, which show nowhere else', async () => {
    const far = await farWith(`DNS:${NAME}`);
    const proxy = await proxyWith({ route: () => far.port });
    const logger = memoryLogger();
    const to = through(proxy.url.replace('://', '://jo:p%40ss%3Aword@'));
    await namedSession(to, { logger }).system.info();
    const basic = Buffer.from('jo:p@ss:word').toString('base64');
    expect(proxy.tunnels[0]?.headers['proxy-authorization']).toBe(`Basic ${basic}`);
    for (const { headers } of far.seen) expect(headers).not.toHaveProperty('proxy-authorization');
    expect(JSON.stringify([to, logger.lines])).not.toMatch(new RegExp(`${basic}|p@ss`));
  });

  it('S17: changes nothing in whom is believed: a certificate for another name is refused inside the tunnel', async () => {
    const far = await farWith('DNS:other.example.com');
    const proxy = await proxyWith({ route: () => far.port });
    const error = await errorOf(namedSession(through(proxy.url)).address());
    expect(error.problem).toEqual({ kind: 'tls', problem: 'wrong-name', host: NAME });
    expect(far.seen).toEqual([]);
  });

  it.each([
    ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'credentials'],
    ['403', 'HTTP/1.1 403 Forbidden\r\nx: y\r\n\r\n<html>no</html>', 'forbidden'],
    ['405', 'HTTP/1.0 405 Method Not Allowed\r\n\r\n', 'forbidden'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'bad-answer'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n', 'bad-answer'],
    ['a tunnel that speaks first', 'HTTP/1.1 200 OK\r\n\r\nhello', 'bad-answer'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(5_000)}`, 'bad-answer'],
    ['half a head', 'HTTP/1.1 200 OK\r\n', 'unreachable'],
  ])('S17: tells a failure of the proxy from one of ConnectWise: %s', async (_what, refuses, reason) => {
    const proxy = await proxyWith({ refuses });
    const error = await errorOf(namedSession(through(proxy.url)).address());
    expect(error.problem).toEqual({ kind: 'proxy-failed', reason });
    expect(error.message).toContain('proxy');
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_UNAVAILABLE');
  });

  it.each([
    ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', { kind: 'unreachable', host: NAME }],
    ['503', 'HTTP/1.1 503 Service Unavailable\r\n\r\n', { kind: 'unreachable', host: NAME }],
    ['504', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n', { kind: 'timeout', phase: 'connect', host: NAME }],
  ])('S17: takes %s of the proxy for what it says of ConnectWise', async (_what, refuses, problem) => {
    const proxy = await proxyWith({ refuses });
    expect((await errorOf(namedSession(through(proxy.url)).address())).problem).toEqual(problem);
  });

  it('S17: says that the proxy is not there, or that nobody answered behind it', async () => {
    const gone = await startConnectProxy();
    await gone.close();
    const closed = await errorOf(namedSession(through(gone.url)).address());
    expect(closed.problem).toEqual({ kind: 'proxy-failed', reason: 'unreachable' });

    const unknown = await errorOf(
      namedSession(through('http://proxy.example.lan:3128'), {
        resolver: async (name) => (name === NAME ? PUBLIC : []),
      }).address(),
    );
    expect(unknown.problem).toEqual({ kind: 'proxy-failed', reason: 'unreachable' });

    const silent = await proxyWith({ refuses: '' });
    const late = await errorOf(namedSession(through(silent.url), { limits: { connectMs: 100 } }).address());
    expect(late.problem).toEqual({ kind: 'timeout', phase: 'connect', host: NAME });
  });

  it('S17: is not trusted with TLS when its certificate is not', async () => {
    const proxy = await proxyWith({ certificate: await shop.selfSigned('IP:127.0.0.1') });
    const error = await errorOf(namedSession(through(proxy.url)).address());
    expect(error.problem).toEqual({ kind: 'proxy-failed', reason: 'unreachable' });
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('T5: internal addresses behind a proxy', () => {
  it('T5: asks the proxy for none of them, in no spelling', async () => {
    const proxy = await proxyWith();
    const trap = createServer((socket) => socket.destroy());
    let hits = 0;
    trap.on('connection', () => {
      hits += 1;
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const client = clientFor({ policy: policyFor(), proxy: through(proxy.url), resolver: async () => ['127.0.0.1'] });
    for (const text of [...LITERALS, ...SINGLE_LABELS]) {
      const { hostname, host } = new URL(`https://${text}:${port}`);
      const site: Site = { origin: `https://${host}`, host, hostname, port, instanceHost: host };
      expect((await errorOf(client.open(accessTo(site), 'trial').address())).kind).toBe('address-forbidden');
    }
    await new Promise((resolve) => trap.close(resolve));
    expect([proxy.tunnels.length, hits]).toEqual([0, 0]);
  });

  it('T5: leaves a name that changes its address no second look-up, here or at the proxy', async () => {
    const far = await farWith(`DNS:${NAME}`);
    const proxy = await proxyWith({ route: () => far.port });
    let asked = 0;
    const resolver = async () => [++asked === 1 ? '8.8.8.8' : '127.0.0.1'];
    const session = namedSession(through(proxy.url), { resolver });
    await session.address();
    expect(asked).toBe(1);
    expect(proxy.tunnels.map(({ authority }) => authority)).toEqual(['8.8.8.8:443']);
    await closeClients();
    const again = await errorOf(namedSession(through(proxy.url), { resolver }).address());
    expect(again.kind).toBe('address-forbidden');
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('F8 does not follow a redirect through the proxy either', async () => {
    const far = await startFarSide(
      (_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      await shop.issued(`DNS:${NAME}`),
    );
    closing.push(far);
    const proxy = await proxyWith({ route: () => far.port });
    expect((await errorOf(namedSession(through(proxy.url)).address())).kind).toBe('redirect');
    expect(proxy.tunnels).toHaveLength(1);
  });
});

describe('the URL of a proxy', () => {
  it('is read with port, credentials and scheme', () => {
    expect(parseProxyUrl('http://proxy.example.lan:3128')).toEqual({
      ...{ hostname: 'proxy.example.lan', port: 3128, isTls: false },
    });
    expect(parseProxyUrl('https://proxy.example.lan')).toMatchObject({ port: 443, isTls: true });
    expect(parseProxyUrl('http://jo@proxy.example.lan')?.authorization?.reveal()).toBe('Basic am86');
  });

  it.each([
    'proxy.example.lan:3128',
    'socks5://proxy',
    'http://proxy/path',
    'http://proxy/?a',
    'http://',
    '',
    'http://%zz@proxy',
  ])('is not %p', (text) => {
    expect(parseProxyUrl(text)).toBeUndefined();
  });
});
