import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabaseUrl, withClient } from '../../support/database.js';
import { heldBytes } from '../../support/heap.js';
import { Load } from '../../support/load.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { until } from '../../work/support/toy.js';
import { sql } from '../support/rows.js';

const MEGABYTE = 2 ** 20;

describe('many callers at once, shortened', () => {
  let test: TestApp;
  let load: Load;
  beforeAll(async () => {
    test = await startTestApp();
    const { token, url } = await test.account();
    load = await Load.open({ url, token }, 400);
  });
  afterAll(async () => {
    await load.close();
    await test.close();
  });

  it('P1: 20 callers with reads and writes see no error, and all that was acknowledged is there', async () => {
    const seen = await load.run({ callers: 20, turns: 20 });
    expect({ statuses: seen.statuses, wrong: seen.wrong, shed: seen.shed }).toEqual({
      ...{ statuses: { 200: 400 }, wrong: [], shed: 0 },
    });
    const rows = await sql<{ external_id: string }>('SELECT external_id FROM users WHERE external_id = ANY ($1)', [
      seen.acknowledged,
    ]);
    expect(rows).toHaveLength(seen.acknowledged.length);
  });

  it('P2: while 200 wait for their answers, others are told when to come back, and none of the 200 is forgotten', async () => {
    const [first, others] = await withClient(testDatabaseUrl(), async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE access_tokens IN ACCESS EXCLUSIVE MODE');
      const waiting = load.run({ callers: 200, turns: 1 });
      await until('200 are in hand', async () => test.app.requestsInHand().length === 200);
      const refused = await load.run({ callers: 200, turns: 1 });
      await client.query('ROLLBACK');
      return [await waiting, refused];
    });
    expect([first.wrong, others.wrong]).toEqual([[], []]);
    expect([first.statuses, others.statuses]).toEqual([{ 200: 200 }, { 503: 200 }]);
  });

  it('P2: 400 at the same moment are answered or told when to come back, and after it all is as before', async () => {
    const burst = await load.run({ callers: 400, turns: 2 });
    expect(burst.wrong).toEqual([]);
    expect(Object.keys(burst.statuses).filter((status) => !['200', '503'].includes(status))).toEqual([]);
    const after = await load.run({ callers: 10, turns: 10 });
    expect(after.statuses).toEqual({ 200: 100 });
  });

  it('P3: what requests leave behind is nothing', async () => {
    await load.run({ callers: 20, turns: 10 });
    const logged = test.logs.length;
    const before = heldBytes();
    await load.run({ callers: 20, turns: 30 });
    // The lines that a test keeps of the log are its own.
    const ofLog = test.logs.slice(logged).join('').length * 2;
    expect(heldBytes() - before - ofLog).toBeLessThan(8 * MEGABYTE);
  });
});
