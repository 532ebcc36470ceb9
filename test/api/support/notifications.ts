import type { App } from '../../../src/app/app.js';
import { PutOff } from '../../../src/shared/put-off.js';
import type { NextWake } from '../../../src/shared/work.js';
import { WorkKind } from '../../../src/shared/work.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import {
  type NotificationFilter,
  NotificationsDocument,
  RaiseNotificationsDocument,
  type RaiseNotificationsItemInput,
  ResolveNotificationsDocument,
  SaveTicketingSettingsDocument,
  type SaveTicketingSettingsInput,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { holdWork } from './jobs.js';
import { sql } from './rows.js';

/** A board of the sandbox by its name. */
export async function boardOf(test: TestApp, account: SeedAccount, name = 'Help Desk'): Promise<number> {
  return test.app.services.integration.ask(account.caller, async (session) => {
    for await (const board of session.boards.list()) if (board.name === name) return board.id;
    throw new Error(`There is no board ${name}.`);
  });
}

export async function saveTicketing(
  test: TestApp,
  account: SeedAccount,
  input: Partial<SaveTicketingSettingsInput> = {},
) {
  const template = { boardId: await boardOf(test, account) };
  const variables = { input: { isEnabled: true, template, ...input } };
  return given((await ask(account, SaveTicketingSettingsDocument, variables)).saveTicketingSettings);
}

export async function raise(asker: Asker, items: RaiseNotificationsItemInput | RaiseNotificationsItemInput[]) {
  const input = { items: [items].flat(), onError: 'REJECT_FAILED' as const };
  return given((await ask(asker, RaiseNotificationsDocument, { input })).raiseNotifications);
}

export async function resolve(asker: Asker, source: string, keys: readonly string[], resolution?: string) {
  const input = { items: keys.map((key) => ({ source, key, resolution })), onError: 'REJECT_FAILED' as const };
  return given((await ask(asker, ResolveNotificationsDocument, { input })).resolveNotifications);
}

/** Newest first. */
export async function notificationsOf(asker: Asker, filter: NotificationFilter = {}) {
  return given((await ask(asker, NotificationsDocument, { first: 100, filter })).notifications).nodes;
}

/** One slice of delivery, as a worker would do it; what is thrown but being put off is thrown here. */
export async function deliverOnce(app: App, account: SeedAccount): Promise<NextWake> {
  const hold = await holdWork(account, WorkKind.TICKETS);
  try {
    return await app.services.deliverNotifications.run(account.caller, new AbortController().signal, hold);
  } catch (error) {
    if (error instanceof PutOff) return error.next;
    throw error;
  }
}

export async function deliver(app: App, account: SeedAccount): Promise<NextWake> {
  for (;;) {
    const next = await deliverOnce(app, account);
    if (next.kind !== 'soon') return next;
  }
}

/** As after so long that nothing sent before can still arrive, and everything put off is due. */
export async function later(account: SeedAccount, seconds = 80): Promise<void> {
  await sql(`UPDATE notifications SET due_at = due_at - make_interval(secs => $2) WHERE account_id = $1`, [
    account.id,
    seconds,
  ]);
  await sql(
    `UPDATE tickets SET intent = jsonb_set(intent, '{at}', to_jsonb((intent ->> 'at')::timestamptz - make_interval(secs => $2)))
     WHERE account_id = $1 AND intent IS NOT NULL`,
    [account.id, seconds],
  );
}

/** Like `deliver`; whether nothing is looked at any more by itself, but that tickets are read for what people did to them. */
export async function deliversAll(app: App, account: SeedAccount): Promise<boolean> {
  if ((await deliver(app, account)).kind === 'rest') return true;
  const due = await sql('SELECT FROM notifications WHERE account_id = $1 AND due_at IS NOT NULL', [account.id]);
  return due.length === 0;
}
