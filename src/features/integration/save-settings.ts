import type { AddressPolicy } from '../../connectwise/address-policy.js';
import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { SecretBox } from '../../shared/secret-box.js';
import type { SetAside } from '../mappings/set-aside.js';
import { checkValues, requireComplete, requireKeysForNewHost } from './check-values.js';
import type { ConnectionTester } from './connection-tester.js';
import { mergeDraft, mergeValues } from './credentials.js';
import { InstanceChange, type Integration, isComplete, keepsValues, type StoredIntegration } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';
import { problemsOfReport } from './report-problems.js';
import { conflict, type Draft, type SaveInput } from './settings-draft.js';
import type { WriteSettings } from './write-settings.js';

/** What saving came to. Refused for what ConnectWise said, the report tells why and the stored settings stay. */
export interface SaveOutcome {
  readonly integration: Integration | undefined;
  /** Of the test that saving made; absent when the same values had just passed, or nothing could be tested. */
  readonly report: ConnectionReport | undefined;
  readonly problems: readonly Problem[];
}

interface Deps {
  readonly integrations: IntegrationRepository;
  readonly setAside: SetAside;
  readonly tester: ConnectionTester;
  readonly writer: WriteSettings;
  readonly box: SecretBox;
  readonly policy: AddressPolicy;
}

/**
 * Saves the integration's settings. Settings that shall be enabled are tested first, unless the same values passed a
 * moment ago; disabled ones are a draft, tested for information when complete.
 */
export class SaveSettings {
  constructor(private readonly deps: Deps) {}

  async save(caller: Caller, input: SaveInput): Promise<SaveOutcome> {
    const { integrations, writer } = this.deps;
    const stored = await integrations.find(caller.accountId);
    const draft = this.check(caller, stored, input);
    const change = await this.instanceChange(caller, draft);
    const { report, isFresh } = await this.report(caller, draft);
    const problems = draft.isEnabled && report && !report.isHealthy ? problemsOfReport(report) : [];
    const told = isFresh ? report : undefined;
    if (problems.length > 0) return { integration: stored, report: told, problems };
    await writer.write(caller, { ...draft, report, change });
    return { integration: await integrations.find(caller.accountId), report: told, problems };
  }

  private check(caller: Caller, stored: StoredIntegration | undefined, input: SaveInput): Draft {
    const version = stored?.version ?? 0;
    if (input.expectedVersion != null && input.expectedVersion !== version) throw conflict(version);
    const isEnabled = input.isEnabled ?? stored?.isEnabled ?? false;
    // Turning off must work even when the stored keys do not open, or the site is not allowed, any more.
    if (!isEnabled && stored && keepsValues(stored, input)) {
      return { stored, input, values: mergeDraft(stored, input), site: undefined, isEnabled };
    }
    const merged = mergeValues({ box: this.deps.box, accountId: caller.accountId, settings: stored }, input);
    const problems = new ProblemList();
    const site = checkValues(merged, this.deps.policy, problems);
    requireKeysForNewHost({ stored, site, values: merged }, input, problems);
    if (isEnabled) requireComplete(merged, problems);
    problems.throwIfAny();
    return { stored, input, values: { ...merged, site: site?.origin }, site, isEnabled };
  }

  /** Whether the settings lead to another instance, and how that is meant. One that was never reached is no instance. */
  private async instanceChange(caller: Caller, draft: Draft): Promise<InstanceChange | undefined> {
    const { stored, site, values, input } = draft;
    const { integrations, setAside } = this.deps;
    const before = stored?.instanceId && (await integrations.findInstance(caller.accountId, stored.instanceId));
    if (!before || !site || !values.loginCompanyId) return undefined;
    if (before.host === site.instanceHost && before.loginCompanyId === values.loginCompanyId) return undefined;
    if (input.instanceChange) return input.instanceChange;
    const isEstablished = before.isConfirmed || (await setAside.hasMappings(caller, before.id));
    if (!isEstablished) return InstanceChange.OTHER_DATA;
    throw new Failure({
      code: FailureCode.INVALID,
      message:
        'These settings lead to another ConnectWise system. Say whether the same data moved there (SAME_DATA_MOVED) or it holds other data (OTHER_DATA).',
      field: ['instanceChange'],
    });
  }

  private async report(
    caller: Caller,
    { values, stored, input, isEnabled }: Draft,
  ): Promise<{ report: ConnectionReport | undefined; isFresh: boolean }> {
    // Nothing but the switch changed, to off: nobody is asked, because that is what off means.
    if (!isEnabled && stored && keepsValues(stored, input)) return { report: stored.lastReport, isFresh: false };
    if (!isComplete(values)) return { report: undefined, isFresh: false };
    const remembered = await this.deps.tester.remembered(caller, values);
    if (remembered) return { report: remembered, isFresh: false };
    // A draft is kept also when the account has tested too often to try it now.
    const report = await (isEnabled ? this.deps.tester.test(caller, values) : this.deps.tester.tryTest(caller, values));
    return { report, isFresh: true };
  }
}
