import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { Secret } from '../../../src/shared/secret.js';
import { shown } from '../../support/spam-reports.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ticketsOf } from '../../support/told-tickets.js';
import { given, settingsOf } from '../support/calls.js';
import { boardOf, deliver, saveTicketing } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { callsOf, openReporting, type Reporting } from '../support/spam-delivery.js';
import { refuseTickets } from '../support/ticketed.js';
import { saveOverride } from '../support/ticketing.js';

let test: TestApp;
let reporting: Reporting;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  reporting = await openReporting(test);
});
afterEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.mails.clear();
});

/** The newest ticket of a new customer. */
async function sentTicket(figure = 3) {
  const { reports, report } = reporting;
  const customer = await reports.customer();
  const outcome = await report(customer, { route: 'TICKET', figure });
  const number = ('remote' in outcome && outcome.remote?.ticketId) || 0;
  return { customer, outcome, number, ticket: test.sandbox.tickets.get(number) };
}

describe('N2, M3: where the ticket of a report goes', () => {
  it('takes the rule that fits its kind and severity, and is internal', async () => {
    const alerts = await boardOf(test, reporting.account, 'Alerts');
    const template = { boardId: alerts };
    await saveTicketing(test, reporting.account, {
      rules: [
        { kinds: ['MAIL_FLOW'], template: { boardId: await boardOf(test, reporting.account) } },
        { kinds: ['SPAM_STATISTICS'], severities: ['INFORMATION'], template },
      ],
    });
    const { customer, ticket } = await sentTicket();
    expect(ticket).toMatchObject({
      board: { id: alerts },
      summary: 'Spam statistics of 2026-01',
      externalXRef: `psa-bridge:spam:2026-01:${customer.userId}`,
      company: { id: customer.companyId },
    });
    expect(ticketsOf(test.sandbox, [customer.companyId])).toMatchObject([{ open: [] }]);
    expect(test.sandbox.mails.entries).toEqual([]);
  });

  it("takes the user's own template", async () => {
    const { reports, report, account } = reporting;
    const customer = await reports.customer();
    const alerts = await boardOf(test, account, 'Alerts');
    const userId = toGlobalId('User', customer.userId);
    const { userErrors } = await saveOverride(account, { userId, template: { boardId: alerts } });
    expect(userErrors).toEqual([]);
    const outcome = await report(customer, { route: 'TICKET', figure: 3 });
    const number = ('remote' in outcome && outcome.remote?.ticketId) || 0;
    expect(test.sandbox.tickets.get(number)).toMatchObject({ board: { id: alerts } });
  });

  it('is visible to the customer where the template says so', async () => {
    const boardId = await boardOf(test, reporting.account);
    await saveTicketing(test, reporting.account, { template: { boardId, isCustomerVisible: true } });
    const { customer } = await sentTicket();
    await reporting.report(customer, { route: 'TICKET', figure: 7 });
    expect(ticketsOf(test.sandbox, [customer.companyId])).toMatchObject([
      { open: [expect.stringContaining('Spam: 7')] },
    ]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['ticketing is off', () => saveTicketing(test, reporting.account, { isEnabled: false })],
    [
      'there are no settings',
      () => sql('DELETE FROM ticketing_settings WHERE account_id = $1', [reporting.account.id]),
    ],
    [
      'the template does not fit its board any more',
      () => {
        const problem = {
          ...{ field: 'boardId', recordId: 1, message: 'The board is gone.', choices: [], path: ['template'] },
          ...{ boardId: 1, foundAt: new Date() },
        };
        return sql('UPDATE ticketing_settings SET problems = $2 WHERE account_id = $1', [
          reporting.account.id,
          JSON.stringify([problem]),
        ]);
      },
    ],
  ])('says so when %s, and asks nothing', async (_what, come) => {
    const { reports, send } = reporting;
    const delivery = await reports.delivery(await reports.customer(), { route: 'TICKET', figure: 3 });
    await come();
    test.sandbox.journal.clear();
    expect(await send(delivery)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'NOT_CONFIGURED', message: expect.stringMatching(/ticketing settings/) },
    });
    expect(callsOf(test)).toEqual([]);
  });

  it('N2: has the templates held against their boards when ConnectWise refuses it', async () => {
    refuseTickets(test);
    const { outcome } = await sentTicket();
    expect(outcome).toMatchObject({ state: 'FAILED', failure: { code: 'CONNECTWISE_REJECTED' } });
    const wanted = await sql('SELECT FROM ticketing_settings WHERE account_id = $1 AND check_wanted_at IS NOT NULL', [
      reporting.account.id,
    ]);
    expect(wanted).toHaveLength(1);
  });

  it('N7: whoever watches the tickets of notifications takes it for none of them', async () => {
    const { customer, number } = await sentTicket();
    test.sandbox.tickets.close(number);
    await deliver(test.app, reporting.account);
    expect(await sql('SELECT FROM tickets WHERE account_id = $1', [reporting.account.id])).toEqual([]);
    const kinds = await sql<{ kind: string }>(`SELECT kind FROM events WHERE account_id = $1 AND kind LIKE 'TICKET%'`, [
      reporting.account.id,
    ]);
    expect(kinds).toEqual([]);
    expect(await reporting.reports.there(customer)).toEqual(shown('TICKET', 3));
  });
});

