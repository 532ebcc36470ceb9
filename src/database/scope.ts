import type { AccountId } from '../shared/ids.js';

/** Under which role and for whom a transaction runs, as the SQL that opens it. */
export type Scope = string & { readonly scope: unique symbol };

export const APP_ROLE = 'psa_app';
export const SYSTEM_ROLE = 'psa_system';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The settings travel in the same message as BEGIN: one round trip less, and on the embedded database, whose
 * connections share one session, nothing can come between the two.
 */
function scope(mode: 'READ ONLY' | 'READ WRITE', settings: readonly string[]): Scope {
  return `BEGIN ${mode}; SELECT ${settings.join(', ')}` as Scope;
}

export function readScope(accountId: AccountId): Scope {
  return scope('READ ONLY', accountSettings(accountId));
}

export function writeScope(accountId: AccountId): Scope {
  return scope('READ WRITE', accountSettings(accountId));
}

export function systemScope(mode: 'READ ONLY' | 'READ WRITE' = 'READ ONLY'): Scope {
  return scope(mode, [setting('role', SYSTEM_ROLE)]);
}

/** Lets exactly the token, or the address of callbacks, with this hash be seen. */
export function tokenScope(hash: Uint8Array): Scope {
  const hex = Buffer.from(hash).toString('hex');
  return scope('READ ONLY', [setting('role', SYSTEM_ROLE), setting('app.token_hash', hex)]);
}

/** The same for a transaction that is open already. */
export function enterAccount(accountId: AccountId): string {
  return `SELECT ${accountSettings(accountId).join(', ')}`;
}

function accountSettings(accountId: AccountId): string[] {
  // Ids become part of the SQL text here, so their form is checked whatever their type claims.
  if (!UUID.test(accountId)) throw new TypeError('An account id must be a UUID.');
  return [setting('role', APP_ROLE), setting('app.account', accountId)];
}

function setting(name: string, value: string): string {
  return `set_config('${name}', '${value}', true)`;
}
