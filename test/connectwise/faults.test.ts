import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toFailure } from '../../src/connectwise/errors.js';
import type { Limits } from '../../src/connectwise/limits.js';
import type { Mode } from '../../src/connectwise/retry.js';
import { systemTiming } from '../../src/connectwise/timing.js';
import { figure } from '../support/figure.js';
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

let far: FarSide[] = [];

afterEach(async () => {
  await closeClients();
  await Promise.all(far.map((server) => server.close()));
  far = [];
});

interface Setting {
  readonly mode?: Mode;
  readonly limits?: Partial<Limits>;
}

async function sessionWith(listener: RequestListener, { mode = 'interactive', limits }: Setting = {}) {
  const server = await startFarSide(knownCompany(listener));
  far.push(server);
  const logger = memoryLogger();
  const timing = { ...systemTiming, sleep: async () => undefined };
  const client = clientFor({ policy: policyFor(server.host), logger, limits, timing });
  const session = client.open(accessTo(siteOf(`http://${server.host}`, server.host)), mode);
  return { server, session, logger };
}

describe('F1 no connection', () => {
  it('F1 says that the connection is refused', async () => {
    const server = await startFarSide(() => undefined);
    await server.close();
    const site = siteOf(`https://${server.host}`, server.host);
    const error = await errorOf(
      clientFor({ policy: policyFor(server.host) })
        .open(accessTo(site), 'interactive')
        .address(),
    );
    expect(error.problem).toEqual({ kind: 'refused', host: '127.0.0.1' });
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_UNAVAILABLE');
  });

  it('F1 says that the name was not found', async () => {
    const resolver = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    const client = clientFor({ policy: policyFor(), resolver });
    const error = await errorOf(client.open(accessTo(siteOf('no-such-psa.example')), 'interactive').address());
    expect(error.problem).toEqual({ kind: 'name-not-resolved', host: 'no-such-psa.example' });
  });

  it('F1 gives up on DNS that never answers', async () => {
    const resolver = () => new Promise<string[]>(() => undefined);
    const client = clientFor({ policy: policyFor(), resolver, limits: { connectMs: 50 } });
    const error = await errorOf(client.open(accessTo(siteOf('slow-psa.example')), 'interactive').address());
    expect(error.problem).toEqual({ kind: 'timeout', phase: 'dns', host: 'slow-psa.example' });
  });
});

