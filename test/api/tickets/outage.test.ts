import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NextWake } from '../../../src/shared/work.js';
import { OUTAGES } from '../../support/outages.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { HASTY } from '../../support/timing.js';
import { marksOf } from '../../support/told-tickets.js';
import { checkHealth, refuseThrice } from '../support/health.js';
import { deliver, deliversAll, later, notificationsOf } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { Ticketed, writesSent } from '../support/ticketed.js';

const HOUR = 3_600;
const BEFORE = 8;

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ timing: HASTY });
});
afterAll(() => test.close());
afterEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
});

/** How ConnectWise is away at some step of an outage, and how it comes back. */
interface Away {
  readonly begin: (desk: Ticketed) => Promise<unknown>;
  readonly step: (at: number) => void;
  readonly end: (desk: Ticketed) => Promise<unknown>;
}

const down: Away = {
  begin: async () => {},
  step: (at) => {
    const fault = OUTAGES[at % OUTAGES.length] ?? { kind: 'silent' };
    test.sandbox.faults.clear();
    // What looks like an answer but is none would have been carried out by the sandbox.
    if (fault.kind === 'body')
      test.sandbox.faults.add({
        method: 'POST',
        route: '/service/tickets*',
        times: null,
        fault: { kind: 'answer', status: 200, body: '<html>' },
      });
    test.sandbox.faults.add({ times: null, fault });
  },
  end: async () => test.sandbox.faults.clear(),
};
const paused: Away = {
  begin: async ({ account }) => {
    test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
    await refuseThrice(test, account);
  },
  step: () => {},
  end: async ({ account }) => {
    test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
    await checkHealth(test, account);
  },
};
const off: Away = {
  begin: ({ account }) => account.integration({ isEnabled: false }),
  step: () => {},
  end: ({ account }) => account.integration(),
};

/** Everything that was put off is so much nearer. */
async function pass({ account }: Ticketed, seconds: number): Promise<void> {
  await later(account, seconds);
  const span = 'make_interval(secs => $2)';
  const paces = `UPDATE call_paces SET not_before = not_before - ${span}, trial_at = trial_at - ${span} WHERE account_id = $1`;
  await sql(paces, [account.id, seconds]);
}

/** Seconds until an account is woken again. */
function secondsTo(next: NextWake): number {
  if (next.kind === 'after') return next.seconds;
  return next.kind === 'at' ? Math.max(0, (next.at.getTime() - Date.now()) / 1_000) : 0;
}

/** The life of many conditions: which are open, and what their source said of them last. */
class Life {
  readonly open = new Map<string, string>();
  #made = 0;

  constructor(private readonly desk: Ticketed) {}

  async begin(count: number): Promise<void> {
    await this.#raise(this.#fresh(count), 'before');
  }

  /** Every time some are new, some have news, some are over, and some that were over are back. */
  async goOn(at: number): Promise<void> {
    const all = Array.from({ length: this.#made }, (_, number) => `c${number}`);
    const over = all.filter((key, number) => this.open.has(key) && (number + at) % 5 === 0);
    const back = all.filter((key, number) => !this.open.has(key) && (number + at) % 7 === 0);
    const news = all.filter((key, number) => this.open.has(key) && (number + at) % 3 === 0);
    await this.#raise([...this.#fresh(2), ...back, ...news], `after ${at}`);
    await this.desk.resolve(...over);
    for (const key of over) this.open.delete(key);
  }

  async #raise(keys: readonly string[], when: string): Promise<void> {
    const reports = keys.map((key) => ({ key, body: `${key} ${when}.` }));
    await this.desk.raise(...reports);
    for (const { key, body } of reports) this.open.set(key, body);
  }

  #fresh(count: number): string[] {
    return Array.from({ length: count }, () => {
      this.#made += 1;
      return `c${this.#made - 1}`;
    });
  }
}

const DAY = { steps: 24, seconds: HOUR };
const WEEK = { steps: 28, seconds: 6 * HOUR };

describe('N6, P9: there is one ticket for each condition that is still open, and one note for all its news, after', () => {
  it.each([
    ['24 hours in which ConnectWise is down', DAY, down],
    ['7 days in which ConnectWise is down', WEEK, down],
    ['7 days in which the account is paused', WEEK, paused],
    ['7 days in which the integration is off', WEEK, off],
  ])('%s', async (_name, { steps, seconds }, away) => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    const life = new Life(desk);
    await life.begin(BEFORE);
    await deliver(test.app, desk.account);
    const before = new Map(desk.tickets().map((ticket) => [ticket.number, ticket]));
    expect(before.size).toBe(BEFORE);

    await away.begin(desk);
    let next: NextWake = { kind: 'rest' };
    for (let at = 0; at < steps; at += 1) {
      away.step(at);
      await life.goOn(at);
      await pass(desk, seconds);
      next = await deliver(test.app, desk.account);
      const rows = await sql<{ state: string; tries: number }>(
        'SELECT DISTINCT state, tries FROM notifications WHERE account_id = $1 AND (state = $2 OR tries > 0)',
        [desk.account.id, 'FAILED'],
      );
      expect(rows).toEqual([]);
    }
    expect(desk.tickets()).toHaveLength(BEFORE);

    await away.end(desk);
    test.sandbox.journal.clear();
    const isSoon = secondsTo(next);
    await pass(desk, isSoon);
    await deliver(test.app, desk.account);
    expect(isSoon).toBeLessThanOrEqual(60);
    expect(writesSent(test).length).toBeGreaterThan(0);
    await pass(desk, 80);
    expect(await deliversAll(test.app, desk.account)).toBe(true);

    const tickets = desk.tickets();
    expect(tickets.filter(({ isClosed }) => !isClosed)).toHaveLength(life.open.size);
    const untold = tickets.filter(({ number }) => !before.has(number));
    expect(untold.map(({ texts, isClosed }) => ({ texts: texts.length, isClosed }))).toEqual(
      untold.map(() => ({ texts: 1, isClosed: false })),
    );
    for (const ticket of tickets) expect(marksOf(ticket).length).toBeLessThanOrEqual(1);
    const all = await notificationsOf(desk.account, { states: ['SENT'] });
    expect(all.map(({ key }) => key).sort()).toEqual([...life.open.keys()].sort());
    for (const { key, ticket } of all) {
      const told = tickets.find(({ number }) => number === ticket?.number)?.texts.at(-1);
      expect(told).toContain(life.open.get(key));
    }
    expect(await notificationsOf(desk.account, { states: ['WAITING', 'HELD', 'FAILED'] })).toEqual([]);
    expect(tickets.flatMap(({ open }) => open)).toEqual([]);
    expect(test.sandbox.mails.entries).toEqual([]);
  });
});
