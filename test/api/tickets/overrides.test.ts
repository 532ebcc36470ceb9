import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { TicketOverridesDocument, UsersWithTicketOverrideDocument } from '../operations.generated.js';
import { errorsOf, given, map } from '../support/calls.js';
import { compareAll } from '../support/drift.js';
import { deliver, notificationsOf, saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { companyWithPeople, type ReadyDesk, raiseFor, readyDesk, removeOverride } from '../support/ticketing.js';

let test: TestApp;
let desk: ReadyDesk;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

beforeEach(async () => {
  desk = await readyDesk(test);
});
afterEach(() => {
  test.sandbox.settings.ticketContact = 'none';
  test.sandbox.mails.clear();
});

describe('N2: the contact of a ticket', () => {
  it('N2: is nobody unless the template says so, also where ConnectWise would take one', async () => {
    test.sandbox.settings.ticketContact = 'company';
    await raiseFor(desk.user);
    expect((await desk.ticket())['contact'] ?? null).toBeNull();
  });

  it('N2: is whom the company names, by our copy in one call, and asked for where the copy has no such company', async () => {
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, contact: 'COMPANY_DEFAULT' } });
    await raiseFor(desk.user);
    test.sandbox.journal.clear();
    expect(await desk.ticket()).toMatchObject({ contact: { id: desk.company.contact } });
    expect(test.sandbox.journal.entries.map(({ route }) => route)).toContain('/company/companies/{id}');

    await compareAll(test, desk.account);
    await raiseFor(desk.user);
    test.sandbox.journal.clear();
    expect(await desk.ticket()).toMatchObject({ contact: { id: desk.company.contact } });
    expect(test.sandbox.journal.entries.map(({ method, route }) => `${method} ${route}`)).toEqual([
      'POST /service/tickets',
    ]);
  });

  it('N3: is asked for before anything is intended, so that a write arrives in its time', async () => {
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, contact: 'COMPANY_DEFAULT' } });
    await raiseFor(desk.user);
    const refusal = {
      kind: 'answer' as const,
      status: 400,
      body: '{"code":"InvalidObject","message":"no","errors":[]}',
    };
    test.sandbox.faults.add({ method: 'GET', route: '/company/companies/{id}', fault: refusal });
    await deliver(test.app, desk.account);
    expect(await notificationsOf(desk.account)).toMatchObject([{ state: 'FAILED', ticket: null }]);
    expect(await sql('SELECT id FROM tickets WHERE account_id = $1', [desk.account.id])).toEqual([]);
    test.sandbox.faults.clear();
  });

  it('N2: may be fixed for one user, with a site', async () => {
    const { userErrors, override: saved } = await desk.override({
      contactId: desk.company.other,
      siteId: desk.company.site,
    });
    expect(userErrors).toEqual([]);
    expect(saved).toMatchObject({
      contactId: desk.company.other,
      siteId: desk.company.site,
      companyId: desk.company.id,
    });
    await raiseFor(desk.user);
    expect(await desk.ticket()).toMatchObject({ contact: { id: desk.company.other }, site: { id: desk.company.site } });
  });

  it('N2: of another company, or one who left, is refused with those of the company', async () => {
    const strangers = companyWithPeople(test);
    const left = test.sandbox
      .records('contacts')
      .add({ firstName: 'Cy', company: { id: desk.company.id }, inactiveFlag: true });
    for (const contactId of [strangers.contact, left.id, 999_999]) {
      const { userErrors } = await desk.override({ contactId, siteId: strangers.site });
      expect(userErrors.map(({ field }) => field?.join('.'))).toEqual(['contactId', 'siteId']);
      expect(userErrors[0]?.message).toContain(`${desk.company.contact} (Ada of ${desk.company.identifier})`);
      expect(userErrors[0]?.message).not.toContain('Cy');
      expect(userErrors[1]?.message).toContain(`${desk.company.site} (Warehouse)`);
    }
  });

  it('N2: that was fixed counts no more when the user is mapped to another company', async () => {
    const template = { boardId: desk.alerts.id, contact: 'COMPANY_DEFAULT' as const };
    await desk.override({ template, contactId: desk.company.other, siteId: desk.company.site });
    const next = companyWithPeople(test);
    await map(desk.account, { userId: desk.user.id, company: { identifier: next.identifier }, replaceExisting: true });
    await raiseFor(desk.user);
    expect(await desk.ticket()).toMatchObject({ company: { id: next.id }, contact: { id: next.contact } });
  });

  it('N2: needs a company, which a user without mapping has not', async () => {
    const [other] = [await desk.user.source.user()];
    expect(errorsOf(await desk.override({ userId: other.id, contactId: desk.company.contact }))).toEqual([
      'USER_NOT_MAPPED contactId',
    ]);
    expect(errorsOf(await desk.override({ userId: other.id }))).toEqual([]);
  });
});

