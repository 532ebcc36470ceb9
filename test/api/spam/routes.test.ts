import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpamRoute } from '../../../src/features/spam-settings/spam-settings.js';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { type InstanceId, newId } from '../../../src/shared/ids.js';
import { type ReportedCustomer, shown } from '../../support/spam-reports.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { HASTY } from '../../support/timing.js';
import { save } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { callsOf, openReporting, type Reporting } from '../support/spam-delivery.js';

let test: TestApp;
let reporting: Reporting;
beforeAll(async () => {
  test = await startTestApp({ timing: HASTY });
  reporting = await openReporting(test);
});
afterAll(() => test.close());
beforeEach(() => test.sandbox.journal.clear());
afterEach(() => test.sandbox.faults.clear());

const ROUTES = Object.values(SpamRoute);
/** Those that leave a record of their own, in the order of the calls of the first and of another delivery. */
const CALLS: Readonly<Record<SpamRoute, readonly [first: readonly string[], again: readonly string[]]>> = {
  COMPANY_NOTE: [
    ['POST /system/documents', 'POST /company/companies/{parentId}/notes'],
    ['POST /system/documents', 'PATCH /company/companies/{parentId}/notes/{id}', 'DELETE /system/documents/{id}'],
  ],
  TICKET: [
    ['POST /service/tickets', 'POST /system/documents'],
    [
      ...['GET /service/tickets/{id}', 'GET /service/tickets/{parentId}/notes'],
      ...['PATCH /service/tickets/{parentId}/notes/{id}', 'POST /system/documents', 'DELETE /system/documents/{id}'],
    ],
  ],
  SUMMARY_REPORT: [
    ['POST /company/companies/{parentId}/managementSummaryReports'],
    ['PUT /company/companies/{parentId}/managementSummaryReports/{id}'],
  ],
  NATIVE_STATISTICS: [['POST /apis/2.0/ManagedDeviceApi.asmx'], ['POST /apis/2.0/ManagedDeviceApi.asmx']],
};

/** What the company's copy does not tell is asked of the company. */
function withoutContact(calls: readonly string[]): string[] {
  return calls.filter((call) => call !== 'GET /company/companies/{id}');
}

type Fault = FaultRuleInput['fault'];
const answer = (status: number, body: object): Fault => ({ kind: 'answer', status, body: JSON.stringify(body) });
const REFUSED = answer(400, { code: 'InvalidObject', message: 'no way, José', errors: [] });
const MISSING = answer(404, { code: 'NotFound', message: 'no such thing' });

const SENT = { state: 'SENT' };

