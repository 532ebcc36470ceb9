import type { AddressPolicy } from '../../connectwise/address-policy.js';
import type { ConnectWise } from '../../connectwise/client.js';
import type { ConnectionReport } from '../../connectwise/connection-report.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Site } from '../../connectwise/site.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { checkValues, requireKeysForNewHost } from './check-values.js';
import type { ConnectionTester } from './connection-tester.js';
import { mergeValues } from './credentials.js';
import { type CompleteValues, type ConnectionInput, type Integration, isComplete } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';

interface Deps {
  readonly integrations: IntegrationRepository;
  readonly tester: ConnectionTester;
  readonly connectWise: ConnectWise;
  readonly box: SecretBox;
  readonly policy: AddressPolicy;
}

export class IntegrationService {
  constructor(private readonly deps: Deps) {}

  find(caller: Caller): Promise<Integration | undefined> {
    return this.deps.integrations.find(caller.accountId);
  }

  /** Tries the given values, or the saved ones where none are given; saves nothing. */
  async test(caller: Caller, input: ConnectionInput): Promise<ConnectionReport> {
    const { integrations, tester, box, policy } = this.deps;
    const stored = await integrations.find(caller.accountId);
    const values = mergeValues({ box, accountId: caller.accountId, settings: stored }, input);
    // What is wrong with the form of a value is told by the report; only the stored key must not go elsewhere.
    const site = checkValues(values, policy, new ProblemList());
    const problems = new ProblemList();
    requireKeysForNewHost({ stored, site, values }, input, problems);
    problems.throwIfAny();
    return tester.test(caller, { ...values, site: site?.origin ?? values.site });
  }

  /**
   * Asks ConnectWise for an account whose integration is on.
   * @throws Failure NOT_CONFIGURED, INTEGRATION_DISABLED, CREDENTIAL_LOCKED, or what ConnectWise's error means
   */
  async ask<Answer>(caller: Caller, question: (session: ConnectWiseSession) => Promise<Answer>): Promise<Answer> {
    const access = await this.access(caller);
    try {
      return await question(this.deps.connectWise.open(access, 'interactive'));
    } catch (error) {
      if (error instanceof ConnectWiseError) throw toFailure(error);
      throw error;
    }
  }

  /**
   * The instance that new mappings belong to.
   * @throws Failure NOT_CONFIGURED
   */
  async instance(caller: Caller): Promise<{ readonly id: InstanceId; readonly isEnabled: boolean }> {
    const integration = await this.find(caller);
    if (!integration?.instanceId) throw notConfigured();
    return { id: integration.instanceId, isEnabled: integration.isEnabled };
  }

  private async access(caller: Caller) {
    const { integrations, tester, box } = this.deps;
    const stored = await integrations.find(caller.accountId);
    if (!stored?.site) throw notConfigured();
    if (!stored.isEnabled) {
      const message = 'The ConnectWise integration is off. Enable it first.';
      throw new Failure({ code: FailureCode.INTEGRATION_DISABLED, message });
    }
    const values = mergeValues({ box, accountId: caller.accountId, settings: stored }, {});
    if (!isComplete(values)) throw lacksKeys();
    return { ...toAccess(values, this.site(values)), clientId: tester.clientIdOf(values) ?? '' };
  }

  /** The policy may have become stricter since the site was saved. */
  private site(values: CompleteValues): Site {
    const problems = new ProblemList();
    const site = checkValues(values, this.deps.policy, problems);
    problems.throwIfAny();
    if (!site) throw notConfigured();
    return site;
  }
}

function toAccess({ loginCompanyId, publicKey, privateKey, customCa }: CompleteValues, site: Site) {
  return { site, loginCompanyId, publicKey, privateKey, customCa };
}

/** As after the sealing key was lost: everything else is still there. */
function lacksKeys(): Failure {
  const message = 'The ConnectWise integration has no keys any more. Enter the public and the private key again.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}

function notConfigured(): Failure {
  const message = 'The ConnectWise integration is not set up. Save its settings first.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
