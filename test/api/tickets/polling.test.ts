import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { TicketScene } from '../support/tickets.js';

let test: TestApp;
let scene: TicketScene;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());
beforeEach(async () => {
  scene = await TicketScene.open(test);
});

describe('N7: reading all tickets', () => {
  const reads = () => scene.calls().filter((call) => call === 'GET /service/tickets').length;
  /** Tickets of ours, as if notifications had opened them. */
  async function open(count: number): Promise<readonly number[]> {
    const company = { id: scene.companyId };
    const numbers = test.sandbox.tickets.addMany(count, (part) => ({ summary: `Part ${part}`, company }));
    await sql(
      `INSERT INTO tickets (account_id, id, instance_id, company_id, connect_wise_id, reference, state, board_id, status_id, opened_at)
       SELECT $1, gen_random_uuid(), s.instance_id, $2, n, 'test:' || n, 'OPEN', $4, $5, now()
       FROM integration_settings s, unnest($3::int[]) n WHERE s.account_id = $1`,
      [scene.account.id, scene.companyId, numbers, ...Object.values(scene.place(given(numbers[0])))],
    );
    return numbers;
  }

  it('comes every 15 minutes, and not at all while there is none', async () => {
    test.sandbox.journal.clear();
    expect(await scene.deliver()).toEqual({ kind: 'rest' });
    expect(scene.calls()).toEqual([]);
    await scene.ticket();
    const next = await scene.deliver();
    expect(reads()).toBe(0);
    if (next.kind !== 'at') throw new Error(`It sleeps: ${next.kind}.`);
    const minutes = (next.at.getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(13);
    expect(minutes).toBeLessThan(16);
    expect(await scene.status()).toMatchObject({ receives: 'POLLING', pollingReason: 'NO_PUBLIC_URL' });
    await scene.poll();
    expect(reads()).toBe(1);
    expect((await scene.status()).lastPolledAt).not.toBeNull();
  });

  it('asks for all by number at first and once a day, and else for what changed, whichever costs less', async () => {
    const numbers = await open(450);
    test.sandbox.journal.clear();
    await scene.poll();
    const byNumber = reads();
    expect(byNumber).toBeGreaterThanOrEqual(3);
    expect(byNumber).toBeLessThanOrEqual(5);
    test.sandbox.tickets.close(given(numbers[7]));
    test.sandbox.tickets.remove(given(numbers[400]));
    test.sandbox.journal.clear();
    await scene.poll();
    expect(reads()).toBe(1);
    const states = async () => {
      const found = new Map((await scene.rows()).map(({ connect_wise_id, state }) => [connect_wise_id, state]));
      return [7, 8, 400].map((at) => found.get(given(numbers[at])));
    };
    expect(await states()).toEqual(['CLOSED', 'OPEN', 'OPEN']);
    await scene.watch(`compared_at = now() - interval '25 hours'`);
    await scene.poll();
    expect(await states()).toEqual(['CLOSED', 'OPEN', 'GONE']);
  });

  it('of what changed goes over to numbers when that is more than there are tickets', async () => {
    await open(210);
    await scene.poll();
    // Others work on a thousand tickets of theirs.
    const company = { id: scene.companyId };
    test.sandbox.tickets.addMany(2_500, (part) => ({ summary: `Theirs ${part}`, company }));
    test.sandbox.journal.clear();
    await scene.poll();
    expect(reads()).toBeLessThanOrEqual(5);
    expect(await scene.rows()).toHaveLength(210);
  });
});

describe('N7: a ticket counts as deleted', () => {
  it.each([
    ['a page that fails', { kind: 'answer', status: 500, body: '{}' }],
    ['a page that is cut', { kind: 'cut', at: 'body' }],
    ['a page on which it is missing', { kind: 'answer', status: 200, body: '[]' }],
    ['a refused question', { kind: 'answer', status: 400, body: '{"code":"ApiFindCondition","message":"no"}' }],
  ] as const)('not because of %s', async (_name, fault) => {
    const number = await scene.ticket();
    test.sandbox.faults.add({ method: 'GET', route: '/service/tickets', times: 10, fault });
    await scene.poll();
    test.sandbox.faults.clear();
    expect(await scene.rows()).toMatchObject([{ state: 'OPEN', connect_wise_id: number }]);
    expect(await scene.one()).toMatchObject({ state: 'SENT' });
    // And other tickets go out meanwhile.
    await scene.ticket({ key: 'other' });
  });
});