describe('M3: a report by each route', () => {
  it.each(ROUTES)('%s: is there once, takes these calls, and sent again it replaces', async (route) => {
    const { reports, report, send } = reporting;
    const customer = await reports.customer();
    const delivery = await reports.delivery(customer, { route, figure: 3 });
    test.sandbox.journal.clear();
    expect(await send(delivery)).toMatchObject({ state: 'SENT' });
    expect(withoutContact(callsOf(test))).toEqual(CALLS[route][0]);
    expect(await reports.there(customer)).toEqual(shown(route, 3));

    test.sandbox.journal.clear();
    expect(await report(customer, { route, figure: 7 })).toMatchObject({ state: 'SENT' });
    expect(withoutContact(callsOf(test))).toEqual(CALLS[route][1]);
    expect(await reports.there(customer)).toEqual(shown(route, 7));
  });

  it.each(ROUTES)('%s: the same delivery once more leaves all as it is', async (route) => {
    const { reports, send } = reporting;
    const customer = await reports.customer();
    const delivery = await reports.delivery(customer, { route, figure: 3 });
    const first = await send(delivery);
    test.sandbox.journal.clear();
    expect(await send(delivery)).toEqual(first);
    if (route !== 'NATIVE_STATISTICS') expect(callsOf(test)).toEqual([]);
    expect(await reports.there(customer)).toEqual(shown(route, 3));
  });

  it('answers the numbers of what is there', async () => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    const id = expect.any(Number);
    expect(await report(customer, { route: 'COMPANY_NOTE', figure: 1 })).toEqual({
      state: 'SENT',
      remote: { noteId: id, documentId: id },
    });
    expect(await report(customer, { route: 'TICKET', figure: 1 })).toEqual({
      state: 'SENT',
      remote: { ticketId: id, documentId: id },
    });
    expect(await report(customer, { route: 'SUMMARY_REPORT', figure: 1 })).toEqual({
      state: 'SENT',
      remote: { summaryReportId: id },
    });
    expect(await report(customer, { route: 'NATIVE_STATISTICS', figure: 1 })).toEqual({ state: 'SENT', remote: {} });
  });

  it.each<[SpamRoute, string[]]>([
    ['COMPANY_NOTE', [...shown('COMPANY_NOTE', 3), ...shown('COMPANY_NOTE', 7)]],
    ['TICKET', [...shown('TICKET', 3), ...shown('TICKET', 7)]],
    ['SUMMARY_REPORT', shown('SUMMARY_REPORT', 7)],
  ])('%s: another month stands beside it, but in a summary report in its place', async (route, lines) => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    await report(customer, { route, figure: 3 });
    await report(customer, { route, month: '2026-02', figure: 7 });
    expect(await reports.there(customer)).toEqual(lines.sort());
  });

  const SKIPPED = { state: 'SKIPPED', reason: 'NEWER_MONTH_SENT' };

  it('SUMMARY_REPORT: an older month never takes the place of a newer one', async () => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    await report(customer, { route: 'SUMMARY_REPORT', month: '2026-02', figure: 7 });
    test.sandbox.journal.clear();
    expect(await report(customer, { route: 'SUMMARY_REPORT', month: '2026-01', figure: 3 })).toEqual(SKIPPED);
    expect(callsOf(test)).toEqual([]);
    expect(await report(customer, { route: 'SUMMARY_REPORT', month: '2026-02', figure: 8 })).toMatchObject(SENT);
    expect(await reports.there(customer)).toEqual(shown('SUMMARY_REPORT', 8));
  });

  it.each<[string, string, string, Fault, string, number]>([
    ['made, and nobody knows', 'POST', '2026-01', { kind: 'cut', at: 'body' }, 'SKIPPED', 7],
    ['replaced, and nobody knows', 'PUT', '2026-01', { kind: 'cut', at: 'body' }, 'SKIPPED', 7],
    ['refused', 'PUT', '2025-12', REFUSED, 'SENT', 3],
  ])(
    'SUMMARY_REPORT: an older month after a newer one that was %s',
    async (_what, method, before, fault, state, figure) => {
      const { reports, report, settle } = reporting;
      const customer = await reports.customer();
      if (method === 'PUT') await report(customer, { route: 'SUMMARY_REPORT', month: before, figure: 1 });
      test.sandbox.faults.add({ method, fault });
      await report(customer, { route: 'SUMMARY_REPORT', month: '2026-02', figure: 7 });
      await settle();
      expect(await report(customer, { route: 'SUMMARY_REPORT', month: '2026-01', figure: 3 })).toMatchObject({ state });
      expect(await reports.there(customer)).toEqual(shown('SUMMARY_REPORT', figure));
    },
  );
});