describe('F2 slow answers', () => {
  it.each<[string, RequestListener]>([
    ['no answer', () => undefined],
    ['headers and then nothing', (_request, response) => void response.writeHead(200).flushHeaders()],
    [
      'a byte now and then',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ])('F2 cuts off %s at the limit of the whole call', async (_what, listener) => {
    const { session } = await sessionWith(listener, { limits: { interactiveMs: 150 } });
    expect((await errorOf(session.system.info())).problem).toEqual({ kind: 'timeout', phase: 'answer' });
  });
});

describe('F5 answers that cannot be used', () => {
  it.each([
    ['a page', '<html>hello</html>', 'not-json'],
    ['cut JSON', '{"version": "v2025', 'not-json'],
    ['nothing', '', 'not-json'],
    ['null', 'null', 'wrong-shape'],
    ['a list', '[]', 'wrong-shape'],
    ['a text', '"hello"', 'wrong-shape'],
    ['fields of other types', '{"version": {"a": 1}}', 'wrong-shape'],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'no-text'],
  ])('F5 calls %s a bad answer', async (_what, body, reason) => {
    const { session } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    const error = await errorOf(session.system.info());
    expect(error.problem).toMatchObject({ kind: 'bad-answer', reason });
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_BAD_ANSWER');
  });

  it('F5 names the place in the answer', async () => {
    const { session } = await sessionWith((request, response) => {
      if (request.url?.includes('/statuses')) json(response, []);
      else
        json(response, [
          { id: 1, identifier: 'a', name: 'A' },
          { id: 2, identifier: 7, name: 'B' },
        ]);
    });
    const error = await errorOf(session.companies.findByIdentifier('a'));
    expect(error.message).toContain('(at [1].identifier)');
  });

  it('F5 logs how a bad answer began, without secrets, and nowhere else', async () => {
    const body = `<p>${BASIC} ${CANARY.publicKey} ${CANARY.privateKey} ${CANARY.clientId} jo@example.com</p>${'x'.repeat(900)}`;
    const { session, logger } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    const error = await errorOf(session.system.info());
    const excerpt = String(logger.lines.at(-1)?.facts['excerpt']);
    expect(excerpt).toMatch(/^<p>\[secret\] \[secret\] \[secret\] \[secret\] \[mail\]<\/p>x+$/);
    expect(excerpt.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain('xxx');
  });

  it('F5 survives any JSON', async () => {
    let body = '';
    const { session } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (text) => {
        body = text;
        const outcome = await session.system.mySecurity().catch((error: unknown) => error);
        if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ name: 'ConnectWiseError', kind: 'bad-answer' });
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});

describe('F6 cut connections', () => {
  const good = { version: 'v2025.1' };

  it.each<[string, RequestListener]>([
    ['before the answer', (request) => void request.socket.destroy()],
    [
      'in the body',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"version":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
    [
      'in a chunked body',
      (request, response) => {
        response.writeHead(200);
        response.write('{"version":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ])('F6 reads again when the connection was cut %s', async (_what, cut) => {
    let tries = 0;
    const { session } = await sessionWith(
      (request, response) => {
        if (tries++ === 0) cut(request, response);
        else json(response, good);
      },
      { mode: 'job' },
    );
    expect(await session.system.info()).toMatchObject(good);
    expect(tries).toBe(2);
  });

  it('F6 does not ask twice while somebody waits, because the first request may have arrived', async () => {
    const { session, server } = await sessionWith((request) => void request.socket.destroy());
    expect((await errorOf(session.system.info())).kind).toBe('connection-lost');
    expect(server.seen.filter(({ url }) => url.includes('/system/info'))).toHaveLength(1);
  });
});

describe('F7 and T16 answers that are too large', () => {
  it('F7 refuses an answer that says it is too large', async () => {
    const { session } = await sessionWith((_request, response) => {
      response.writeHead(200, { 'content-length': String(100 * 1024 * 1024) });
      response.write('[');
    });
    expect((await errorOf(session.system.info())).kind).toBe('too-large');
  });

  it('T16 stops reading an endless answer at the limit, within bounded memory', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(256 * 1024, ' ');
    const { session } = await sessionWith((_request, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && sent < 100 * 1024 * 1024) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', pour);
        }
      };
      pour();
    });
    const before = process.memoryUsage();
    const error = await errorOf(session.system.info());
    const after = process.memoryUsage();
    const grown = (after.arrayBuffers - before.arrayBuffers) / 2 ** 20;
    figure('F7', `100 MB refused after ${Math.round(sent / 2 ** 20)} MB, memory +${Math.max(0, Math.round(grown))} MB`);
    expect(error.kind).toBe('too-large');
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_BAD_ANSWER');
    expect(sent).toBeLessThan(40 * 1024 * 1024);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(20 * 1024 * 1024);
  });

  it('T16 does not unpack a compressed answer', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));
    const { session } = await sessionWith(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect((await errorOf(session.system.info())).problem).toMatchObject({ kind: 'bad-answer', reason: 'compressed' });
  });

  it.each([
    ['lists', '['.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['lists that end well', `${'['.repeat(65)}${']'.repeat(65)}`],
  ])('T16 refuses deep nesting of %s', async (_what, body) => {
    const { session } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    expect((await errorOf(session.system.info())).problem).toMatchObject({ kind: 'bad-answer', reason: 'too-deep' });
  });

  it('T16 does not take brackets in texts for nesting', async () => {
    const version = '[{\\"'.repeat(500);
    const { session } = await sessionWith(
      (_request, response) => void response.writeHead(200).end(`{"version":"${version}"}`),
    );
    expect((await session.system.info()).version).toHaveLength(1_500);
  });

  it('F7 refuses 20,000 headers', async () => {
    const raw = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}\r\n{}`));
    });
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
    const address = raw.address();
    const host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const session = clientFor({ policy: policyFor(host) }).open(
      accessTo(siteOf(`http://${host}`, host)),
      'interactive',
    );
    expect((await errorOf(session.address())).kind).toBe('too-large');
    await closeClients();
    await new Promise((resolve) => raw.close(resolve));
  });
});

describe('F8 redirects', () => {
  it.each([
    ['inside', 301, 'http://127.0.0.1:{trap}/'],
    ['to the metadata service', 302, 'http://169.254.169.254/latest/'],
    ['to a file', 303, 'file:///etc/passwd'],
    ['to another cloud', 307, 'https://api-na.myconnectwise.net/'],
    ['in a loop', 308, '/v2025_1/apis/3.0/system/info'],
    ['to nowhere', 302, undefined],
  ])('F8 does not follow a redirect %s', async (_what, status, location) => {
    const trap = await startFarSide((_request, response) => json(response, {}));
    far.push(trap);
    const target = location?.replace('{trap}', String(trap.port));
    const { session, server } = await sessionWith(
      (_request, response) => void response.writeHead(status, target ? { location: target } : {}).end('moved'),
      { mode: 'job' },
    );
    const error = await errorOf(session.system.info());
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_REDIRECT');
    expect(trap.seen).toEqual([]);
    expect(server.seen).toHaveLength(2);
  });
});

describe('T18 odd JSON', () => {
  it('T18 drops __proto__ and constructor, and changes no prototype', async () => {
    const { session } = await sessionWith(
      (_request, response) =>
        void response
          .writeHead(200)
          .end('{"version":"v2025.1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );
    const info = await session.system.info();
    expect(Object.keys(info).sort()).toEqual(['cloudRegion', 'serverTimeZone', 'version']);
    expect(Object.getPrototypeOf(info)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect('polluted' in info).toBe(false);
  });
});
