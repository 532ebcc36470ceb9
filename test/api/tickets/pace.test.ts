import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_PACE } from '../../../src/connectwise/pace.js';
import { type WorkHandler, WorkKind } from '../../../src/shared/work.js';
import { testDatabaseUrl } from '../../support/database.js';
import { PacePasser } from '../../support/pass-pace.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { toyKind, until, Workers, wakeNow } from '../../work/support/toy.js';
import { holdWork } from '../support/jobs.js';
import { deliver, deliverOnce } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { onceDone, Ticketed } from '../support/ticketed.js';

let test: TestApp;
let time: PacePasser;
const workers = new Workers(() => test.database);
beforeAll(async () => {
  time = new PacePasser(testDatabaseUrl());
  test = await startTestApp({ timing: time, paceFigures: DEFAULT_PACE });
});
afterAll(async () => {
  await workers.stopAll();
  await test.close();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const keys = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `c${at}` }));
/** What ConnectWise was asked meanwhile. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  test.sandbox.journal.clear();
  await work();
  return test.sandbox.journal.entries.map(({ method, route }) => `${method} ${route}`);
}

const CREATE = 'POST /service/tickets';
const NOTE = 'POST /service/tickets/{parentId}/notes';
const STATUS = 'PATCH /service/tickets/{id}';

it('N3: takes one call for a ticket, one for all news, two to close it and two when it is back', async () => {
  const desk = await Ticketed.open(test, { closesTickets: true });
  const told = () => callsOf(() => deliver(test.app, desk.account));
  await desk.raise(...keys(2));
  expect(await told()).toEqual([CREATE, CREATE]);
  await desk.raise({ key: 'c0', body: 'News.' });
  await desk.raise({ key: 'c0', body: 'Later news.' });
  expect(await told()).toEqual([NOTE]);
  await desk.resolve('c0');
  // How the board closes a ticket is asked once, and remembered for the others.
  expect(await told()).toEqual([NOTE, expect.stringMatching(/^GET .*statuses$/), STATUS]);
  await desk.resolve('c1');
  expect(await told()).toEqual([NOTE, STATUS]);
  await desk.raise({ key: 'c1' });
  expect(await told()).toEqual([STATUS, NOTE]);
  expect(await told()).toEqual([]);
  expect(test.sandbox.mails.entries).toEqual([]);
});

it('DESIGN 4: 300 that wait leave at the allowed pace, in slices, with no call too many', async () => {
  const desk = await Ticketed.open(test);
  await desk.raise(...keys(300));
  const from = { passed: time.passed, at: performance.now() };
  let slices = 0;
  const calls = await callsOf(async () => {
    do slices += 1;
    while ((await deliverOnce(test.app, desk.account)).kind === 'soon');
  });
  const seconds = (time.passed - from.passed + performance.now() - from.at) / 1_000;

  expect(desk.tickets()).toHaveLength(300);
  expect(calls.length).toBeLessThanOrEqual(300 * 1.05);
  expect(slices).toBeGreaterThanOrEqual(6);
  expect(seconds).toBeGreaterThanOrEqual(300 / DEFAULT_PACE.background.aSecond - 1);
  expect(desk.tickets().flatMap(({ open }) => open)).toEqual([]);
});

describe('F20: an account with many', () => {
  it('leaves other accounts and its own other work their turn between its slices', async () => {
    const [busy, other] = [await Ticketed.open(test), await Ticketed.open(test)];
    await busy.raise(...keys(160));
    await other.raise({ key: 'a' });
    const kind = toyKind();
    const turns: string[] = [];
    const own: WorkHandler = {
      kind,
      run: async () => {
        turns.push('own');
        return { kind: 'rest' };
      },
    };
    const delivery: WorkHandler = {
      kind: WorkKind.TICKETS,
      run: async (caller, ...rest) => {
        turns.push(caller.accountId === busy.account.id ? 'busy' : 'other');
        return test.app.services.deliverNotifications.run(caller, ...rest);
      },
    };
    const before = test.sandbox.tickets.count;
    await wakeNow(test.database, busy.account.id, kind);
    await workers.start([own, delivery], { lanes: 1 });
    await until('all is told', () => test.sandbox.tickets.count === before + 161);

    expect(turns.filter((turn) => turn === 'busy').length).toBeGreaterThanOrEqual(4);
    const last = turns.lastIndexOf('busy');
    expect(turns.indexOf('other')).toBeLessThan(last);
    expect(turns.indexOf('own')).toBeLessThan(last);
    expect([turns.includes('other'), turns.includes('own')]).toEqual([true, true]);
    await workers.stopAll();
  });

  it('stops at once when its worker stops, and goes on from there', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise(...keys(20));
    const stopping = new AbortController();
    onceDone(test, 7, () => stopping.abort(new Error('The worker stops.')));
    const hold = await holdWork(desk.account, WorkKind.TICKETS);
    const slice = test.app.services.deliverNotifications.run(desk.account.caller, stopping.signal, hold);
    await expect(slice).rejects.toThrow('The worker stops.');
    expect(desk.tickets()).toHaveLength(7);
    const uncertain = await sql('SELECT FROM tickets WHERE account_id = $1 AND intent IS NOT NULL', [desk.account.id]);
    expect(uncertain).toEqual([]);
    await deliver(test.app, desk.account);
    expect(desk.tickets()).toHaveLength(20);
  });
});
