import type { AccountId } from '../../shared/ids.js';
import { openOrLocked } from '../../shared/open-sealed.js';
import { Secret } from '../../shared/secret.js';
import type { SealContext, SecretBox } from '../../shared/secret-box.js';
import type { ConnectionInput, ConnectionValues, StoredIntegration } from './integration.js';

export type SealedField = 'publicKey' | 'privateKey';

/** Where a key of an account belongs; key rotation builds the same. */
export function sealContext(accountId: string, field: SealedField): SealContext {
  return { accountId, record: 'integration_settings', field };
}

/** The stored settings of an account, and the box that opens its keys. */
export interface Stored {
  readonly box: SecretBox;
  readonly accountId: AccountId;
  readonly settings: StoredIntegration | undefined;
}

/**
 * What would be saved or tested: an absent field keeps, null or an empty text clears. A stored key is opened only
 * where it is kept, so that a lost one can be replaced.
 * @throws Failure CREDENTIAL_LOCKED when a kept key does not open
 */
export function mergeValues(stored: Stored, input: ConnectionInput): ConnectionValues {
  const { settings } = stored;
  const key = (field: SealedField) => (input[field] === undefined ? openKey(stored, field) : toSecret(input[field]));
  return { ...mergeOpen(settings, input), publicKey: key('publicKey'), privateKey: key('privateKey') };
}

/** The same for a draft that needs no stored key: those that are kept stay closed and read as absent. */
export function mergeDraft(settings: StoredIntegration | undefined, input: ConnectionInput): ConnectionValues {
  const keys = { publicKey: toSecret(input.publicKey), privateKey: toSecret(input.privateKey) };
  return { ...mergeOpen(settings, input), ...keys };
}

function mergeOpen(settings: StoredIntegration | undefined, input: ConnectionInput) {
  return {
    site: pick(input.site, settings?.site),
    loginCompanyId: pick(input.loginCompanyId, settings?.loginCompanyId),
    customCa: pick(input.customCa, settings?.customCa),
    clientId: pick(input.clientId, settings?.clientId),
  };
}

function openKey({ box, accountId, settings }: Stored, field: SealedField): Secret | undefined {
  const sealed = field === 'publicKey' ? settings?.publicKeySealed : settings?.privateKeySealed;
  if (sealed === undefined) return undefined;
  const message = 'The stored keys cannot be opened. Enter the public and the private key again.';
  return openOrLocked(box, { sealed, context: sealContext(accountId, field) }, { message, field: [field] });
}

function pick(given: string | null | undefined, kept: string | undefined): string | undefined {
  return given === undefined ? kept : given?.trim() || undefined;
}

function toSecret(given: string | null | undefined): Secret | undefined {
  const text = given?.trim();
  return text ? new Secret(text) : undefined;
}
