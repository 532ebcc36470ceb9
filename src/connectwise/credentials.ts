import type { AccountId } from '../shared/ids.js';
import type { Secret } from '../shared/secret.js';
import { isPrintable } from '../shared/text.js';
import type { Step } from './call.js';
import { createRedact, type Redact } from './redact.js';
import type { Site } from './site.js';

/** All that is needed to speak for one account. An empty `clientId` sends none. */
export interface ConnectWiseAccess {
  readonly site: Site;
  readonly loginCompanyId: string;
  readonly publicKey: Secret;
  readonly privateKey: Secret;
  readonly clientId: string;
  /** PEM text trusted beside the public authorities. */
  readonly customCa?: string;
  /** Whose pace and breaker the calls share on all replicas; without it they have those of this process. */
  readonly accountId?: AccountId;
}

export type CredentialField = 'loginCompanyId' | 'publicKey' | 'privateKey' | 'clientId';

export interface CredentialFault {
  readonly field: CredentialField;
  readonly message: string;
}

type Credentials = Pick<ConnectWiseAccess, CredentialField>;

/**
 * What cannot be sent in the form ConnectWise asks for, one fault per field. `+` and `:` part the pieces of the
 * credential, so inside one of them they would make it mean something else.
 */
export function credentialFaults(credentials: Credentials): CredentialFault[] {
  const pieces = [
    { field: 'loginCompanyId', label: 'login company id', value: credentials.loginCompanyId, forbidden: /[+:]/ },
    { field: 'publicKey', label: 'public key', value: credentials.publicKey.reveal(), forbidden: /[+:]/ },
    { field: 'privateKey', label: 'private key', value: credentials.privateKey.reveal(), forbidden: /$^/ },
  ] as const;
  const faults: CredentialFault[] = pieces.flatMap(({ field, label, value, forbidden }) => {
    if (value.trim() === '') return [{ field, message: `Enter the ${label}.` }];
    if (!isPrintable(value)) return [{ field, message: `The ${label} holds control characters. Copy it again.` }];
    return forbidden.test(value) ? [{ field, message: `The ${label} cannot hold "+" or ":". Copy it again.` }] : [];
  });
  if (/[^\x21-\x7e]/.test(credentials.clientId)) {
    faults.push({ field: 'clientId', message: 'The clientId holds characters that no clientId has. Copy it again.' });
  }
  return faults;
}

/** Adds who is calling. */
export function credentials(access: ConnectWiseAccess): Step {
  return (next) => (call) => {
    const clientId: Record<string, string> = access.clientId === '' ? {} : { clientid: access.clientId };
    return next({ ...call, headers: { ...call.headers, ...clientId, authorization: `Basic ${basicOf(access)}` } });
  };
}

/** Removes this account's secrets from a text for the log, should ConnectWise send them back. */
export function redactFor(access: ConnectWiseAccess): Redact {
  return (text) => {
    const secrets = [access.publicKey.reveal(), access.privateKey.reveal(), basicOf(access), access.clientId];
    return createRedact(secrets)(text);
  };
}

function basicOf({ loginCompanyId, publicKey, privateKey }: ConnectWiseAccess): string {
  return Buffer.from(`${loginCompanyId}+${publicKey.reveal()}:${privateKey.reveal()}`).toString('base64');
}
