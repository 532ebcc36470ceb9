import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, type NotificationState, ReopenUserDocument } from '../operations.generated.js';
import { disable, enable, given, unmap } from '../support/calls.js';
import { checkHealth, refuseThrice } from '../support/health.js';
import { deliver, deliverOnce, deliversAll, notificationsOf, raise, saveTicketing } from '../support/notifications.js';
import { eventsOf, sql } from '../support/rows.js';
import { onceDone, refuseTickets, Ticketed, writesSent } from '../support/ticketed.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => {
  jest.restoreAllMocks();
  test.sandbox.permissions.reset();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
});

/** How delivery is stopped, what is shown then, and how it goes on. */
interface Stop {
  readonly reason: string;
  readonly stop: (desk: Ticketed) => Promise<unknown>;
  readonly goOn: (desk: Ticketed) => Promise<unknown>;
}

const STOPS: Readonly<Record<string, Stop>> = {
  'the integration': {
    reason: 'INTEGRATION_OFF',
    stop: ({ account }) => account.integration({ isEnabled: false }),
    goOn: ({ account }) => account.integration(),
  },
  'the mapping': {
    reason: 'MAPPING_DISABLED',
    stop: ({ account, parts }) => disable(account, { mappingId: parts.customer.mappingId }),
    goOn: ({ account, parts }) => enable(account, { mappingId: parts.customer.mappingId }),
  },
  'the user': {
    reason: 'USER_ARCHIVED',
    stop: ({ account, parts }) => ask(account, ArchiveUserDocument, { input: { userId: parts.customer.user.id } }),
    goOn: ({ account, parts }) => ask(account, ReopenUserDocument, { input: { userId: parts.customer.user.id } }),
  },
};
const stops = Object.entries(STOPS);

const keys = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
const states = async ({ account }: Ticketed, ...wanted: NotificationState[]) =>
  (await notificationsOf(account, { states: wanted })).map(({ key }) => key).sort();

describe.each(stops)('U10, S11: turning %s off', (_what, { reason, stop, goOn }) => {
  it('before a ticket is there holds its notification with that reason, and sends nothing', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise({ key: 'a' });
    await stop(desk);
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);

    expect(await desk.standings()).toEqual({ a: `HELD ${reason}` });
    expect([await states(desk, 'HELD'), await states(desk, 'WAITING')]).toEqual([['a'], []]);
    expect(test.sandbox.journal.total).toBe(0);
    await goOn(desk);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
    expect(desk.tickets()).toHaveLength(1);
  });

  it('before a note holds the news, and loses none', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    await stop(desk);
    await desk.raise({ key: 'a', body: 'First news.' });
    await desk.raise({ key: 'a', body: 'Last news.' });
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);

    expect(await desk.standings()).toEqual({ a: `HELD ${reason}` });
    expect(given((await notificationsOf(desk.account))[0]).ticket).not.toBeNull();
    expect(test.sandbox.journal.total).toBe(0);
    await goOn(desk);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
    const [ticket] = desk.tickets();
    expect(given(ticket).texts).toEqual([expect.any(String), expect.stringContaining('Last news.')]);
  });

  it('before a close leaves the ticket as it is, says why, and asks for nothing over and over', async () => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    await stop(desk);
    await desk.resolve('a');
    test.sandbox.journal.clear();

    expect(await deliversAll(test.app, desk.account)).toBe(true);
    expect(await desk.standings()).toEqual({ a: `RESOLVED ${reason}` });
    expect([await states(desk, 'RESOLVED'), await states(desk, 'HELD')]).toEqual([['a'], []]);
    expect(test.sandbox.journal.total).toBe(0);
    await goOn(desk);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'RESOLVED' });
    expect(desk.tickets()).toMatchObject([{ isClosed: true, texts: [expect.any(String), expect.any(String)] }]);
  });

  it('between the note and the close of one ticket stops there', async () => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    await desk.resolve('a');
    test.sandbox.journal.clear();
    onceDone(test, 1, () => stop(desk));
    await deliver(test.app, desk.account);

    expect(writesSent(test)).toEqual(['POST /service/tickets/{parentId}/notes']);
    expect(await desk.standings()).toEqual({ a: `RESOLVED ${reason}` });
    await goOn(desk);
    await deliver(test.app, desk.account);
    expect(desk.tickets()).toMatchObject([{ isClosed: true, texts: [expect.any(String), expect.any(String)] }]);
  });

  it('in the middle of a slice of many stops at once, and each goes out once afterwards', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise(...keys(12).map((key) => ({ key })));
    onceDone(test, 5, () => stop(desk));
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);

    expect(writesSent(test)).toHaveLength(5);
    const shown = Object.values(await desk.standings());
    expect(shown.filter((standing) => standing === 'SENT')).toHaveLength(5);
    expect(shown.filter((standing) => standing === `HELD ${reason}`)).toHaveLength(7);
    await goOn(desk);
    await deliver(test.app, desk.account);
    expect(new Set(Object.values(await desk.standings()))).toEqual(new Set(['SENT']));
    expect(desk.tickets()).toHaveLength(12);
    expect(test.sandbox.mails.entries).toEqual([]);
  });
});

