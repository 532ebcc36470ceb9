import type { AddressPolicy } from '../../connectwise/address-policy.js';
import type { ConnectWiseAccess } from '../../connectwise/credentials.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { checkValues } from './check-values.js';
import type { ConnectionTester } from './connection-tester.js';
import { mergeValues } from './credentials.js';
import { isComplete, type StoredIntegration } from './integration.js';

export interface AccessDeps {
  readonly tester: ConnectionTester;
  readonly box: SecretBox;
  readonly policy: AddressPolicy;
}

/**
 * What is needed to speak with the ConnectWise of the stored settings: all of it comes from one row, so that a key
 * never meets the host of another save.
 * @throws Failure NOT_CONFIGURED, CREDENTIAL_LOCKED, or INVALID when the policy does not allow the site any more
 */
export function openAccess(
  { tester, box, policy }: AccessDeps,
  { accountId }: Caller,
  settings: StoredIntegration | undefined,
): ConnectWiseAccess {
  if (!settings?.site) throw notConfigured();
  const values = mergeValues({ box, accountId, settings }, {});
  if (!isComplete(values)) throw lacksKeys();
  const problems = new ProblemList();
  const site = checkValues(values, policy, problems);
  problems.throwIfAny();
  if (!site) throw notConfigured();
  const { loginCompanyId, publicKey, privateKey, customCa } = values;
  const clientId = tester.clientIdOf(values) ?? '';
  return { site, loginCompanyId, publicKey, privateKey, customCa, clientId, accountId };
}

export function notConfigured(): Failure {
  const message = 'The ConnectWise integration is not set up. Save its settings first.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}

/** As after the sealing key was lost: everything else is still there. */
function lacksKeys(): Failure {
  const message = 'The ConnectWise integration has no keys any more. Enter the public and the private key again.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