describe('M3: what happened in ConnectWise meanwhile', () => {
  const remove = async (table: string, customer: ReportedCustomer, route: SpamRoute) => {
    const [row] = await sql<{ remote: { parts: Record<string, { id: number }> } }>(
      'SELECT remote FROM spam_records WHERE user_id = $1 AND route = $2',
      [customer.userId, route],
    );
    const part = { companyNotes: 'NOTE', documents: 'DOCUMENT', tickets: 'TICKET', ticketNotes: 'NOTE' }[table];
    const id = row?.remote.parts[part ?? 'SUMMARY_REPORT']?.id ?? 0;
    if (table === 'tickets') test.sandbox.tickets.remove(id);
    else test.sandbox.records(table).remove(id);
  };

  it.each<[SpamRoute, string]>([
    ['COMPANY_NOTE', 'companyNotes'],
    ['COMPANY_NOTE', 'documents'],
    ['TICKET', 'tickets'],
    ['TICKET', 'documents'],
    ['SUMMARY_REPORT', 'managementSummaryReports'],
  ])('%s: somebody deleted it from %s: it is made anew', async (route, table) => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    await report(customer, { route, figure: 3 });
    await remove(table, customer, route);
    expect(await report(customer, { route, figure: 7 })).toMatchObject({ state: 'SENT' });
    expect(await reports.there(customer)).toEqual(shown(route, 7));
  });

  it('TICKET: somebody deleted its text, before and after it was replaced once: it is written anew', async () => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    await report(customer, { route: 'TICKET', figure: 3 });
    const first = test.sandbox.records('ticketNotes');
    const [text] = await textsOf(customer);
    first.remove(text ?? 0);
    await report(customer, { route: 'TICKET', figure: 5 });
    expect(await reports.there(customer)).toEqual(shown('TICKET', 5));
    await remove('ticketNotes', customer, 'TICKET');
    await report(customer, { route: 'TICKET', figure: 7 });
    expect(await reports.there(customer)).toEqual(shown('TICKET', 7));
  });

  it('TICKET: closed and moved by a person it is replaced all the same, and stays closed and moved', async () => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    const sent = await report(customer, { route: 'TICKET', figure: 3 });
    const number = ('remote' in sent && sent.remote?.ticketId) || 0;
    test.sandbox.tickets.changeBoard(number, { name: 'Alerts' });
    test.sandbox.tickets.close(number);
    await report(customer, { route: 'TICKET', figure: 7 });
    expect(await reports.there(customer)).toEqual(shown('TICKET', 7));
    expect(test.sandbox.tickets.get(number)).toMatchObject({ closedFlag: true, board: { name: 'Alerts' } });
  });

  it.each<SpamRoute>(['COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT'])(
    '%s: the user moved to another company and back: one in each',
    async (route) => {
      const { reports, report } = reporting;
      const customer = await reports.customer();
      const other = { ...customer, companyId: reports.company() };
      await report(customer, { route, figure: 3 });
      await report(other, { route, figure: 5 });
      await report(customer, { route, figure: 7 });
      const [here, there] = [await reports.there(customer), await reports.there(other)];
      expect(here).toEqual(shown(route, 7));
      expect(there).toEqual(shown(route, 5));
    },
  );

  it.each<SpamRoute>(['COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT'])(
    '%s: S14: it came along from another ConnectWise with all other data: found, and replaced',
    async (route) => {
      const { reports, report } = reporting;
      const customer = await reports.customer();
      await report(customer, { route, figure: 3 });
      await sql('UPDATE spam_records SET instance_id = $2 WHERE user_id = $1', [customer.userId, await elsewhere()]);
      expect(await report(customer, { route, figure: 7 })).toMatchObject({ state: 'SENT' });
      expect(await reports.there(customer)).toEqual(shown(route, 7));
    },
  );
});

/** Another ConnectWise of the account. */
async function elsewhere(): Promise<InstanceId> {
  const id = newId<InstanceId>();
  await sql(
    `INSERT INTO connect_wise_instances (account_id, id, host, login_company_id) VALUES ($1, $2::text::uuid, $2::text, 'x')`,
    [reporting.account.id, id],
  );
  return id;
}

async function textsOf({ companyId }: ReportedCustomer): Promise<number[]> {
  return test.app.services.integration.ask(reporting.account.caller, async (session) => {
    const ids: number[] = [];
    for await (const ticket of session.tickets.list()) {
      if (ticket.company?.id !== companyId) continue;
      for await (const { id } of session.ticketNotes.list(ticket.id)) ids.push(id);
    }
    return ids;
  });
}

