import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  type RaiseNotificationsItemInput,
  RetryNotificationsDocument,
  type SaveTicketingSettingsInput,
} from '../operations.generated.js';
import { disable, enable, given } from '../support/calls.js';
import {
  deliver,
  deliverOnce,
  later,
  notificationsOf,
  raise,
  resolve,
  saveTicketing,
} from '../support/notifications.js';

let test: TestApp;
let account: SeedAccount;
let source: string;
let user: SeedUser;
let companyId: number;
let mappingId: string;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => test.sandbox.faults.clear());

let made = 0;
async function ready(settings: Partial<SaveTicketingSettingsInput> = {}) {
  account = await test.account();
  const integration = await account.integration();
  const from = await integration.source();
  source = from.code;
  user = await from.user();
  made += 1;
  const identifier = `Told-${made}`;
  companyId = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd` }).id;
  mappingId = (await user.map(identifier)).id;
  const { userErrors } = await saveTicketing(test, account, settings);
  expect(userErrors).toEqual([]);
}

beforeEach(() => ready());

const report = (input: Partial<RaiseNotificationsItemInput> = {}): RaiseNotificationsItemInput => ({
  ...{ source, key: 'mail-flow', userExternalId: user.externalId, kind: 'MAIL_FLOW', severity: 'ACTION_REQUIRED' },
  ...{ title: 'Mail does not flow', body: 'Nothing came in for an hour.', occurredAt: '2026-11-01T10:00:00Z' },
  ...input,
});

const only = async () => given((await notificationsOf(account))[0]);
const ticketOf = (number: number) => given(test.sandbox.tickets.get(number));
const ticketsOfCompany = async () => {
  const found: number[] = [];
  await test.app.services.integration.ask(account.caller, async (session) => {
    for await (const { id, company } of session.tickets.list()) if (company?.id === companyId) found.push(id);
  });
  return found;
};
const notesOf = async (number: number) => {
  const notes: string[] = [];
  await test.app.services.integration.ask(account.caller, async (session) => {
    for await (const { text } of session.ticketNotes.list(number)) notes.push(text ?? '');
  });
  return notes;
};
const writes = () =>
  test.sandbox.journal.entries.filter(({ method, route }) => method !== 'GET' && route?.startsWith('/service/tickets'));

describe('N1: a condition', () => {
  it('becomes one ticket of the company of its user, for technicians alone, in one call', async () => {
    await raise(account, report());
    expect(await only()).toMatchObject({ state: 'WAITING', ticket: null });
    test.sandbox.journal.clear();
    await deliver(test.app, account);

    const { state, ticket } = await only();
    expect(state).toBe('SENT');
    const { number, url } = given(ticket);
    expect(url).toContain(`service_recid=${number}`);
    expect(ticketOf(number)).toMatchObject({ summary: 'Mail does not flow', company: { id: companyId } });
    expect(test.sandbox.journal.entries.map(({ method, route }) => `${method} ${route}`)).toEqual([
      'POST /service/tickets',
    ]);
    expect((await notesOf(number))[0]).toMatch(/^Mail does not flow\n\nNothing came in for an hour\./);
    expect(test.sandbox.mails.entries).toEqual([]);
  });

  it('told again is the same: nothing new changes nothing, news is one note', async () => {
    await raise(account, report());
    await deliver(test.app, account);
    await raise(account, [report(), report({ key: 'other', title: 'Another' })]);
    await raise(account, report({ body: 'Still nothing.', occurredAt: '2026-11-01T11:00:00Z' }));
    await raise(account, report({ body: 'Too late to count.', occurredAt: '2026-11-01T10:30:00Z' }));
    await deliver(test.app, account);

    const [other, first] = await notificationsOf(account);
    expect(other).toMatchObject({ key: 'other', state: 'SENT' });
    expect(first).toMatchObject({ key: 'mail-flow', state: 'SENT', occurrences: 2 });
    const notes = await notesOf(given(first?.ticket).number);
    expect(notes).toHaveLength(2);
    expect(notes.join()).toContain('Still nothing.');
    expect(await ticketsOfCompany()).toHaveLength(2);
  });

  it('of nobody goes to the company of the account, and is held without one', async () => {
    await raise(account, report({ userExternalId: null }));
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'HELD', hold: 'NO_OWN_COMPANY', user: null });
    await saveTicketing(test, account, { ownCompanyId: companyId });
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'SENT' });
  });

  it('is refused by row: unknown user, repeated key, future, too long, no such source', async () => {
    const { results, userErrors } = await raise(account, [
      report({ key: 'a' }),
      report({ key: 'a' }),
      report({ key: 'b', userExternalId: 'nobody' }),
      report({ key: 'c', occurredAt: '2126-11-01T10:00:00Z' }),
      report({ key: ' ', title: 'x'.repeat(501) }),
      report({ key: 'd', source: 'no-such' }),
    ]);
    expect(userErrors).toEqual([]);
    expect(results?.map(({ userErrors }) => userErrors.map(({ field }) => field?.[0]).join())).toEqual([
      ...['', 'key', 'userExternalId', 'occurredAt', 'key,title', 'source'],
    ]);
    expect(await notificationsOf(account)).toHaveLength(1);
  });
});

describe('N4: a condition that is over', () => {
  it('gets a note and leaves its ticket open, unless told to close it', async () => {
    await raise(account, report());
    await deliver(test.app, account);
    await resolve(account, source, ['mail-flow'], 'The queue is empty again.');
    await deliver(test.app, account);
    const { state, resolvedBy, ticket } = await only();
    expect({ state, resolvedBy }).toEqual({ state: 'RESOLVED', resolvedBy: 'SOURCE' });
    expect(ticketOf(given(ticket).number)).toMatchObject({ closedFlag: false });
    expect((await notesOf(given(ticket).number)).join()).toContain('The queue is empty again.');
  });

  it('closes its ticket with a note, in two calls, where the settings say so; what recurs opens it again', async () => {
    await ready({ closesTickets: true });
    await raise(account, report());
    await deliver(test.app, account);
    await resolve(account, source, ['mail-flow']);
    test.sandbox.journal.clear();
    await deliver(test.app, account);
    expect(writes().map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    const { number } = given((await only()).ticket);
    expect(ticketOf(number)).toMatchObject({ closedFlag: true });

    await raise(account, report());
    expect(await only()).toMatchObject({ state: 'RESOLVED' });
    await raise(account, report({ occurredAt: '2026-11-02T10:00:00Z' }));
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'SENT', ticket: { number, isClosed: false } });
    expect(await ticketsOfCompany()).toEqual([number]);
    expect(test.sandbox.mails.entries).toEqual([]);
  });

  it('is tried to be closed once, and again when asked to, while its status does not close tickets any more', async () => {
    const statuses = test.sandbox.records('boardStatuses');
    const all = Array.from({ length: statuses.count }, (_, at) => statuses.get(at + 1));
    const boardId = given((await saveTicketing(test, account)).settings).template.boardId;
    const closing = given(
      all.find((one) => one?.['closedStatus'] === true && (one['board'] as { id: number }).id === boardId),
    );
    await ready({ closesTickets: true, template: { boardId, closedStatusId: closing.id } });
    await raise(account, report());
    await deliver(test.app, account);
    await resolve(account, source, ['mail-flow']);
    statuses.edit(closing.id, { closedStatus: false });
    test.sandbox.journal.clear();
    expect(await deliver(test.app, account)).toMatchObject({ kind: 'at' });
    statuses.edit(closing.id, { closedStatus: true });
    expect(await only()).toMatchObject({ state: 'RESOLVED', failure: { code: 'CONNECTWISE_REJECTED' } });
    expect(writes().map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    const retried = await ask(account, RetryNotificationsDocument, { input: {} });
    expect(retried.retryNotifications).toMatchObject({ retried: 1 });
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'RESOLVED', failure: null });
    expect(ticketOf(given((await only()).ticket).number)).toMatchObject({ closedFlag: true });
  });

  it('N6: makes no ticket when it was resolved before it could be told', async () => {
    await raise(account, [report(), report({ key: 'other' })]);
    await resolve(account, source, ['mail-flow']);
    await deliver(test.app, account);
    expect(await ticketsOfCompany()).toHaveLength(1);
  });
});

describe('U10, U11: what is held', () => {
  it('waits with its reason, and goes out when the reason is gone', async () => {
    await disable(account, { mappingId });
    await raise(account, report());
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'HELD', hold: 'MAPPING_DISABLED' });
    await enable(account, { mappingId });
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'SENT' });
  });

  it('of an archived user is held', async () => {
    await raise(account, report());
    await ask(account, ArchiveUserDocument, { input: { userId: user.id } });
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'HELD', hold: 'USER_ARCHIVED' });
  });
});

describe('N3: a write of which nobody knows', () => {
  it.each([
    ['was carried out', true],
    ['was not', false],
  ])('that %s makes one ticket, after so long that it cannot arrive any more', async (_name, applied) => {
    test.sandbox.faults.add({
      method: 'POST',
      route: '/service/tickets',
      fault: { kind: 'cut', at: 'headers', how: 'reset', applied },
    });
    await raise(account, report());
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'WAITING', ticket: null });
    await deliverOnce(test.app, account);
    expect(await ticketsOfCompany()).toHaveLength(applied ? 1 : 0);
    await later(account);
    await deliver(test.app, account);
    expect(await only()).toMatchObject({ state: 'SENT' });
    expect(await ticketsOfCompany()).toHaveLength(1);
  });

  it.each([
    ['was carried out', true],
    ['was not', false],
  ])('that %s makes one note', async (_name, applied) => {
    await raise(account, report());
    await deliver(test.app, account);
    test.sandbox.faults.add({
      method: 'POST',
      route: '/service/tickets/{parentId}/notes',
      fault: { kind: 'cut', at: 'headers', how: 'reset', applied },
    });
    await raise(account, report({ body: 'News.', occurredAt: '2026-11-01T11:00:00Z' }));
    await deliver(test.app, account);
    await later(account);
    await deliver(test.app, account);
    const { state, ticket } = await only();
    expect(state).toBe('SENT');
    expect((await notesOf(given(ticket).number)).filter((text) => text.includes('News.'))).toHaveLength(1);
  });

  it.each([true, false])(
    'that closed its ticket or not (%s) leaves it open when the condition is back by then',
    async (applied) => {
      await ready({ closesTickets: true });
      await raise(account, report());
      await deliver(test.app, account);
      await resolve(account, source, ['mail-flow']);
      test.sandbox.faults.add({
        method: 'PATCH',
        route: '/service/tickets/{id}',
        fault: { kind: 'cut', at: 'headers', how: 'reset', applied },
      });
      await deliver(test.app, account);
      const { number } = given((await only()).ticket);
      expect(ticketOf(number)).toMatchObject({ closedFlag: applied });
      await raise(account, report({ body: 'Again.', occurredAt: '2026-11-01T11:00:00Z' }));
      await later(account);
      await deliver(test.app, account);
      expect(await only()).toMatchObject({ state: 'SENT', ticket: { number, isClosed: false } });
      expect(ticketOf(number)).toMatchObject({ closedFlag: false });
      expect((await notesOf(number)).at(-1)).toContain('Again.');
    },
  );
});

describe('N9: a delivery that ConnectWise refuses', () => {
  it('says why and when it is tried next, and does not stop the others', async () => {
    test.sandbox.faults.add({
      method: 'POST',
      route: '/service/tickets',
      fault: {
        kind: 'answer',
        status: 400,
        body: '{"code":"InvalidObject","message":"ticket object is invalid","errors":[]}',
      },
    });
    await raise(account, [report({ key: 'first' }), report({ key: 'second' })]);
    await deliver(test.app, account);
    const all = await notificationsOf(account);
    expect(all.map(({ state }) => state).sort()).toEqual(['FAILED', 'SENT']);
    const failed = given(all.find(({ state }) => state === 'FAILED'));
    expect(failed.failure).toMatchObject({ code: 'CONNECTWISE_REJECTED', nextTryAt: expect.any(String) });
    await ask(account, RetryNotificationsDocument, { input: {} });
    await deliver(test.app, account);
    expect((await notificationsOf(account)).map(({ state }) => state)).toEqual(['SENT', 'SENT']);
  });
});

describe('N2: a template', () => {
  it('is refused with the choices there are when a part of it is not on its board', async () => {
    const boardId = given((await saveTicketing(test, account)).settings).template.boardId;
    const template = { boardId, statusId: 999_999, priorityId: 999_999 };
    const { userErrors } = await saveTicketing(test, account, { template });
    expect(userErrors.map(({ field }) => field?.join('.'))).toEqual(['template.statusId', 'template.priorityId']);
    expect(userErrors[0]?.message).toMatch(/Choose one of \d+ \(/);
    const foreign = await saveTicketing(test, account, { template: { boardId: 999_999 } });
    expect(foreign.userErrors).toMatchObject([{ field: ['template', 'boardId'] }]);
  });
});
