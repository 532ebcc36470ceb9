import type { AddressPolicy } from '../../connectwise/address-policy.js';
import { credentialFaults } from '../../connectwise/credentials.js';
import { parseSite, type Site } from '../../connectwise/site.js';
import { FailureCode, type ProblemList } from '../../shared/failure.js';
import { Secret } from '../../shared/secret.js';
import {
  CONNECTION_FIELDS,
  type ConnectionInput,
  type ConnectionValues,
  type StoredIntegration,
} from './integration.js';

const LABELS = {
  site: 'the ConnectWise site',
  loginCompanyId: 'the login company id',
  publicKey: 'the public key',
  privateKey: 'the private key',
} as const;

const MAX_CA = 65_536;

/** Checks the form of everything that is there, and answers the site as it would be stored. */
export function checkValues(values: ConnectionValues, policy: AddressPolicy, problems: ProblemList): Site | undefined {
  const parsed = values.site === undefined ? undefined : parseSite(values.site, policy);
  if (parsed?.kind === 'refused') problems.add('site', parsed.refusal.message);
  const present = new Secret('present');
  const faults = credentialFaults({
    loginCompanyId: values.loginCompanyId ?? 'present',
    publicKey: values.publicKey ?? present,
    privateKey: values.privateKey ?? present,
    clientId: values.clientId ?? '',
  });
  for (const fault of faults) problems.add(fault.field, fault.message);
  if (values.customCa !== undefined && values.customCa.length > MAX_CA) {
    problems.add('customCa', `A custom CA has at most ${MAX_CA} characters of PEM text.`);
  }
  return parsed?.kind === 'site' ? parsed.site : undefined;
}

/** Everything that is missing, each as its own error: a form can mark all its fields at once. */
export function requireComplete(values: ConnectionValues, problems: ProblemList): void {
  for (const field of CONNECTION_FIELDS) {
    if (values[field] === undefined) {
      problems.add(field, `To enable the integration, enter ${LABELS[field]}.`, FailureCode.NOT_CONFIGURED);
    }
  }
}

/** A stored key is never sent to a host it was not saved for: a new site or login company id needs both keys anew. */
export function requireKeysForNewHost(
  { stored, site, values }: { stored: StoredIntegration | undefined; site: Site | undefined; values: ConnectionValues },
  input: ConnectionInput,
  problems: ProblemList,
): void {
  // Without both of them nothing can be sent anywhere, and whoever enters them later meets this rule then.
  if (!stored || !site || values.loginCompanyId === undefined) return;
  if (stored.site === site.origin && stored.loginCompanyId === values.loginCompanyId) return;
  const kept = { publicKey: stored.publicKeySealed !== undefined, privateKey: stored.hasPrivateKey };
  for (const field of ['publicKey', 'privateKey'] as const) {
    if (!kept[field] || input[field] !== undefined) continue;
    problems.add(field, `The site or login company id changed: enter ${LABELS[field]} again.`);
  }
}