describe('N2: templates of users', () => {
  it('F22: are changed by whoever read them last', async () => {
    await desk.override();
    expect(await desk.override({ expectedVersion: 0 })).toMatchObject({ userErrors: [{ code: 'VERSION_CONFLICT' }] });
    expect((await desk.override({ template: { boardId: desk.help.id }, expectedVersion: 1 })).override?.version).toBe(
      2,
    );
    const stale = await removeOverride(desk.account, { userId: desk.user.id, expectedVersion: 1 });
    expect(errorsOf(stale)).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(errorsOf(await removeOverride(desk.account, { userId: desk.user.id, expectedVersion: 2 }))).toEqual([]);
    expect(errorsOf(await removeOverride(desk.account, { userId: desk.user.id }))).toEqual(['NOT_FOUND userId']);
  });

  it('N2: are not checked while tickets are off', async () => {
    await saveTicketing(test, desk.account, { isEnabled: false });
    test.sandbox.journal.clear();
    expect(errorsOf(await desk.override({ template: { boardId: 999_999 } }))).toEqual([]);
    expect(test.sandbox.journal.entries).toEqual([]);
  });

  it('N2: have what was refused tried again', async () => {
    await raiseFor(desk.user);
    const statuses = test.sandbox.records('boardStatuses');
    const statusId = desk.help.status('In Progress');
    await saveTicketing(test, desk.account, { template: { boardId: desk.help.id, statusId } });
    statuses.edit(statusId, { inactive: true });
    await deliver(test.app, desk.account);
    expect(await notificationsOf(desk.account)).toMatchObject([{ state: 'FAILED' }]);
    await desk.override();
    expect(await desk.ticket()).toMatchObject({ board: { id: desk.alerts.id } });
    statuses.edit(statusId, { inactive: false });
  });

  it('U13: are listed by page, and with users in as many statements as one is', async () => {
    const others = [await desk.user.source.user(), await desk.user.source.user()];
    for (const { id: userId } of [desk.user, ...others]) await desk.override({ userId });
    const { ticketOverrides } = await ask(desk.account, TicketOverridesDocument, { first: 2 });
    expect(ticketOverrides).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const after = ticketOverrides?.pageInfo.endCursor;
    const rest = (await ask(desk.account, TicketOverridesDocument, { first: 2, after })).ticketOverrides;
    const listed = [...given(ticketOverrides).nodes, ...given(rest).nodes];
    expect(listed.map((one) => one.user.id)).toEqual([desk.user, ...others].map(({ id }) => id));
    const broken = await ask(desk.account, TicketOverridesDocument, { filter: { hasProblems: true } });
    expect(broken.ticketOverrides).toMatchObject({ totalCount: 0, nodes: [] });

    const page = (first: number) =>
      countStatements(() => ask(desk.account, UsersWithTicketOverrideDocument, { first }));
    await page(1);
    expect(await page(3)).toBe(await page(1));
    const { users } = await ask(desk.account, UsersWithTicketOverrideDocument, { first: 3 });
    expect(users?.nodes.map(({ ticketOverride }) => ticketOverride?.template.boardId)).toEqual(
      users?.nodes.map(() => desk.alerts.id),
    );
  });
});