describe('U10: what is held for one user', () => {
  it('keeps nobody else waiting', async () => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    const { user } = await desk.customer();
    const held = keys(60).map((key) => ({ key }));
    await desk.raise(...held);
    await deliver(test.app, desk.account);
    await disable(desk.account, { mappingId: desk.parts.customer.mappingId });
    // More than one slice looks at, all of them before the other one.
    await desk.resolve(...keys(60));
    await desk.raise({ key: 'other', userExternalId: user.externalId });
    expect(await deliversAll(test.app, desk.account)).toBe(true);
    expect((await desk.standings())['other']).toBe('SENT');
  });

  it('U11: for more than the days of the settings becomes no ticket, unless it is told again', async () => {
    const desk = await Ticketed.open(test);
    const { mappingId } = desk.parts.customer;
    await disable(desk.account, { mappingId });
    const daysAgo = (days: number) => ({ occurredAt: new Date(Date.now() - days * 86_400_000).toISOString() });
    await desk.raise({ key: 'old', ...daysAgo(31) }, { key: 'young', ...daysAgo(29) });
    await deliver(test.app, desk.account);
    await enable(desk.account, { mappingId });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ old: 'HELD HELD_TOO_LONG', young: 'SENT' });
    await desk.raise({ key: 'old' });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ old: 'SENT', young: 'SENT' });
    expect(desk.tickets()).toHaveLength(2);
  });

  it('N6: and may go out before that becomes a ticket, however long an outage lasts behind it', async () => {
    const desk = await Ticketed.open(test);
    const { mappingId } = desk.parts.customer;
    await disable(desk.account, { mappingId });
    await desk.raise({ key: 'a', occurredAt: new Date(Date.now() - 60 * 86_400_000).toISOString() });
    await deliver(test.app, desk.account);
    await enable(desk.account, { mappingId });
    // That was forty days ago, and nothing could be sent since.
    await sql(`UPDATE notifications SET due_at = due_at - interval '40 days' WHERE account_id = $1`, [desk.account.id]);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
  });

  it('E1: is told as an event, once for each reason', async () => {
    const desk = await Ticketed.open(test);
    const { mappingId } = desk.parts.customer;
    await disable(desk.account, { mappingId });
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    await sql('UPDATE notifications SET due_at = now() WHERE account_id = $1', [desk.account.id]);
    await deliver(test.app, desk.account);
    await unmap(desk.account, { mappingId });
    await deliver(test.app, desk.account);
    const told = (await eventsOf(desk.account.id)).filter(({ kind }) => kind === 'NOTIFICATION_HELD');
    expect(told).toMatchObject([
      { subject_kind: 'Notification', source_id: expect.any(String), facts: { reason: 'MAPPING_DISABLED' } },
      { subject_kind: 'Notification', source_id: expect.any(String), facts: { reason: 'NOT_MAPPED' } },
    ]);
  });

  it('goes out although its mapping was mended at the moment when it was found held', async () => {
    const desk = await Ticketed.open(test);
    const { mappingId } = desk.parts.customer;
    await disable(desk.account, { mappingId });
    await desk.raise({ key: 'a' });
    const { gate } = test.app.services;
    const holds = gate.holds.bind(gate);
    jest.spyOn(gate, 'holds').mockImplementationOnce(async (...asked) => {
      const found = await holds(...asked);
      await enable(desk.account, { mappingId });
      return found;
    });
    await deliverOnce(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
  });

  it('shows that in place of a failure', async () => {
    const desk = await Ticketed.open(test);
    refuseTickets(test);
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'FAILED' });
    const { mappingId } = desk.parts.customer;
    await disable(desk.account, { mappingId });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'HELD MAPPING_DISABLED' });
    await enable(desk.account, { mappingId });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
  });

  it('who is not mapped any more says so, and what was resolved meanwhile waits for nobody', async () => {
    const desk = await Ticketed.open(test, { closesTickets: true });
    await desk.raise({ key: 'told' }, { key: 'untold' });
    await unmap(desk.account, { mappingId: desk.parts.customer.mappingId });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ told: 'HELD NOT_MAPPED', untold: 'HELD NOT_MAPPED' });
    await desk.resolve('told', 'untold');
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ told: 'RESOLVED', untold: 'RESOLVED' });
  });
});

