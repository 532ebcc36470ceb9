import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { must, wordsOf } from './client.js';
import {
  type DemoNotificationFragment,
  type NotificationState,
  NotificationsOfDocument,
  RaiseDocument,
  ResolveDocument,
  SaveTicketingDocument,
  TestConnectionDocument,
  TicketingChoicesDocument,
} from './operations.generated.js';
import { connectionOf, MAPPED, type Stage } from './procedure.js';

const SOURCE = 'mail-guard';
const BOARD = 'Help Desk';
const OUTAGE = 500;
const STILL_OPEN = 8;
const DAY_SECONDS = 86_400;
/** The outage is over for the server at its next trial call, half a minute later at most, unless somebody tests the connection. */
const PATIENCE_MS = 90_000;

/** Conditions that a product reports, the tickets that come of them, and what people do to those. */
export async function workWithTickets(stage: Stage): Promise<void> {
  await setUpTicketing(stage);
  await openAndClose(stage);
  await closeInConnectWise(stage);
  await sitOutAnOutage(stage);
}

async function setUpTicketing({ client, narrator }: Stage): Promise<void> {
  narrator.step('Say how what products report becomes service tickets');
  const { ticketingOptions } = await client.run(TicketingChoicesDocument, {});
  const { boards } = must(ticketingOptions, 'boards');
  const board = must(
    boards.find(({ name }) => name === BOARD),
    `the board ${BOARD}`,
  );
  narrator.asked(
    `saveTicketingSettings: one of ${boards.length} boards, ${board.name}; tickets close with what they are about`,
  );
  const input = { isEnabled: true, closesTickets: true, template: { boardId: board.connectWiseId } };
  const { saveTicketingSettings: saved } = await client.run(SaveTicketingDocument, { input });
  const { template } = must(saved?.settings, wordsOf(saved?.userErrors));
  const readers = template.isCustomerVisible ? 'customers too' : 'technicians alone';
  narrator.answered(
    `checked against the board and saved; texts are for ${readers}, customers are mailed: ${template.mailsContact}`,
  );
}

async function openAndClose(stage: Stage): Promise<void> {
  const { narrator } = stage;
  narrator.step('A product reports a condition of a user, then that it is over');
  narrator.asked('raiseNotifications: mail of one user does not flow');
  await raise(stage, [condition('mail-flow', 1)]);
  const { ticket, user } = await until(stage, { key: 'mail-flow', state: 'SENT' });
  const { number, url } = must(ticket, 'a ticket');
  tellTicket(stage, number, `ticket ${number} for "${user?.name}"`);
  narrator.remarked(`people open it at ${url}`);
  narrator.asked('resolveNotifications: it flows again');
  await resolve(stage, ['mail-flow']);
  await until(stage, { key: 'mail-flow', state: 'RESOLVED', isClosed: true });
  tellTicket(stage, number, 'after a note that says so');
}

async function closeInConnectWise(stage: Stage): Promise<void> {
  const { narrator, sandbox } = stage;
  narrator.step('A technician closes a ticket in ConnectWise');
  await raise(stage, [condition('quota', mappedOf(stage))]);
  const { ticket } = await until(stage, { key: 'quota', state: 'SENT' });
  const { number } = must(ticket, 'a ticket');
  sandbox.tickets.close(number);
  narrator.asked(`nothing: ConnectWise itself tells that ticket ${number} was closed, in a signed callback`);
  const { state, resolvedBy } = await until(stage, { key: 'quota', state: 'RESOLVED', isClosed: true });
  narrator.answered(
    `the notification is ${state}, by its ${resolvedBy}; its source is free to tell again when it comes back`,
  );
}