describe("M3: ConnectWise's own statistics", () => {
  const native = async () => {
    const { reports, report } = reporting;
    const customer = await reports.customer();
    test.sandbox.journal.clear();
    return { customer, outcome: await report(customer, { route: 'NATIVE_STATISTICS', figure: 3 }) };
  };
  const rejected = (message: RegExp) => ({
    state: 'FAILED',
    failure: { code: expect.stringMatching(/^CONNECTWISE_/), message: expect.stringMatching(message) },
  });
  afterEach(async () => {
    test.sandbox.settings.managedDeviceApi = true;
    test.sandbox.records('integratorLogins').edit(1, { managedServicesApiFlag: true });
    const { integration } = test.app.services;
    expect((await integration.find(reporting.account.caller))?.pause).toBeUndefined();
    expect(await integration.holds(reporting.account.caller)).toEqual([]);
    expect((await settingsOf(reporting.account))?.isEnabled).toBe(true);
  });

  it('takes all eight counters of a domain, each in its place', async () => {
    const { reports, send } = reporting;
    const delivery = await reports.delivery(await reports.customer(), { route: 'NATIVE_STATISTICS', figure: 3 });
    const last30Days = { totalMessages: 9, accountMessages: 7, spam: 5, phishing: 1, viruses: 3 };
    const yearToDate = { totalMessages: 19, accountMessages: 17, spam: 15, phishing: 11, viruses: 13 };
    const figures = { ...delivery.figures, native: [{ domain: 'eight.example', last30Days, yearToDate }] };
    await send({ ...delivery, figures });
    expect(test.sandbox.spamStatistics.list().find(({ domain }) => domain === 'eight.example')).toMatchObject({
      solution: 'psa-bridge',
      counters: {
        ...{ SpamRemovedLast30Days: 5, SpamRemovedYTD: 15 },
        ...{ EmailVirusesRemovedLast30Days: 3, EmailVirusesRemovedYTD: 13 },
        ...{ AccountMessagesLast30Days: 7, AccountMessagesYTD: 17 },
        ...{ TotalMessagesLast30Days: 9, TotalMessagesYTD: 19 },
      },
    });
  });

  it('sends more domains than a call takes in several', async () => {
    const { reports, send } = reporting;
    const delivery = await reports.delivery(await reports.customer(), { route: 'NATIVE_STATISTICS', figure: 3 });
    const [one] = delivery.figures.native;
    const many = Array.from({ length: 1_001 }, (_, at) => ({ ...given(one), domain: `d${at}.many.example` }));
    test.sandbox.journal.clear();
    const figures = { ...delivery.figures, native: many };
    expect(await send({ ...delivery, figures })).toEqual({ state: 'SENT', remote: {} });
    expect(callsOf(test)).toHaveLength(2);
    const there = test.sandbox.spamStatistics.list().filter(({ domain }) => domain.endsWith('.many.example'));
    expect(there).toHaveLength(1_001);
  });

  it.each(['NATIVE_STATISTICS', 'SUMMARY_REPORT'] as const)(
    '%s: says that ConnectWise has no room for a figure, and asks nothing',
    async (route) => {
      const { reports, send } = reporting;
      const delivery = await reports.delivery(await reports.customer(), { route, figure: 2 ** 31 });
      test.sandbox.journal.clear();
      expect(await send(delivery)).toMatchObject({ state: 'FAILED', failure: { code: 'LIMIT_EXCEEDED' } });
      expect(callsOf(test)).toEqual([]);
    },
  );

  it('says that there is no login, and asks nothing', async () => {
    reporting.logins.login = undefined;
    expect((await native()).outcome).toMatchObject({ state: 'FAILED', failure: { code: 'NOT_CONFIGURED' } });
    expect(callsOf(test)).toEqual([]);
  });

  it('tells that the service is gone', async () => {
    test.sandbox.settings.managedDeviceApi = false;
    expect((await native()).outcome).toMatchObject(rejected(/does not offer/));
  });

  it('tells that the login is refused, and neither counts it against the keys nor shows the password', async () => {
    const login = { solutionName: 'psa-bridge', name: 'SandboxIntegrator', password: new Secret('wrong-canary') };
    reporting.logins.login = login;
    for (let times = 0; times < 4; times += 1) {
      const { outcome } = await native();
      expect(outcome).toMatchObject(rejected(/integrator login/));
      expect(JSON.stringify([outcome, test.logs])).not.toContain('wrong-canary');
    }
  });

  it.each([
    [401, '{"code":"Unauthorized","message":"UserNotAuthenticated"}'],
    [403, '{"code":"Security","message":"You do not have security permission to perform this action."}'],
  ])('takes a %s of the service for no refusal of the keys', async (status, body) => {
    test.sandbox.faults.add({ route: '*ManagedDeviceApi.asmx', fault: { kind: 'answer', status, body } });
    expect((await native()).outcome).toMatchObject({ state: 'FAILED' });
  });

  it('tells that the login lacks the right', async () => {
    test.sandbox.records('integratorLogins').edit(1, { managedServicesApiFlag: false });
    expect((await native()).outcome).toMatchObject(rejected(/managed services API/i));
  });
});
