import type { RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { toFailure } from '../../src/connectwise/errors.js';
import { figure } from '../support/figure.js';
import { heldBytes } from '../support/heap.js';
import { accessTo, clientFor, closeClients, errorOf, policyFor, siteOf } from './support/client.js';
import { closeFarSides, sessionWith } from './support/far-session.js';

const MB = 1_048_576;
const BOMB = gzipSync(Buffer.alloc(50 * MB, ' '));

const CHUNK = Buffer.alloc(MB / 4, ' ');

afterEach(closeFarSides);

/** 100 MB, none of which this end keeps; answers how much it has sent so far. */
function pour(response: ServerResponse): () => number {
  let sent = 0;
  const more = () => {
    while (!response.destroyed && sent < 100 * MB) {
      sent += CHUNK.length;
      if (!response.write(CHUNK)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
  return () => sent;
}

describe('F7, T16: answers that are too large', () => {
  it('F7 refuses an answer that says it is too large', async () => {
    const { session } = await sessionWith((_request, response) => {
      response.writeHead(200, { 'content-length': String(100 * 1024 * 1024) });
      response.write('[');
    });
    expect((await errorOf(session.system.info())).kind).toBe('too-large');
  });

  it('T16: stops reading an endless answer at the limit, within bounded memory', async () => {
    let sent = () => 0;
    const { session } = await sessionWith((_request, response) => {
      sent = pour(response.writeHead(200));
    });
    const before = process.memoryUsage();
    const error = await errorOf(session.system.info());
    const after = process.memoryUsage();
    const grown = (after.arrayBuffers - before.arrayBuffers) / 2 ** 20;
    figure(
      'F7',
      `100 MB refused after ${Math.round(sent() / 2 ** 20)} MB, memory +${Math.max(0, Math.round(grown))} MB`,
    );
    expect(error.kind).toBe('too-large');
    expect(toFailure(error).problems[0].code).toBe('CONNECTWISE_BAD_ANSWER');
    expect(sent()).toBeLessThan(40 * 1024 * 1024);
    expect(grown).toBeLessThan(20);
  });

  it('T16: does not unpack a compressed answer', async () => {
    const { session } = await sessionWith(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
    );
    expect((await errorOf(session.system.info())).problem).toMatchObject({ kind: 'bad-answer', reason: 'compressed' });
  });

  it.each([
    ['lists', '['.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['lists that end well', `${'['.repeat(65)}${']'.repeat(65)}`],
  ])('T16: refuses deep nesting of %s', async (_what, body) => {
    const { session } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    expect((await errorOf(session.system.info())).problem).toMatchObject({ kind: 'bad-answer', reason: 'too-deep' });
  });

  it.each([
    ['lists', `[${'[],'.repeat(300_000)}[]]`],
    ['objects', `[${'{},'.repeat(300_000)}{}]`],
    ['numbers', `[${'1,'.repeat(300_000)}1]`],
    ['members', `{${'"a":1,'.repeat(300_000)}"a":1}`],
  ])('T16: refuses an answer of 300,000 %s before it is parsed, however small', async (_what, body) => {
    const { session } = await sessionWith((_request, response) => void response.writeHead(200).end(body));
    expect((await errorOf(session.system.info())).problem).toMatchObject({ kind: 'bad-answer', reason: 'too-many' });
  });

  it('T16: does not look at the items of a page of more than 1,000', async () => {
    const { session } = await sessionWith(
      (_request, response) => void response.writeHead(200).end(`[${'{},'.repeat(1_000)}{}]`),
    );
    const problem = { kind: 'bad-answer', reason: 'wrong-shape', path: 'the top' };
    expect((await errorOf(session.system.mySecurity())).problem).toEqual(problem);
    expect((await errorOf(session.companies.list().next())).problem).toEqual(problem);
  });

  it.each<[string, RequestListener, string]>([
    ['100 MB', (_request, response) => void pour(response), 'too-large'],
    [
      'a gzip bomb',
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
      'bad-answer',
    ],
    ['JSON 100,000 deep', (_request, response) => void response.writeHead(200).end('['.repeat(100_000)), 'bad-answer'],
    [
      'a drip',
      (_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('[1,'), 5);
        response.on('close', () => clearInterval(drip));
      },
      'timeout',
    ],
  ])('T16: %s, five times over, is refused and leaves at most 20 MB behind', async (_what, listener, kind) => {
    const { session } = await sessionWith(listener, { limits: { interactiveMs: 3_000 } });
    await session.address();
    const before = heldBytes();
    for (let time = 0; time < 5; time += 1) expect((await errorOf(session.system.info())).kind).toBe(kind);
    expect(heldBytes() - before).toBeLessThan(20 * MB);
  });

  it('T16: does not take brackets in texts for nesting', async () => {
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
