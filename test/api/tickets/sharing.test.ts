import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { AttachTicketDocument, type RaiseNotificationsItemInput } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { deliver, later, notificationsOf, raise, resolve, saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { refuseTickets } from '../support/ticketed.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let user: SeedUser;
let companyId: number;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

let made = 0;
async function mappedUser() {
  made += 1;
  const identifier = `Sharing-${made}`;
  const id = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd` }).id;
  const one = await source.user();
  await one.map(identifier);
  return { one, id };
}

async function ready(settings: Parameters<typeof saveTicketing>[2]) {
  account = await test.account();
  source = await (await account.integration()).source();
  ({ one: user, id: companyId } = await mappedUser());
  expect((await saveTicketing(test, account, settings)).userErrors).toEqual([]);
}

const report = (key: string, input: Partial<RaiseNotificationsItemInput> = {}): RaiseNotificationsItemInput => ({
  ...{ source: source.code, key, userExternalId: user.externalId, kind: 'MAIL_FLOW', severity: 'WARNING' },
  ...{ title: `About ${key}`, body: `All about ${key}.`, occurredAt: '2026-11-01T10:00:00Z' },
  ...input,
});
const numbers = async () =>
  new Map((await notificationsOf(account)).map(({ key, ticket }) => [key, ticket?.number] as const));
const notesOf = (number: number) =>
  test.app.services.integration.ask(account.caller, async (session) => {
    const notes: string[] = [];
    for await (const { text } of session.ticketNotes.list(number)) notes.push(text ?? '');
    return notes;
  });
const isClosed = (number: number) => given(test.sandbox.tickets.get(number))['closedFlag'];

describe('N5: conditions of one user and severity that share a ticket', () => {
  it('are one ticket with a note for each, which is closed when the last of them is over', async () => {
    await ready({ groupingMinutes: 60, closesTickets: true });
    const other = await mappedUser();
    await raise(account, [
      ...[report('a'), report('b'), report('more severe', { severity: 'ACTION_REQUIRED' })],
      report('of another', { userExternalId: other.one.externalId }),
    ]);
    await deliver(test.app, account);
    await raise(account, report('c'));
    await deliver(test.app, account);

    const found = await numbers();
    const shared = given(found.get('a'));
    expect([found.get('b'), found.get('c')]).toEqual([shared, shared]);
    expect(new Set(found.values()).size).toBe(3);
    const notes = (await notesOf(shared)).join('\n');
    for (const key of ['b', 'c']) expect(notes).toContain(`Reported: About ${key}`);

    await resolve(account, source.code, ['a', 'c']);
    await deliver(test.app, account);
    expect(isClosed(shared)).toBe(false);
    await resolve(account, source.code, ['b']);
    await deliver(test.app, account);
    expect(isClosed(shared)).toBe(true);
    const told = (await notesOf(shared)).filter((text) => text.startsWith('Resolved: '));
    expect(told.map((text) => text.split('\n')[0]).sort()).toEqual([
      'Resolved: About a',
      'Resolved: About b',
      'Resolved: About c',
    ]);
  });

  it('that are over at the same moment all say so before it is closed', async () => {
    await ready({ groupingMinutes: 60, closesTickets: true });
    await raise(account, [report('a'), report('b')]);
    await deliver(test.app, account);
    await resolve(account, source.code, ['a', 'b']);
    await deliver(test.app, account);
    const shared = given((await numbers()).get('a'));
    expect(isClosed(shared)).toBe(true);
    expect((await notesOf(shared)).filter((text) => text.startsWith('Resolved: '))).toHaveLength(2);
  });

  it('do so for the time of the settings alone, and never with a closed ticket', async () => {
    await ready({ groupingMinutes: 10, closesTickets: true });
    await raise(account, report('early'));
    await deliver(test.app, account);
    await sql(`UPDATE tickets SET opened_at = opened_at - interval '11 minutes' WHERE account_id = $1`, [account.id]);
    await raise(account, report('late'));
    await deliver(test.app, account);
    expect((await numbers()).get('late')).not.toBe((await numbers()).get('early'));
    await resolve(account, source.code, ['late']);
    await deliver(test.app, account);
    await raise(account, report('after'));
    await deliver(test.app, account);
    expect(new Set((await numbers()).values()).size).toBe(3);
  });

  it('that are over before their ticket could be opened are not told, and do not keep it open', async () => {
    await ready({ groupingMinutes: 60, closesTickets: true });
    await raise(account, [report('a'), report('b')]);
    refuseTickets(test, 2);
    await deliver(test.app, account);
    await resolve(account, source.code, ['a']);
    await later(account, 600);
    await deliver(test.app, account);
    expect((await numbers()).get('a')).toBe(given((await numbers()).get('b')));
    await resolve(account, source.code, ['b']);
    await deliver(test.app, account);
    const shared = given((await numbers()).get('b'));
    expect(isClosed(shared)).toBe(true);
    expect((await notesOf(shared)).map((text) => text.split('\n')[0])).toEqual(['About b', 'Resolved: About b']);
  });

  it('share one again when they recur after their ticket was closed for too long to be reopened', async () => {
    await ready({ groupingMinutes: 60, closesTickets: true });
    await raise(account, [report('a'), report('b'), report('c')]);
    await deliver(test.app, account);
    const former = given((await numbers()).get('a'));
    await resolve(account, source.code, ['a', 'b', 'c']);
    await deliver(test.app, account);
    expect(isClosed(former)).toBe(true);
    await sql(`UPDATE tickets SET closed_at = now() - interval '8 days' WHERE account_id = $1`, [account.id]);
    const occurredAt = '2026-11-02T10:00:00Z';
    await raise(account, [report('a', { occurredAt }), report('b', { occurredAt }), report('c', { occurredAt })]);
    await deliver(test.app, account);
    const found = await numbers();
    const shared = given(found.get('a'));
    expect(shared).not.toBe(former);
    expect([found.get('b'), found.get('c')]).toEqual([shared, shared]);
    expect((await notesOf(shared)).map((text) => text.split('\n')[0])).toEqual([
      'About a',
      'Reported: About b',
      'Reported: About c',
    ]);
  });

  it('of a user that is mapped to another company by now share no ticket of the former one', async () => {
    await ready({ groupingMinutes: 60 });
    await raise(account, report('a'));
    await deliver(test.app, account);
    const company = test.sandbox.companies.add({ identifier: `Sharing-other-${made}`, name: 'Another' });
    await user.map(`Sharing-other-${made}`, { replaceExisting: true });
    await raise(account, report('b'));
    await deliver(test.app, account);
    const ticket = test.sandbox.tickets.get(given((await numbers()).get('b')));
    expect(ticket).toMatchObject({ company: { id: company.id } });
  });

  it('leave a ticket of the former one too: its customer reads nothing of another', async () => {
    await ready({ closesTickets: true });
    await raise(account, [report('a'), report('b')]);
    await deliver(test.app, account);
    const before = await numbers();
    const company = test.sandbox.companies.add({ identifier: `Sharing-moved-${made}`, name: 'Another' });
    await user.map(`Sharing-moved-${made}`, { replaceExisting: true });
    // As when a person corrects the company of one ticket as well.
    test.sandbox.tickets.edit(given(before.get('b')), { company: { id: company.id } });
    const news = { body: 'Not for the former one.', occurredAt: '2026-11-02T10:00:00Z' };
    await raise(account, [report('a', news), report('b', news)]);
    await deliver(test.app, account);
    const after = await numbers();
    expect(after.get('a')).not.toBe(before.get('a'));
    expect(after.get('b')).toBe(before.get('b'));
    expect(test.sandbox.tickets.get(given(after.get('a')))).toMatchObject({ company: { id: company.id } });
    expect(await notesOf(given(before.get('a')))).toEqual([expect.not.stringContaining(news.body)]);
    expect((await notesOf(given(before.get('b')))).join()).toContain(news.body);
    await resolve(account, source.code, ['a', 'b']);
    await deliver(test.app, account);
    expect([...after.values()].map((number) => isClosed(given(number)))).toEqual([true, true]);
  });

  it.each([true, false])(
    'N3: make one ticket when nobody knows what became of it (carried out: %s)',
    async (applied) => {
      await ready({ groupingMinutes: 60 });
      test.sandbox.faults.add({
        method: 'POST',
        route: '/service/tickets',
        fault: { kind: 'cut', at: 'headers', how: 'reset', applied },
      });
      await raise(account, [report('a'), report('b')]);
      await deliver(test.app, account);
      await later(account);
      await deliver(test.app, account);
      const found = await numbers();
      expect(found.get('a')).toBe(given(found.get('b')));
      const shared = given(found.get('a'));
      const of = await test.app.services.integration.ask(account.caller, (session) =>
        session.tickets.findByExternalReference(String(given(test.sandbox.tickets.get(shared))['externalXRef'])),
      );
      expect(of).toHaveLength(1);
    },
  );
});

describe('N1: a notification attached to a ticket that is there', () => {
  const attach = async (key: string, ticketNumber: number) => {
    const found = given((await notificationsOf(account)).find((one) => one.key === key));
    const input = { notificationId: found.id, ticketNumber };
    return given((await ask(account, AttachTicketDocument, { input })).attachTicket);
  };
  const opened = (company = companyId) =>
    test.sandbox.tickets.add({ summary: 'By hand', company: { id: company }, board: { id: 1 } }).id;

  it('tells it by a note, opens none, and leaves it open when it is over', async () => {
    await ready({ closesTickets: true });
    const number = opened();
    const before = test.sandbox.tickets.count;
    await raise(account, report('a'));
    expect((await attach('a', number)).notification).toMatchObject({ ticket: { number, isTakenOver: true } });
    await deliver(test.app, account);
    expect((await notificationsOf(account))[0]).toMatchObject({ state: 'SENT', ticket: { number } });
    await resolve(account, source.code, ['a']);
    await deliver(test.app, account);
    const notes = await notesOf(number);
    expect(notes.map((text) => text.split('\n')[0])).toEqual(['Reported: About a', 'Resolved: About a']);
    expect(isClosed(number)).toBe(false);
    expect(test.sandbox.tickets.count).toBe(before);
  });

  it('shares it with others, and with a ticket of ours that is open', async () => {
    await ready({});
    await raise(account, [report('a'), report('b')]);
    const number = opened();
    await attach('a', number);
    await attach('b', number);
    await raise(account, report('c'));
    await deliver(test.app, account);
    await raise(account, report('d'));
    const own = given((await numbers()).get('c'));
    expect((await attach('d', own)).notification).toMatchObject({ ticket: { number: own, isTakenOver: false } });
    await deliver(test.app, account);
    expect(await numbers()).toEqual(
      new Map([
        ...(['a', 'b'] as const).map((key) => [key, number] as const),
        ...(['c', 'd'] as const).map((key) => [key, own] as const),
      ]),
    );
  });

  it('is refused when ticket or notification is not fit for it, and nothing changes', async () => {
    await ready({});
    const stranger = await mappedUser();
    const closed = opened();
    test.sandbox.tickets.close(closed);
    await raise(account, [report('a'), report('b'), report('over')]);
    await resolve(account, source.code, ['over']);
    const refused = async (key: string, number: number) =>
      (await attach(key, number)).userErrors.map(({ code, message }) => `${code} ${message}`);
    expect(await refused('a', opened(stranger.id))).toEqual(['INVALID The ticket is of another company.']);
    expect(await refused('a', closed)).toEqual(['INVALID The ticket is closed.']);
    expect(await refused('a', 2_000_000_000)).toEqual(['NOT_FOUND ConnectWise has no ticket with this number.']);
    expect(await refused('over', opened())).toEqual(['INVALID The condition is over.']);
    await deliver(test.app, account);
    const [number] = (await numbers()).values();
    expect(await refused('b', opened())).toEqual([expect.stringContaining('INVALID It has a ticket already, number ')]);
    expect([...(await numbers()).values()]).toContain(number);
  });
});
