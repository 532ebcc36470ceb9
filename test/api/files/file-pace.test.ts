import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FileDoor, startFileDoor } from '../../support/file-door.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { openUpload, until } from './open-upload.js';
import { sampleRoutes } from './sample-routes.js';

describe('U9, P5: slow clients of files', () => {
  const { routes, seen } = sampleRoutes();
  let test: TestApp;
  let files: FileDoor;
  let patient: FileDoor;
  let hurried: FileDoor;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp();
    files = await startFileDoor(test, routes, { limits: { graceMs: 400, bytesPerSecond: 10_000 } });
    // For clients that do their part on a machine that is busy with other things.
    patient = await startFileDoor(test, routes, { limits: { graceMs: 3_000, bytesPerSecond: 10_000 } });
    hurried = await startFileDoor(test, routes, { limits: { longestMs: 500 } });
    account = await test.account();
  });
  afterAll(async () => {
    await Promise.all([files.close(), patient.close(), hurried.close()]);
    await test.close();
  });
  afterEach(() => {
    seen.length = 0;
  });

  it('P5: an upload that stands still is cut off with 408, which its client can read', async () => {
    const upload = openUpload(files.origin, account.token);
    upload.write('a\r\n');
    const { status, headers, text } = await upload.answer;
    expect({ status, connection: headers['connection'] }).toEqual({ status: 408, connection: 'close' });
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.stringContaining('slower') }] });
    expect(seen).toMatchObject([{ bytes: 3, isOver: true }]);
  });

  it('P5: an upload that dribbles is cut off as well', async () => {
    const upload = openUpload(files.origin, account.token);
    let isAnswered = false;
    void upload.answer.finally(() => {
      isAnswered = true;
    });
    while (!isAnswered) {
      upload.write('a\r\n');
      await sleep(50);
    }
    expect((await upload.answer).status).toBe(408);
  });

  it('an upload that keeps the pace is taken, however long it lasts', async () => {
    const upload = openUpload(patient.origin, account.token);
    for (let part = 0; part < 8; part += 1) {
      upload.write('x'.repeat(20_000));
      await sleep(500);
    }
    upload.end();
    expect((await upload.answer).text).toContain('"bytes":160000');
  });

  it('the time that we take ourselves is not held against the client', async () => {
    const upload = openUpload(patient.origin, account.token, '?mood=takes its time');
    for (let part = 0; part < 6; part += 1) {
      upload.write('a\r\n');
      await until(() => (seen[0]?.bytes ?? 0) === 3 * (part + 1));
    }
    upload.end();
    expect((await upload.answer).text).toContain('"lines":6');
  });

  it('P5: a download that its client does not take is cut off, and little was made of it', async () => {
    const socket = ask(files.origin, '/files/lines?lines=100000000');
    await until(() => seen[0]?.isOver === true);
    expect(seen[0]?.signal.aborted).toBe(true);
    expect(seen[0]?.bytes).toBeLessThan(50_000_000);
    socket.destroy();
    expect((await fetch(`${files.origin}/files/lines`, { headers: bearer() })).status).toBe(200);
  });

  it.each([
    ['upload', () => openUpload(hurried.origin, account.token, '?mood=waits for ever')],
    ['download', () => ask(hurried.origin, '/files/lines?lines=5000&mood=waits%20for%20ever')],
  ])('P5: no %s takes longer than files may', async (_name, begin) => {
    const begun = begin();
    if ('write' in begun && 'answer' in begun) begun.write('a\r\n');
    await until(() => seen[0]?.isOver === true);
    expect(seen[0]?.signal.aborted).toBe(true);
    if ('answer' in begun) expect(await begun.answer).toMatchObject({ status: 408 });
    else begun.destroy();
  });

  const bearer = () => ({ authorization: `Bearer ${account.token}` });

  /** Asks for a file and reads nothing of it. */
  function ask(origin: string, path: string): Socket {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer().authorization}\r\n\r\n`);
    });
    socket.pause();
    socket.on('error', () => undefined);
    return socket;
  }
});
