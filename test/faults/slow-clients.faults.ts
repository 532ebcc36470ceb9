import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openUpload, until } from '../api/files/open-upload.js';
import { sampleRoutes } from '../api/files/sample-routes.js';
import { statusOf } from '../api/support/raw-http.js';
import { figure } from '../support/figure.js';
import { type FileDoor, startBareFileDoor } from '../support/file-door.js';
import { Load, unlessBelow } from '../support/load.js';
import { slowConnections } from '../support/slow-connections.js';
import { FaultServer } from './fault-server.js';

const HEAD = 'HTTP/1.1\r\nhost: x\r\nauthorization: Bearer any\r\n';

describe('P5: slow clients, with the real limits', () => {
  let longest = 0;
  const { routes, seen } = sampleRoutes();
  let files: FileDoor;
  beforeAll(async () => {
    files = await startBareFileDoor(routes);
  });
  beforeEach(() => {
    seen.length = 0;
  });
  afterAll(() => {
    figure('P5', `slowest client cut off after ${longest.toFixed(1)} s`);
    return files.close();
  });

  /** Sends a head, then a byte every half second, until the server has had enough. */
  function dribble(head: string): Promise<{ readonly answer: string; readonly seconds: number }> {
    const { hostname, port } = new URL(files.origin);
    const started = performance.now();
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(head));
      const timer = setInterval(() => socket.write('x'), 500);
      let answer = '';
      socket.on('data', (chunk) => {
        answer += String(chunk);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        const seconds = (performance.now() - started) / 1_000;
        longest = Math.max(longest, seconds);
        resolve({ answer, seconds });
      });
    });
  }

  it.each([
    ['a JSON body', `POST /graphql ${HEAD}content-type: application/json\r\ncontent-length: 1000\r\n\r\n`, 408],
    ['a body nobody asked for', `POST /nothing ${HEAD}content-type: text/x\r\ncontent-length: 1000\r\n\r\n`, 404],
    ['a refused file', `POST /files/lines ${HEAD}content-type: text/x\r\ncontent-length: 1000\r\n\r\n`, 415],
    ['a file', `POST /files/lines ${HEAD}content-type: text/csv\r\ncontent-length: 1000\r\n\r\n`, 408],
    ['headers', `POST /graphql ${HEAD}x-fill: `, 408],
  ])('P5: %s that dribbles is cut off in time', async (_name, head, status) => {
    const { answer, seconds } = await dribble(head);
    expect(statusOf(answer)).toBe(status);
    // 12 s and one to notice, and two in which a client can read why; the rest is for a busy machine.
    expect(seconds).toBeLessThan(17);
  });

  it('U9: a file that keeps the pace may take longer than a request of JSON', async () => {
    const upload = openUpload(files.origin, 'any');
    for (let second = 0; second < 20; second += 1) {
      upload.write('x'.repeat(12_000));
      await sleep(1_000);
    }
    upload.end();
    expect((await upload.answer).text).toContain('"bytes":240000');
  });

  it('P17: stopping ends a file that goes on and on after ten seconds', async () => {
    const own = await startBareFileDoor(routes);
    const upload = openUpload(own.origin, 'any');
    const timer = setInterval(() => upload.write('x'.repeat(12_000)), 500);
    await until(() => seen.length > 0);
    const started = performance.now();
    await own.close();
    const seconds = (performance.now() - started) / 1_000;
    figure('P17', `an endless file ended ${seconds.toFixed(1)} s after the stop`);
    clearInterval(timer);
    await expect(upload.answer).rejects.toThrow();
    await until(() => seen[0]?.isOver === true);
    expect(seconds).toBeLessThan(20);
  });
});

afterAll(() => FaultServer.closeAll());

it('P6: 150 connections that dribble or say nothing are closed, and ordinary callers notice nothing', async () => {
  const server = await FaultServer.open();
  const load = await Load.open(server, 10);
  const quiet = await load.run({ callers: 10, seconds: 5 });
  const closed = slowConnections(server.url, 150, server.token);
  const seen = await load.run({ callers: 10, seconds: 20 });
  const longest = Math.max(...(await closed));
  figure(
    'P6',
    `all 150 closed within ${longest.toFixed(1)} s; ordinary callers meanwhile p99 ${seen.at(0.99).toFixed(0)} ms, ` +
      `before ${quiet.at(0.99).toFixed(0)} ms, ${seen.shed} told to come back${unlessBelow(longest <= 20)}`,
  );
  await load.close();
  await server.close();
  expect(seen.wrong).toEqual([]);
  expect(Object.keys(seen.statuses).filter((status) => !['200', '503'].includes(status))).toEqual([]);
  // 12 s and one to notice, and two in which a client can read why, are well within the promise; the rest is for a busy machine.
  expect(longest).toBeLessThan(30);
});
