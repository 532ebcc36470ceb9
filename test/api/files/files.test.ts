import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FileDoor, startFileDoor } from '../../support/file-door.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { leaksIn } from '../support/leaks.js';
import { sendRaw, statusOf } from '../support/raw-http.js';
import { openUpload, until } from './open-upload.js';
import { linesOf, sampleRoutes } from './sample-routes.js';

const MAX = 300_000;

describe('U9, P5: files over HTTP', () => {
  const { routes, seen } = sampleRoutes();
  let test: TestApp;
  let files: FileDoor;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp();
    files = await startFileDoor(test, routes, { limits: { maxBytes: MAX } });
    account = await test.account();
  });
  afterAll(async () => {
    await files.close();
    await test.close();
  });
  afterEach(() => {
    seen.length = 0;
  });

  type Body = string | Uint8Array | ReadableStream;
  const call = (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
    fetch(`${files.origin}/files/lines${path}`, {
      ...init,
      headers: { authorization: `Bearer ${account.token}`, ...init.headers },
      signal: AbortSignal.timeout(30_000),
    });
  const upload = (body: Body, path = '', headers: Record<string, string> = { 'content-type': 'text/csv' }) =>
    call(path, { method: 'POST', body, headers, duplex: 'half' });

  async function expectRefused(response: Response, status: number): Promise<void> {
    const text = await response.text();
    expect({ status: response.status, text }).toMatchObject({ status });
    expect(leaksIn(text)).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.any(String), extensions: {} }] });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toEqual(expect.any(String));
  }

  it('U9: hands a file to its feature as it arrives and answers what that found', async () => {
    const body = linesOf(5_000);
    const chunks = new Blob([body]).stream();
    const response = await upload(chunks);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ lines: 5_000, bytes: Buffer.byteLength(body), account: account.id });
    expect(seen).toMatchObject([{ caller: { accountId: account.id, roles: ['ADMIN'] }, isOver: true }]);
  });

  it('U9: gives a file out under its name, as UTF-8', async () => {
    const response = await call('?lines=5000');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="lines.csv"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe(linesOf(5_000));
  });

  it('takes an empty file, and gives one out', async () => {
    expect(await (await upload('')).json()).toMatchObject({ lines: 0, bytes: 0 });
    const response = await call('?lines=0');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['text/csv', 'text/csv; charset=utf-8', 'text/csv;charset="UTF-8"; header=present', 'TEXT/CSV'])(
    'takes content type %s',
    async (type) => {
      expect((await upload('a\r\n', '', { 'content-type': type })).status).toBe(200);
    },
  );

  it.each([
    'application/json',
    'text/plain',
    'text/tab-separated-values',
    'text/csvx',
    'multipart/form-data; boundary=x',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'text/csv; charset=shift_jis',
    'text/csv; charset=utf-16',
    'garbage',
    '',
  ])('P5: refuses content type "%s" with 415', async (type) => {
    await expectRefused(await upload('a\r\n', '', { 'content-type': type }), 415);
    expect(seen).toEqual([]);
  });

  it('P5: refuses a compressed file with 415', async () => {
    const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' };
    await expectRefused(await upload(new Uint8Array(gzipSync('a\r\n')), '', headers), 415);
  });

  it('P5: takes a file of the largest size and refuses one byte more with 413, told or not', async () => {
    expect((await upload('x'.repeat(MAX))).status).toBe(200);
    seen.length = 0;
    const told = await upload('x'.repeat(MAX + 1));
    expect(told.headers.get('connection')).toBe('close');
    await expectRefused(told, 413);
    expect(seen).toEqual([]);
    const untold = await upload(new Blob(['x'.repeat(50 * MAX)]).stream());
    expect(untold.headers.get('connection')).toBe('close');
    await expectRefused(untold, 413);
    expect(seen).toMatchObject([{ isOver: true }]);
    expect(seen[0]?.bytes).toBeLessThanOrEqual(MAX);
  });

  it('P5: what promises too much is refused before any of it was sent', async () => {
    const head = `POST /files/lines HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${account.token}\r\ncontent-type: text/csv\r\n`;
    const answer = await sendRaw(files.origin, `${head}content-length: 10000000000\r\n\r\n`);
    expect(statusOf(answer)).toBe(413);
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(seen).toEqual([]);
  });

  it.each(['?nope=1', '?mood=other', '?upTo=x', '?mood=fails&mood=breaks'])('refuses %s with 400', async (query) => {
    await expectRefused(await upload('a\r\n', query), 400);
    expect(seen).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])('P5: there is nothing at %s', async (method) => {
    expect((await call('', { method })).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it.each([
    ['upload', () => upload(linesOf(1_000), '?mood=fails')],
    ['upload, in its middle', () => upload(linesOf(5_000), '?upTo=50000')],
    ['download', () => call('?mood=fails')],
  ])('answers every problem that the feature found: %s', async (_name, ask) => {
    const response = await ask();
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        { message: 'Row 7 is not right.', extensions: { code: 'INVALID', field: ['rows', '7'] } },
        { message: 'Row 8 is not right.', extensions: { code: 'INVALID', field: ['rows', '7'] } },
      ],
    });
  });

  it.each([
    ['upload', () => upload(linesOf(1_000), '?mood=breaks')],
    ['download', () => call('?mood=breaks')],
  ])('F1: hides what broke the server, and logs it: %s', async (_name, ask) => {
    const before = files.logs.length;
    const response = await ask();
    const text = await response.clone().text();
    await expectRefused(response, 500);
    expect(text).not.toContain('secret-of-the-server');
    const line = files.logs.slice(before).find((logged) => logged.includes('request failed'));
    expect(line).toContain('secret-of-the-server');
    expect(line).toContain(response.headers.get('x-request-id'));
  });

  it('a download that breaks after its first bytes does not look whole, and is logged', async () => {
    const before = files.logs.length;
    const response = await call('?lines=5000&mood=breaks late');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(files.logs.slice(before).filter((line) => line.includes('request failed'))).toHaveLength(1);
    expect(seen).toMatchObject([{ isOver: true }]);
  });

  it('O5: counts files by route and operation', async () => {
    await upload('a\r\n');
    await (await call('?lines=1')).text();
    await upload('a\r\n', '?mood=fails');
    const text = await files.metrics.registry.metrics();
    expect(text).toMatch(/psa_bridge_request_seconds_count\{route="\/files\/lines",status="200"\} \d/);
    expect(text).toMatch(/psa_bridge_operations_total\{field="countLines",outcome="ok"\} \d/);
    expect(text).toMatch(/psa_bridge_operations_total\{field="countLines",outcome="error"\} \d/);
    expect(text).toMatch(/psa_bridge_operations_total\{field="lines",outcome="ok"\} \d/);
  });

  it('P17: a file in hand is finished by closing, and none is taken afterwards', async () => {
    const own = await startFileDoor(test, routes);
    const upload = openUpload(own.origin, account.token);
    upload.write('a\r\n');
    await until(() => seen[0]?.bytes === 3);
    const closed = own.close();
    upload.write('b\r\n');
    upload.end();
    expect(await upload.answer).toMatchObject({ status: 200, text: expect.stringContaining('"lines":2') });
    await closed;
    await expect(fetch(`${own.origin}/livez`)).rejects.toThrow();
  });

  it('tells a feature that the client of its download has gone', async () => {
    const leaving = new AbortController();
    const request = { headers: { authorization: `Bearer ${account.token}` }, signal: leaving.signal };
    const response = await fetch(`${files.origin}/files/lines?lines=100000000`, request);
    await response.body?.getReader().read();
    leaving.abort();
    await until(() => seen[0]?.isOver === true);
    expect(seen[0]?.signal.aborted).toBe(true);
    // Far from everything was made for a client that took little of it.
    expect(seen[0]?.bytes).toBeLessThan(50_000_000);
  });

  it('tells a feature that the client of its upload has gone, and answers nobody', async () => {
    const before = files.logs.length;
    const upload = openUpload(files.origin, account.token);
    upload.write('a\r\n');
    await until(() => seen[0]?.bytes === 3);
    upload.leave();
    await until(() => seen[0]?.isOver === true);
    expect(seen[0]?.signal.aborted).toBe(true);
    expect(files.logs.slice(before).filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
