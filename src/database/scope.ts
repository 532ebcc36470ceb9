import type { AccountId } from '../shared/ids.js';

declare const scoped: unique symbol;

/** Under which role and for whom a transaction runs: settings that end with it. Made here alone. */
export interface Scope {
  readonly [scoped]: true;
  readonly mode: 'READ ONLY' | 'READ WRITE';
  readonly settings: readonly (readonly [name: string, value: string])[];
}

export const APP_ROLE = 'psa_app';
export const SYSTEM_ROLE = 'psa_system';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function readScope(accountId: AccountId): Scope {
  return scope('READ ONLY', accountSettings(accountId));
}

export function writeScope(accountId: AccountId): Scope {
  return scope('READ WRITE', accountSettings(accountId));
}

export function systemScope(mode: Scope['mode'] = 'READ ONLY'): Scope {
  return scope(mode, [['role', SYSTEM_ROLE]]);
}

/** Lets exactly the token, or the address of callbacks, with this hash be seen. */
export function tokenScope(hash: Uint8Array): Scope {
  const settings = { role: SYSTEM_ROLE, 'app.token_hash': Buffer.from(hash).toString('hex') };
  return scope('READ ONLY', Object.entries(settings));
}

/** The same for a transaction that is open already. */
export function enterAccount(accountId: AccountId): string {
  return `SELECT ${accountSettings(accountId).map(asText).join(', ')}`;
}

/**
 * Opens a transaction of this scope. The settings travel in the same message as BEGIN: nothing can come between the
 * two on the embedded database, whose connections share one session.
 */
export function beginText({ mode, settings }: Scope): string {
  return `BEGIN ${mode}; SELECT ${settings.map(asText).join(', ')}`;
}

/**
 * The same as a statement with values, whose text is that of all accounts, for a transaction that is open by itself.
 * PostgreSQL plans what it keeps at each use, where no plan is known to be good for all values: one is bad for some.
 */
export function settingsText({ mode, settings }: Scope, keepsPlan = false): string {
  const all = [
    ...settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`),
    ...(mode === 'READ ONLY' ? [asText(['transaction_read_only', 'on'])] : []),
    ...(keepsPlan ? KEPT_PLAN : [asText(['plan_cache_mode', 'force_custom_plan'])]),
  ];
  return `SELECT ${all.join(', ')}`;
}

/** A plan made while a table was small must not read it from end to end when it has grown. */
const KEPT_PLAN = [asText(['plan_cache_mode', 'force_generic_plan']), asText(['enable_seqscan', 'off'])];

function scope(mode: Scope['mode'], settings: Scope['settings']): Scope {
  return { mode, settings } as Scope;
}

function accountSettings(accountId: AccountId): Scope['settings'] {
  // Ids become part of the SQL text here, so their form is checked whatever their type claims.
  if (!UUID.test(accountId)) throw new TypeError('An account id must be a UUID.');
  return [
    ['role', APP_ROLE],
    ['app.account', accountId],
  ];
}

function asText([name, value]: readonly [string, string]): string {
  return `set_config('${name}', '${value}', true)`;
}
