import type { ConnectWise } from '../../connectwise/client.js';
import type { ConnectionReport } from '../../connectwise/connection-report.js';
import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { toFailure } from '../../connectwise/failures.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import { checkValues, requireKeysForNewHost } from './check-values.js';
import { mergeValues } from './credentials.js';
import type { HeldWork } from './health.js';
import type { HealthKeeper } from './health-keeper.js';
import { type ConnectionInput, type Integration, keepsValues } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';
import { type AccessDeps, notConfigured, openAccess } from './open-access.js';

interface Deps extends AccessDeps {
  readonly integrations: IntegrationRepository;
  readonly keeper: HealthKeeper;
  readonly connectWise: ConnectWise;
}

export class IntegrationService {
  constructor(private readonly deps: Deps) {}

  find(caller: Caller): Promise<Integration | undefined> {
    return this.deps.integrations.find(caller.accountId);
  }

  /** The kinds of outgoing work that wait for a right in ConnectWise. */
  holds(caller: Caller): Promise<HeldWork[]> {
    return this.deps.keeper.holds(caller);
  }

  /** Tries the given values, or the saved ones where none are given; no value is saved, but the saved ones' health is. */
  async test(caller: Caller, input: ConnectionInput): Promise<ConnectionReport> {
    const { integrations, tester, keeper, box, policy } = this.deps;
    const stored = await integrations.find(caller.accountId);
    const values = mergeValues({ box, accountId: caller.accountId, settings: stored }, input);
    // What is wrong with the form of a value is told by the report; only the stored key must not go elsewhere.
    const site = checkValues(values, policy, new ProblemList());
    const problems = new ProblemList();
    requireKeysForNewHost({ stored, site, values }, input, problems);
    problems.throwIfAny();
    const report = await tester.test(caller, { ...values, site: site?.origin ?? values.site });
    if (stored && keepsValues(stored, input)) {
      await keeper.settle(caller, { version: stored.version, report });
    }
    return report;
  }

  /**
   * Asks ConnectWise for an account whose integration is on. `signal` ends the calls early, with its own reason.
   * @throws Failure NOT_CONFIGURED, INTEGRATION_DISABLED, CREDENTIAL_LOCKED, or what ConnectWise's error means
   */
  async ask<Answer>(
    caller: Caller,
    question: (session: ConnectWiseSession) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const stored = await this.deps.integrations.find(caller.accountId);
    if (stored?.site && !stored.isEnabled) {
      const message = 'The ConnectWise integration is off. Enable it first.';
      throw new Failure({ code: FailureCode.INTEGRATION_DISABLED, message });
    }
    const access = openAccess(this.deps, caller, stored);
    try {
      return await question(this.deps.connectWise.open(access, 'interactive', signal));
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
}
