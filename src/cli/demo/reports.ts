import { setTimeout as sleep } from 'node:timers/promises';
import { must, wordsOf } from './client.js';
import { type MappedUser, mappedUsers } from './mapped-users.js';
import {
  SaveSpamRouteDocument,
  SaveSpamSettingsDocument,
  SendSpamReportsDocument,
  SpamDeliveriesDocument,
  type SpamDeliveriesQuery,
  SpamPreviewDocument,
  type SpamRoute,
} from './operations.generated.js';
import { period } from './plans.js';
import type { Stage } from './procedure.js';

const PATIENCE_MS = 60_000;
const ROUTES: readonly SpamRoute[] = ['COMPANY_NOTE', 'TICKET', 'SUMMARY_REPORT', 'NATIVE_STATISTICS'];
const SOLUTION = 'Mail Security';

type Delivery = NonNullable<SpamDeliveriesQuery['spamDeliveries']>['nodes'][number];

/** What the mail filter saw, as each customer's company in ConnectWise shows it. */
export async function workWithReports(stage: Stage): Promise<void> {
  await setUp(stage);
  const users = (await mappedUsers(stage)).slice(0, ROUTES.length);
  const [first] = users;
  if (!first || users.length < ROUTES.length) return;
  await preview(stage, first);
  await chooseRoutes(stage, users);
  await send(stage, users);
  await sendAgain(stage, users);
}

async function setUp({ client, narrator, sandbox }: Stage): Promise<void> {
  narrator.step('Say how reports of it come to ConnectWise');
  const { username: name, password } = sandbox.integratorLogin;
  narrator.asked('saveSpamSettings: a note of the company, in English, on day 3 of each month at 8');
  const chosen = { isScheduled: true, route: 'COMPANY_NOTE', language: 'EN', day: 3, hour: 8 } as const;
  const input = { ...chosen, solutionName: SOLUTION, login: { name, password } };
  const { saveSpamSettings: saved } = await client.run(SaveSpamSettingsDocument, { input });
  const { nextReport } = must(saved?.settings, wordsOf(saved?.userErrors));
  const { at, month } = must(nextReport, 'a next report');
  narrator.answered(`saved; the reports of the month of ${month} are due by themselves ${at}`);
}

async function preview({ client, narrator }: Stage, { id, name }: MappedUser): Promise<void> {
  narrator.step('Look at a report before it is sent');
  narrator.asked(`spamReportPreview: the last month of "${name}"`);
  const { spamReportPreview } = await client.run(SpamPreviewDocument, { userId: id, month: period().from });
  const { text, fileName } = must(spamReportPreview, 'a preview');
  narrator.answered(`with ${fileName}:`);
  for (const line of must(text, 'a text').trimEnd().split('\n')) narrator.remarked(`  ${line}`.trimEnd());
}

async function chooseRoutes({ client, narrator }: Stage, users: readonly MappedUser[]): Promise<void> {
  narrator.step('Have three users get theirs another way');
  for (const [at, { id, name }] of users.entries()) {
    const route = ROUTES[at];
    if (!route || route === 'COMPANY_NOTE') continue;
    const { saveSpamOverride: saved } = await client.run(SaveSpamRouteDocument, { input: { userId: id, route } });
    must(saved?.override, wordsOf(saved?.userErrors));
    narrator.answered(`"${name}": ${route}`);
  }
}

async function send(stage: Stage, users: readonly MappedUser[]): Promise<void> {
  stage.narrator.step('Send the last month to these four');
  stage.narrator.asked('sendSpamReports, which starts a job');
  for (const delivery of await sent(stage, users)) {
    stage.narrator.answered(`"${delivery.user.name}" by ${delivery.route}: ${left(stage, delivery)}`);
  }
}

async function sendAgain(stage: Stage, users: readonly MappedUser[]): Promise<void> {
  const { narrator } = stage;
  narrator.step('Send the same once more');
  const before = countsIn(stage);
  const deliveries = await sent(stage, users);
  narrator.answered(`${deliveries.length} reports were replaced`);
  narrator.remarked(`in ConnectWise before: ${before}`);
  narrator.remarked(`                after: ${countsIn(stage)}`);
}

/** In the order of routes. */
async function sent({ client }: Stage, users: readonly MappedUser[]): Promise<Delivery[]> {
  const input = { month: period().from, userIds: users.map(({ id }) => id) };
  const { sendSpamReports } = await client.run(SendSpamReportsDocument, { input });
  const { id: jobId } = must(sendSpamReports?.job, wordsOf(sendSpamReports?.userErrors));
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(200)) {
    const { spamDeliveries } = await client.run(SpamDeliveriesDocument, { jobId });
    const deliveries = must(spamDeliveries, 'deliveries').nodes;
    const other = deliveries.find(({ state }) => state !== 'SENT' && state !== 'WAITING');
    if (other) throw new Error(`A report is ${other.state}: ${other.failure?.message ?? ''}`);
    if (deliveries.length === users.length && deliveries.every(({ state }) => state === 'SENT')) {
      return deliveries.toSorted((one, two) => ROUTES.indexOf(one.route) - ROUTES.indexOf(two.route));
    }
  }
  throw new Error('The reports were not sent in time.');
}

/** As a look into ConnectWise shows it. */
function left({ sandbox }: Stage, { route, user, ...ids }: Delivery): string {
  const document = sandbox.records('documents').get(ids.documentId ?? 0);
  switch (route) {
    case 'COMPANY_NOTE': {
      const note = sandbox.records('companyNotes').get(ids.noteId ?? 0);
      return `note ${ids.noteId} of ${String(note?.['text']).length} characters, with ${document?.['fileName']}`;
    }
    case 'TICKET':
      return `ticket ${ids.ticketId} "${sandbox.tickets.get(ids.ticketId ?? 0)?.['summary']}", with ${document?.['fileName']}`;
    case 'SUMMARY_REPORT': {
      const report = sandbox.records('managementSummaryReports').get(ids.summaryReportId ?? 0);
      return `summary report ${ids.summaryReportId} with virusesRemoved ${report?.['virusesRemoved']}`;
    }
    case 'NATIVE_STATISTICS': {
      const domain = `customer-${user.externalId.slice('mg-'.length)}.example`;
      const told = sandbox.spamStatistics.list().find((one) => one.domain === domain)?.counters;
      return `${domain} with SpamRemovedLast30Days ${told?.SpamRemovedLast30Days}, SpamRemovedYTD ${told?.SpamRemovedYTD}`;
    }
  }
}

function countsIn({ sandbox }: Stage): string {
  const count = (table: string) => sandbox.records(table).count;
  return [
    `notes: ${count('companyNotes')}, documents: ${count('documents')}, tickets: ${sandbox.tickets.count}`,
    `summary reports: ${count('managementSummaryReports')}, domains: ${sandbox.spamStatistics.list().length}`,
  ].join(', ');
}