async function sitOutAnOutage(stage: Stage): Promise<void> {
  const { client, narrator, sandbox } = stage;
  narrator.step(`ConnectWise is away for two days, while products report ${OUTAGE} conditions`);
  const before = sandbox.tickets.count;
  const outage = sandbox.faults.add({ times: null, fault: { kind: 'frontEnd', status: 503 } });
  const keys = Array.from({ length: OUTAGE }, (_, index) => `outage-${index + 1}`);
  await raise(
    stage,
    keys.map((key, index) => condition(key, 1 + (index % mappedOf(stage)))),
  );
  sandbox.clock.advance(2 * DAY_SECONDS);
  await resolve(stage, keys.slice(STILL_OPEN));
  const { notifications } = await client.run(NotificationsOfDocument, { states: ['WAITING', 'HELD', 'FAILED'] });
  narrator.answered(
    `${OUTAGE - STILL_OPEN} of them pass meanwhile; ${must(notifications, 'notifications').totalCount} wait, and nothing is lost`,
  );
  sandbox.faults.remove(outage.id);
  const { testConnection } = await client.run(TestConnectionDocument, { input: connectionOf(sandbox) });
  narrator.asked(`testConnection, once it is back: healthy ${must(testConnection?.report, 'a report').isHealthy}`);
  for (const key of keys.slice(0, STILL_OPEN)) await until(stage, { key, state: 'SENT' });
  narrator.answered(`${sandbox.tickets.count - before} tickets for the ${STILL_OPEN} conditions that are still open`);
  narrator.remarked(`mails that ConnectWise sent to customers in all of this: ${sandbox.mails.count}`);
}

/** Users that were mapped by hand. */
function mappedOf({ userCount }: Stage): number {
  return Math.min(MAPPED, userCount);
}

type Condition = ReturnType<typeof condition>;

function condition(key: string, user: number) {
  return {
    ...{ source: SOURCE, key, userExternalId: `mg-${user}`, kind: 'MAIL_FLOW', severity: 'ACTION_REQUIRED' as const },
    title: `Mail of this customer does not flow (${key})`,
    body: 'Nothing has come in for an hour.',
  };
}

async function raise({ client }: Stage, items: readonly Condition[]): Promise<void> {
  const { raiseNotifications: raised } = await client.run(RaiseDocument, { input: { items: [...items] } });
  must(raised?.userErrors.length === 0 || undefined, wordsOf(raised?.userErrors));
}

async function resolve({ client }: Stage, keys: readonly string[]): Promise<void> {
  const items = keys.map((key) => ({ source: SOURCE, key, resolution: 'It is over.' }));
  const { resolveNotifications: resolved } = await client.run(ResolveDocument, { input: { items } });
  must(resolved?.userErrors.length === 0 || undefined, wordsOf(resolved?.userErrors));
}

/** As it stands in ConnectWise itself. */
function tellTicket({ narrator, sandbox }: Stage, number: number, lead: string): void {
  const { summary, board, status, company } = shown.parse(sandbox.tickets.get(number));
  narrator.answered(`${lead}: "${summary}" of ${company.name} on ${board.name}, ${status.name}`);
}

const named = z.object({ name: z.string() });
const shown = z.object({ summary: z.string(), board: named, status: named, company: named });

/** What a notification is to become. */
interface Expected {
  readonly key: string;
  readonly state: NotificationState;
  /** Of its ticket. */
  readonly isClosed?: boolean;
}

/** Asks until it has become so. */
async function until({ client }: Stage, { key, state, isClosed = false }: Expected): Promise<DemoNotificationFragment> {
  const states: NotificationState[] = state === 'RESOLVED' ? [state] : ['WAITING', 'HELD', 'SENT', 'FAILED'];
  let last = 'not there';
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(200)) {
    const { notifications } = await client.run(NotificationsOfDocument, { states });
    const found = must(notifications, 'notifications').nodes.find((one) => one.key === key);
    if (found?.state === state && found.ticket?.isClosed === isClosed) return found;
    if (found) last = `${found.state} ${found.hold ?? found.failure?.message ?? ''}`;
  }
  throw new Error(`The notification ${key} was to be ${state}, and is ${last}.`);
}
