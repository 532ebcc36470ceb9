import type { App } from '../../../src/app/app.js';
import { type NextWake, WorkKind } from '../../../src/shared/work.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  RemoveTicketOverrideDocument,
  type RemoveTicketOverrideInput,
  SaveTicketOverrideDocument,
  type SaveTicketOverrideInput,
  TicketingOptionsDocument,
  TicketingSettingsDocument,
  TicketPreviewDocument,
  type TicketPreviewInput,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { holdWork } from './jobs.js';
import { deliver, notificationsOf, raise, saveTicketing } from './notifications.js';
import { sql } from './rows.js';

export async function optionsOf(asker: Asker, boardId?: number) {
  return given((await ask(asker, TicketingOptionsDocument, { boardId })).ticketingOptions);
}

/** Record ids of a board and what belongs to it, by name. */
export async function boardParts(asker: Asker, name = 'Help Desk') {
  const { boards } = await optionsOf(asker);
  const id = given(idIn(boards, name));
  const board = given((await optionsOf(asker, id)).board);
  return {
    id,
    status: (named: string) => given(idIn(board.statuses, named)),
    type: (named: string) => given(idIn(board.types, named)),
    subType: (named: string) => given(idIn(board.subTypes, named)),
    item: (named: string) => given(idIn(board.items, named)),
    team: (named: string) => given(idIn(board.teams, named)),
  };
}

function idIn(choices: readonly { readonly connectWiseId: number; readonly name: string }[], name: string) {
  return choices.find((choice) => choice.name === name)?.connectWiseId;
}

export async function settingsOf(asker: Asker) {
  return given((await ask(asker, TicketingSettingsDocument)).ticketingSettings);
}

export async function saveOverride(asker: Asker, input: SaveTicketOverrideInput) {
  return given((await ask(asker, SaveTicketOverrideDocument, { input })).saveTicketOverride);
}

export async function removeOverride(asker: Asker, input: RemoveTicketOverrideInput) {
  return given((await ask(asker, RemoveTicketOverrideDocument, { input })).removeTicketOverride);
}

export async function previewOf(asker: Asker, input: Partial<TicketPreviewInput> = {}) {
  const said = {
    kind: 'MAIL_FLOW',
    severity: 'WARNING',
    title: 'Mail does not flow',
    body: 'Nothing came in.',
  } as const;
  return (await ask(asker, TicketPreviewDocument, { input: { ...said, ...input } })).ticketPreview;
}

/** An account whose notifications become tickets, and a user of it at a company with people. */
export async function readyDesk(test: TestApp) {
  const account = await test.account();
  const user = await (await account.integration()).user();
  const company = companyWithPeople(test);
  await user.map(company.identifier);
  const [help, alerts] = [await boardParts(account), await boardParts(account, 'Alerts')];
  const { userErrors } = await saveTicketing(test, account);
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  const override = (input: Partial<SaveTicketOverrideInput> = {}) =>
    saveOverride(account, { userId: user.id, template: { boardId: alerts.id }, ...input });
  /** Those that come of all that was raised, newest first, as ConnectWise has them. */
  const tickets = async () => {
    await deliver(test.app, account);
    const sent = (await notificationsOf(account)).map(({ ticket }) => ticket?.number ?? 0);
    return sent.map((number) => given(test.sandbox.tickets.get(number)));
  };
  const ticket = async () => given((await tickets())[0]);
  return { account, user, company, help, alerts, override, tickets, ticket };
}
export type ReadyDesk = Awaited<ReturnType<typeof readyDesk>>;

let made = 0;

/** A company with a person and a second site. */
export function companyWithPeople({ sandbox }: TestApp) {
  made += 1;
  const identifier = `Desk-${made}`;
  const { id } = sandbox.companies.add({ identifier, name: `${identifier} Ltd` });
  const person = { firstName: 'Ada', lastName: `of ${identifier}`, company: { id } };
  const contact = sandbox.records('contacts').add(person).id;
  sandbox.companies.edit(id, { defaultContact: { id: contact } });
  const other = sandbox.records('contacts').add({ ...person, firstName: 'Bob' }).id;
  const site = sandbox.records('sites').add({ name: 'Warehouse', company: { id } }).id;
  return { id, identifier, contact, other, site };
}

let told = 0;

/** A new condition of a user each time. */
export function raiseFor(user: SeedUser, { kind = 'MAIL_FLOW', severity = 'WARNING' as const } = {}) {
  told += 1;
  const { account, code } = user.source;
  const condition = { source: code, key: `condition-${told}`, userExternalId: user.externalId };
  return raise(account, { ...condition, kind, severity, title: `Condition ${told}` });
}

/** One look at all templates, as a worker would do it, when it is due by itself unless it is made so. */
export async function checkTemplates(app: App, account: SeedAccount, isDue = true): Promise<NextWake> {
  if (isDue) await sql('UPDATE ticketing_settings SET check_wanted_at = now() WHERE account_id = $1', [account.id]);
  const hold = await holdWork(account, WorkKind.TEMPLATE_CHECK);
  return app.services.watchTemplates.run(account.caller, new AbortController().signal, hold);
}
