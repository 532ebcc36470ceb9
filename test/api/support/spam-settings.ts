import { ask } from '../../support/graphql-client.js';
import {
  RemoveSpamOverrideDocument,
  type RemoveSpamOverrideInput,
  SaveSpamOverrideDocument,
  type SaveSpamOverrideInput,
  SaveSpamSettingsDocument,
  type SaveSpamSettingsInput,
  SpamSettingsDocument,
} from '../operations.generated.js';
import { type Asker, given } from './calls.js';
import { sql } from './rows.js';

/** What the sandbox knows, as a person would enter it. */
export const LOGIN = { name: 'SandboxIntegrator', password: 'SandboxIntegratorPassword' };
export const NATIVE = { route: 'NATIVE_STATISTICS', solutionName: 'Mail Security', login: LOGIN } as const;

export async function spamSettingsOf(asker: Asker) {
  return (await ask(asker, SpamSettingsDocument)).spamSettings;
}

export async function saveSpam(asker: Asker, input: SaveSpamSettingsInput = {}) {
  return given((await ask(asker, SaveSpamSettingsDocument, { input })).saveSpamSettings);
}

export async function saveSpamOverride(asker: Asker, input: SaveSpamOverrideInput) {
  return given((await ask(asker, SaveSpamOverrideDocument, { input })).saveSpamOverride);
}

export async function removeSpamOverride(asker: Asker, input: RemoveSpamOverrideInput) {
  return given((await ask(asker, RemoveSpamOverrideDocument, { input })).removeSpamOverride);
}

export async function spamRow(accountId: string) {
  const [row] = await sql<Readonly<Record<string, unknown>>>('SELECT * FROM spam_settings WHERE account_id = $1', [
    accountId,
  ]);
  return row;
}

/** Whether somebody is woken for reports; afterwards nobody is. */
export async function takeWake(accountId: string): Promise<boolean> {
  const rows = await sql(
    `DELETE FROM work WHERE account_id = $1 AND kind = 'SPAM_DELIVERY' AND due_at <= now() RETURNING kind`,
    [accountId],
  );
  return rows.length > 0;
}
