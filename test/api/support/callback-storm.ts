import { setTimeout as sleep } from 'node:timers/promises';
import { callbacksOf, messageOf, sendTo, storedOf } from './callbacks.js';
import { given } from './calls.js';
import { notificationsOf } from './notifications.js';
import { eventsOf, sql } from './rows.js';
import type { TicketScene } from './tickets.js';

export interface Storm {
  readonly tickets: number;
  readonly seconds: number;
  /** Changes a second, each of them told one to five times. */
  readonly rate: number;
}

export interface StormSeen {
  readonly messages: number;
  readonly sent: number;
  /** How often each status was answered, those aside that told to come back. */
  readonly statuses: Readonly<Record<number, number>>;
  /** How often a machine with too much else to do told to come back. */
  readonly refused: number;
  /** Of the answers, in milliseconds, in order. */
  readonly times: readonly number[];
}

const LATEST_MS = 3_000;
const COME_BACK_MS = 1_000;

/**
 * People work on all tickets of the account while ConnectWise tells of it again and again and in any order: a note most
 * times, and once for each ticket something that counts. Every second ticket is closed in the end, the others get hours.
 */
export async function storm(scene: TicketScene, { tickets, seconds, rate }: Storm): Promise<StormSeen> {
  const numbers = await open(scene, tickets);
  const { url } = await silence(scene);
  await scene.test.app.startWork();
  const { sandbox } = scene.test;
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let refused = 0;
  const underWay: Promise<void>[] = [];
  const tell = async (body: string) => {
    await sleep(Math.random() * LATEST_MS);
    let status = 0;
    for (;;) {
      const started = performance.now();
      status = await sendTo(url, body, sandbox.signingKeys.sign(body));
      times.push(performance.now() - started);
      if (status !== 503) break;
      refused += 1;
      await sleep(COME_BACK_MS);
    }
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const messages = seconds * rate;
  const rounds = Math.floor(messages / tickets);
  const started = performance.now();
  for (let part = 0; part < messages; part += 1) {
    const at = part % tickets;
    const number = given(numbers[at]);
    const round = Math.floor(part / tickets);
    // Each at another time of the storm.
    if (round !== at % rounds) sandbox.tickets.addNote(number, `Part ${part}.`);
    else if (at % 2 === 0) sandbox.tickets.close(number);
    else sandbox.tickets.addTime(number, 0.25);
    const body = messageOf(scene, { ID: number });
    for (let copy = 0; copy < 1 + (part % 5); copy += 1) underWay.push(tell(body));
    await sleep(Math.max(0, started + ((part + 1) * 1_000) / rate - performance.now()));
  }
  await Promise.all(underWay);
  return { messages, sent: underWay.length, statuses, refused, times: times.sort((a, b) => a - b) };
}

/** What is told has been read, and nothing more is to be done. */
export async function calm(scene: TicketScene): Promise<void> {
  for (;;) {
    const waiting = (await storedOf(scene)).filter(({ handled_at }) => handled_at === null);
    const [work] = await sql<{ isBusy: boolean }>(
      `SELECT started_at IS NOT NULL OR due_at <= now() + interval '2 seconds' AS "isBusy" FROM work WHERE account_id = $1 AND kind = 'TICKETS'`,
      [scene.account.id],
    );
    if (waiting.length === 0 && work?.isBusy === false) return;
    await sleep(100);
  }
}

/** What came of it on our side: how many tickets are in each state, and how often each kind of news was told. */
export async function outcomeOf(scene: TicketScene) {
  const rows = await scene.rows();
  const events = await eventsOf(scene.account.id);
  const told = (kind: string) => events.filter((event) => event.kind === kind).length;
  return {
    closed: rows.filter(({ state }) => state === 'CLOSED').length,
    takenOver: rows.filter(({ state, is_taken_over }) => state === 'OPEN' && is_taken_over).length,
    toldClosed: told('TICKET_CLOSED_BY_PERSON'),
    toldTakenOver: told('TICKET_TAKEN_OVER'),
    toldElse: events.filter(({ kind }) => /TICKET_(CLOSED|REOPENED|MERGED|DELETED)/.test(kind)).length,
    messages: (await storedOf(scene)).length,
  };
}

async function open(scene: TicketScene, count: number): Promise<readonly number[]> {
  for (let from = 0; from < count; from += 500) {
    const keys = Array.from({ length: Math.min(500, count - from) }, (_, part) => `storm-${from + part}`);
    await scene.raise(...keys.map((key) => ({ key })));
  }
  await scene.deliver();
  // The worker of the test itself has had it until now.
  await sql(`UPDATE work SET started_at = NULL WHERE account_id = $1`, [scene.account.id]);
  const [first] = await notificationsOf(scene.account);
  if (first?.state !== 'SENT') throw new Error('The tickets are not there.');
  return (await scene.rows()).map(({ connect_wise_id }) => connect_wise_id);
}

/** The storm brings what ConnectWise would have brought, so that stays silent itself. */
async function silence(scene: TicketScene): Promise<{ url: string }> {
  const callback = given((await callbacksOf(scene))[0]);
  scene.test.sandbox.records('callbacks').remove(callback.id);
  return callback;
}
