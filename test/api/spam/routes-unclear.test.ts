import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WaitingDelivery } from '../../../src/features/spam-delivery/delivery.js';
import { SpamRoute } from '../../../src/features/spam-settings/spam-settings.js';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { shown } from '../../support/spam-reports.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { HASTY } from '../../support/timing.js';
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

type Fault = FaultRuleInput['fault'];

/** As the job stores them. */
function store({ id, jobId, userId, month, asOf, route, instanceId, companyId, text, figures }: WaitingDelivery) {
  return sql(
    `INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, state, instance_id, company_id, text, figures)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'WAITING', $8, $9, $10, $11)`,
    [reporting.account.id, id, jobId, userId, `${month}-01`, asOf, route, instanceId, companyId, text, figures],
  );
}

const LOST: readonly [string, (applied: boolean) => Fault][] = [
  ['a connection that is reset', (applied) => ({ kind: 'cut', at: 'headers', how: 'reset', applied })],
  ['a gateway that gives up', (applied) => ({ kind: 'frontEnd', status: 502, applied })],
  ['a time-out of the server', (applied) => ({ kind: 'serverError', text: 'timeout', applied })],
];

const NOTES = '/company/companies/{parentId}/notes';
const SUMMARIES = '/company/companies/{parentId}/managementSummaryReports';
const TICKET_NOTES = '/service/tickets/{parentId}/notes';
const DOCUMENTS = '/system/documents';
/** Every write of every route; the first report makes, the second one replaces. */
const WRITES: readonly (readonly [SpamRoute, 'first' | 'second', method: string, path: string])[] = [
  ['COMPANY_NOTE', 'first', 'POST', DOCUMENTS],
  ['COMPANY_NOTE', 'first', 'POST', NOTES],
  ['COMPANY_NOTE', 'second', 'POST', DOCUMENTS],
  ['COMPANY_NOTE', 'second', 'PATCH', `${NOTES}/{id}`],
  ['COMPANY_NOTE', 'second', 'DELETE', `${DOCUMENTS}/{id}`],
  ['TICKET', 'first', 'POST', '/service/tickets'],
  ['TICKET', 'first', 'POST', DOCUMENTS],
  ['TICKET', 'second', 'PATCH', `${TICKET_NOTES}/{id}`],
  ['TICKET', 'second', 'POST', DOCUMENTS],
  ['TICKET', 'second', 'DELETE', `${DOCUMENTS}/{id}`],
  ['SUMMARY_REPORT', 'first', 'POST', SUMMARIES],
  ['SUMMARY_REPORT', 'second', 'PUT', `${SUMMARIES}/{id}`],
  ['NATIVE_STATISTICS', 'first', 'POST', '*ManagedDeviceApi.asmx'],
];
const CASES = WRITES.flatMap(([route, which, method, path]) =>
  LOST.flatMap(([name, fault]) =>
    [true, false].map((applied) => ({ route, which, method, path, name, fault, applied })),
  ),
);

describe('M3, F6, F18: a write whose answer is lost', () => {
  it.each(CASES)(
    '$route, the $which report, $method $path, $name, carried out: $applied, is there once',
    async ({ route, which, method, path, fault, applied }) => {
      const { reports, report, send, settle } = reporting;
      const customer = await reports.customer();
      if (which === 'second') await report(customer, { route, figure: 3 });
      const delivery = await reports.delivery(customer, { route, figure: 7 });
      test.sandbox.faults.add({ method, route: path, fault: fault(applied) });
      expect(await send(delivery)).toMatchObject({ state: 'PUT_OFF', next: { kind: 'after' } });

      await settle();
      test.sandbox.journal.clear();
      expect(await send(delivery)).toMatchObject({ state: 'SENT' });
      const isFoundAgain = applied && method === 'POST' && route !== 'NATIVE_STATISTICS';
      const repeated = callsOf(test).filter((call) => call === `${method} ${path}`);
      if (isFoundAgain) expect(repeated).toEqual([]);
      expect(await reports.there(customer)).toEqual(shown(route, 7));
    },
  );

  it.each<SpamRoute>(['COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT'])(
    '%s: nobody looks while it may still arrive',
    async (route) => {
      const { reports, send } = reporting;
      const customer = await reports.customer();
      const delivery = await reports.delivery(customer, { route, figure: 7 });
      test.sandbox.faults.add({ method: 'POST', fault: { kind: 'cut', applied: true } });
      await send(delivery);
      test.sandbox.journal.clear();
      expect(await send(delivery)).toMatchObject({ state: 'PUT_OFF', next: { kind: 'at' } });
      expect(callsOf(test)).toEqual([]);
    },
  );

  it.each<SpamRoute>(['COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT'])(
    '%s: another delivery of the report finds what the one before left, and replaces it',
    async (route) => {
      const { reports, report, settle } = reporting;
      const customer = await reports.customer();
      test.sandbox.faults.add({ method: 'POST', fault: { kind: 'cut', applied: true } });
      await report(customer, { route, figure: 3 });
      await settle();
      expect(await report(customer, { route, figure: 7 })).toMatchObject({ state: 'SENT' });
      expect(await reports.there(customer)).toEqual(shown(route, 7));
    },
  );

  it.each<SpamRoute>(['COMPANY_NOTE', 'TICKET'])(
    '%s: files that a lost answer left at a company are put in order when the user comes back to it',
    async (route) => {
      const { reports, report, settle } = reporting;
      const customer = await reports.customer();
      await report(customer, { route, figure: 3 });
      test.sandbox.faults.add({ method: 'POST', route: DOCUMENTS, fault: { kind: 'cut', applied: true } });
      expect(await report(customer, { route, figure: 5 })).toMatchObject({ state: 'PUT_OFF' });
      await settle();
      await report({ ...customer, companyId: reports.company() }, { route, figure: 6 });
      expect(await report(customer, { route, figure: 8 })).toMatchObject({ state: 'SENT' });
      expect(await reports.there(customer)).toEqual(shown(route, 8));
    },
  );

  it.each(Object.values(SpamRoute))(
    '%s: one that is never confirmed is told as failed after five times, so that all others go on',
    async (route) => {
      const { reports, report, send, settle } = reporting;
      const customer = await reports.customer();
      const delivery = await reports.delivery(customer, { route, figure: 7 });
      await store(delivery);
      const [, , method, path] = WRITES.find(([first]) => first === route) ?? [];
      test.sandbox.faults.add({
        method,
        route: path,
        times: null,
        fault: { kind: 'answer', status: 200, body: '<html>' },
      });
      for (let time = 1; time < 5; time++) {
        expect(await send(delivery)).toMatchObject({ state: 'PUT_OFF', next: { kind: 'after' } });
        await settle();
      }
      const failure = { code: 'CONNECTWISE_UNAVAILABLE', message: expect.stringContaining('Send it again') };
      expect(await send(delivery)).toMatchObject({ state: 'FAILED', failure });
      test.sandbox.faults.clear();
      await settle();
      expect(await report(customer, { route, figure: 8 })).toMatchObject({ state: 'SENT' });
      expect(await reports.there(customer)).toEqual(shown(route, 8));
    },
  );
});