describe('M3: what ConnectWise says to the first write', () => {
  it.each(
    ROUTES.flatMap((route) =>
      route === 'NATIVE_STATISTICS'
        ? []
        : ([
            [route, 400, REFUSED, 'FAILED CONNECTWISE_REJECTED'],
            [route, 404, MISSING, 'FAILED CONNECTWISE_REJECTED'],
            [route, 500, { kind: 'serverError', text: 'conversion' }, 'FAILED CONNECTWISE_UNAVAILABLE'],
            [route, 429, { kind: 'rateLimit', retryAfter: 600 }, 'PUT_OFF'],
          ] satisfies [SpamRoute, number, Fault, string][]),
    ),
  )('%s, %s: nothing is doubled when it is sent again', async (route, _status, fault, outcome) => {
    const { reports, report, settle } = reporting;
    const customer = await reports.customer();
    test.sandbox.faults.add({ method: 'POST', fault });
    const said = await report(customer, { route, figure: 3 });
    expect([said.state, 'failure' in said ? said.failure.code : []].flat().join(' ')).toBe(outcome);
    expect(JSON.stringify(said)).not.toContain('José');
    test.sandbox.faults.clear();
    await settle();
    expect(await report(customer, { route, figure: 7 })).toMatchObject({ state: 'SENT' });
    expect(await reports.there(customer)).toEqual(shown(route, 7));
  });

  it.each<[SpamRoute, string]>([
    ['COMPANY_NOTE', 'PATCH'],
    ['TICKET', 'PATCH'],
    ['SUMMARY_REPORT', 'PUT'],
  ])('%s: a %s that answers 200 and changes nothing is a failure', async (route, method) => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    await report(customer, { route, figure: 3 });
    const body = { id: 1, groupIdentifier: 'x', text: 'Spam: 3', virusesRemoved: 3, internalAnalysisFlag: true };
    test.sandbox.faults.add({ method, fault: answer(200, body) });
    expect(await report(customer, { route, figure: 7 })).toMatchObject({
      state: 'FAILED',
      failure: { code: 'CONNECTWISE_REJECTED' },
    });
    await report(customer, { route, figure: 7 });
    expect(await reports.there(customer)).toEqual(shown(route, 7));
  });

  it('an outage of reads puts it off, and F10: so does a right that is missing, which holds this work alone', async () => {
    const own = await openReporting(test);
    const customer = await own.reports.customer();
    await own.report(customer, { route: 'TICKET', figure: 3 });
    test.sandbox.faults.add({ method: 'GET', times: null, fault: { kind: 'frontEnd', status: 503 } });
    expect(await own.report(customer, { route: 'TICKET', figure: 7 })).toMatchObject({ state: 'PUT_OFF' });
    test.sandbox.faults.clear();
    await own.settle();
    test.sandbox.permissions.set('Manage Attachments', { add: 'None' });
    expect(await own.report(customer, { route: 'TICKET', figure: 7 })).toMatchObject({ state: 'PUT_OFF' });
    test.sandbox.permissions.set('Manage Attachments', { add: 'All' });
    const holds = await test.app.services.integration.holds(own.account.caller);
    expect(holds).toMatchObject([{ work: 'STATISTICS', capability: 'DOCUMENTS' }]);
    await save(own.account, { isEnabled: true, ...own.account.values });
    expect(await own.report(customer, { route: 'TICKET', figure: 7 })).toMatchObject({ state: 'SENT' });
    expect(await own.reports.there(customer)).toEqual(shown('TICKET', 7));
  });

  it('S14: a report that was made for another ConnectWise goes nowhere', async () => {
    const { reports, send } = reporting;
    const customer = await reports.customer();
    const delivery = await reports.delivery(customer, { route: 'COMPANY_NOTE', figure: 3 });
    const other = await elsewhere();
    test.sandbox.journal.clear();
    expect(await send({ ...delivery, instanceId: other })).toMatchObject({
      state: 'FAILED',
      failure: { code: 'COMPANY_NOT_USABLE' },
    });
    expect(callsOf(test)).toEqual([]);
  });
});
