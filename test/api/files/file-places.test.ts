import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '../../../src/database/database.js';
import { SharedFilePlaces } from '../../../src/database/file-places.js';
import { createLogger } from '../../../src/shared/logger.js';
import { execute, testDatabase, testDatabaseUrl, withClient } from '../../support/database.js';
import { type FileDoor, startFileDoor } from '../../support/file-door.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ViewerDocument } from '../operations.generated.js';
import { type OpenUpload, openUpload, until } from './open-upload.js';
import { sampleRoutes } from './sample-routes.js';

describe('U9: files at once', () => {
  const { routes, seen } = sampleRoutes();
  let test: TestApp;
  let one: FileDoor;
  let other: FileDoor;
  let account: SeedAccount;
  const open: OpenUpload[] = [];
  beforeAll(async () => {
    test = await startTestApp();
    [one, other] = [await startFileDoor(test, routes), await startFileDoor(test, routes, { limits: { atOnce: 3 } })];
  });
  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await test.close();
  });
  afterEach(async () => {
    for (const upload of open.splice(0)) {
      upload.end();
      await upload.answer;
    }
  });

  /** An upload that is in hand until it is ended. */
  async function begin(door: FileDoor, token: string): Promise<OpenUpload> {
    const before = seen.length;
    const upload = openUpload(door.origin, token);
    open.push(upload);
    upload.write('a\r\n');
    await until(() => seen.length > before);
    return upload;
  }
  const tryAt = (door: FileDoor, token: string, method = 'POST') =>
    fetch(`${door.origin}/files/lines`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(method === 'POST' && { 'content-type': 'text/csv' }) },
      ...(method === 'POST' && { body: 'a\r\n' }),
    });
  const expectBusy = async (response: Response, status: number, code: string) => {
    expect(response.status).toBe(status);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  };

  it('U9: two of an account over all processes, either way, and the third is told to wait', async () => {
    account = await test.account();
    const first = await begin(one, account.token);
    await begin(other, await account.tokenOf('OPERATOR'));
    for (const door of [one, other]) {
      for (const method of ['POST', 'GET']) {
        await expectBusy(await tryAt(door, account.token, method), 429, 'RATE_LIMITED');
      }
    }
    expect((await tryAt(one, (await test.account()).token)).status).toBe(200);
    first.end();
    expect((await first.answer).status).toBe(200);
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await tryAt(other, account.token)).status).toBe(200);
      expect(await (await tryAt(one, account.token, 'GET')).text()).not.toBe('');
    }
  });

  it('U9: what failed, broke or left has given its place back', async () => {
    account = await test.account();
    await begin(one, account.token);
    for (const query of ['?mood=fails', '?mood=breaks', '?mood=breaks late']) {
      for (const method of ['POST', 'GET']) {
        const headers = { authorization: `Bearer ${account.token}`, 'content-type': 'text/csv' };
        const body = method === 'POST' ? 'a\r\n' : undefined;
        const response = await fetch(`${one.origin}/files/lines${query}`, { method, headers, body });
        await response.text().catch(() => undefined);
        expect(response.status).not.toBe(429);
      }
    }
    const leaving = await begin(one, account.token);
    leaving.leave();
    open.pop();
    await until(() => seen.at(-1)?.isOver === true);
    let { status } = await tryAt(other, account.token);
    while (status === 429) ({ status } = await tryAt(other, account.token));
    expect(status).toBe(200);
  });

  it('U9: files of many accounts leave room in a process for everything else', async () => {
    for (const each of [1, 2, 3]) await begin(other, (await test.account(`busy ${each}`)).token);
    account = await test.account();
    await expectBusy(await tryAt(other, account.token), 503, 'UNAVAILABLE');
    expect((await tryAt(one, account.token)).status).toBe(200);
    const there = { url: `${other.origin}/graphql`, token: account.token };
    expect((await ask(there, ViewerDocument)).viewer?.roles).toEqual(['ADMIN']);
  });
});

describe('U9: the places of files in the database', () => {
  let database: Database;
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
    database = await testDatabase();
  });
  afterAll(async () => {
    await test.close();
    await database.close();
  });
  const leasesOf = async (accountId: string) => {
    const sql = 'SELECT unnest(background_leases)::text AS lease FROM call_paces WHERE account_id = $1 ORDER BY 1';
    const { rows } = await withClient(testDatabaseUrl(), (client) => client.query<{ lease: string }>(sql, [accountId]));
    return rows.map(({ lease }) => lease);
  };

  it('U9: a place of a process that died comes free by itself', async () => {
    const { id } = await test.account();
    const places = new SharedFilePlaces(database.pace, createLogger('silent'));
    const held = [await places.take(id), await places.take(id)];
    expect(held).not.toContain(undefined);
    expect(await places.take(id)).toBeUndefined();
    await execute(
      testDatabaseUrl(),
      `UPDATE call_paces SET background_leases =
         ARRAY(SELECT t - interval '90 seconds' FROM unnest(background_leases) AS t) WHERE account_id = '${id}'`,
    );
    const third = await places.take(id);
    expect(third).toBeDefined();
    for (const place of [...held, third]) await place?.leave();
    expect(await leasesOf(id)).toEqual([]);
  });

  it('U9: a place is kept for as long as its file takes, and nobody else gets it meanwhile', async () => {
    const { id } = await test.account();
    const places = new SharedFilePlaces(database.pace, createLogger('silent'));
    const everyTime = jest.spyOn(globalThis, 'setInterval');
    const held = [await places.take(id), await places.take(id)];
    const renewals = everyTime.mock.calls.map(([renew]) => renew);
    everyTime.mockRestore();
    const before = await leasesOf(id);
    for (const renew of renewals) renew();
    expect(await places.take(id)).toBeUndefined();
    while ((await leasesOf(id)).some((lease) => before.includes(lease))) await sleep(10);
    expect(await leasesOf(id)).toHaveLength(2);
    expect(await places.take(id)).toBeUndefined();
    for (const place of held) await place?.leave();
    expect(await leasesOf(id)).toEqual([]);
  });
});