describe('N9: what holds the whole account shows in each notification that is not delivered', () => {
  it('a pause', async () => {
    const desk = await Ticketed.open(test);
    await desk.raise({ key: 'a' });
    test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);
    await refuseThrice(test, desk.account);
    expect(await deliversAll(test.app, desk.account)).toBe(true);
    expect(await desk.standings()).toEqual({ a: 'HELD INTEGRATION_PAUSED' });
    test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
    await checkHealth(test, desk.account);
    const woken = "SELECT FROM work WHERE account_id = $1 AND kind = 'TICKETS' AND due_at <= now()";
    const work = await sql(woken, [desk.account.id]);
    expect(work).toHaveLength(1);
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'SENT' });
  });

  it('a right that is missing', async () => {
    const desk = await Ticketed.open(test);
    test.sandbox.permissions.set('Service Tickets', { add: 'None' });
    await desk.raise({ key: 'a' }, { key: 'b' });
    test.sandbox.journal.clear();
    await deliver(test.app, desk.account);
    expect(writesSent(test)).toHaveLength(1);
    expect(await desk.standings()).toEqual({ a: 'HELD WORK_NOT_PERMITTED', b: 'HELD WORK_NOT_PERMITTED' });
    test.sandbox.permissions.reset();
    await checkHealth(test, desk.account);
    await deliver(test.app, desk.account);
    expect(desk.tickets()).toHaveLength(2);
  });

  it('ticketing settings that are off, or were never saved', async () => {
    const account = await test.account();
    const source = await account.source();
    await raise(account, { source: source.code, key: 'a', kind: 'X', severity: 'WARNING', title: 'A' });
    await deliver(test.app, account);
    expect(await notificationsOf(account)).toMatchObject([{ state: 'HELD', hold: 'INTEGRATION_OFF' }]);
    await account.integration();
    expect(await notificationsOf(account)).toMatchObject([{ state: 'HELD', hold: 'TICKETING_OFF' }]);
    await saveTicketing(test, account);
    expect(await notificationsOf(account)).toMatchObject([{ state: 'WAITING', hold: null }]);
    await saveTicketing(test, account, { isEnabled: false });
    expect(await notificationsOf(account)).toMatchObject([{ state: 'HELD', hold: 'TICKETING_OFF' }]);
  });

  it('and a failure shows again when the account is not held any more', async () => {
    const desk = await Ticketed.open(test);
    refuseTickets(test);
    await desk.raise({ key: 'a' });
    await deliver(test.app, desk.account);
    expect(await desk.standings()).toEqual({ a: 'FAILED' });
    await STOPS['the integration']?.stop(desk);
    expect(await notificationsOf(desk.account)).toMatchObject([{ state: 'HELD', failure: null }]);
    expect([await states(desk, 'FAILED'), await states(desk, 'HELD')]).toEqual([[], ['a']]);
    await STOPS['the integration']?.goOn(desk);
    expect(await notificationsOf(desk.account)).toMatchObject([
      { state: 'FAILED', failure: { code: expect.any(String) } },
    ]);
  });
});
