import type { Caller } from '../../shared/caller.js';
import { Failure } from '../../shared/failure.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { type NextWake, type WorkHandler, type WorkHold, WorkKind } from '../../shared/work.js';
import type { ConnectionTester } from './connection-tester.js';
import { mergeValues } from './credentials.js';
import type { HealthKeeper } from './health-keeper.js';
import { type CompleteValues, isComplete, type StoredIntegration } from './integration.js';
import type { IntegrationRepository } from './integration.repository.js';

interface Deps {
  readonly integrations: IntegrationRepository;
  readonly keeper: HealthKeeper;
  readonly tester: ConnectionTester;
  readonly box: SecretBox;
}

/** Tests the saved settings about once an hour, so that what is known of them stays true. */
export class HealthCheck implements WorkHandler {
  readonly kind = WorkKind.HEALTH_CHECK;

  constructor(private readonly deps: Deps) {}

  async run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake> {
    const { integrations, keeper, tester } = this.deps;
    if (!(await keeper.takeCheck(caller))) return this.next(caller);
    const settings = await integrations.find(caller.accountId);
    if (!settings) return { kind: 'rest' };
    const values = this.values(caller, settings);
    // When it is not this account's turn for a test, what was taken is due again in a minute.
    const report = values && (await tester.tryTest(caller, values, signal));
    if (report) await keeper.settle(caller, { version: settings.version, report, hold });
    if (!values) await keeper.planCheck(caller);
    return this.next(caller);
  }

  /** Undefined when there are no keys, or none that open: both wait for a person. */
  private values({ accountId }: Caller, settings: StoredIntegration): CompleteValues | undefined {
    try {
      const values = mergeValues({ box: this.deps.box, accountId, settings }, {});
      return isComplete(values) ? values : undefined;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  private async next({ accountId }: Caller): Promise<NextWake> {
    const settings = await this.deps.integrations.find(accountId);
    if (!settings?.isEnabled || !settings.nextCheckAt) return { kind: 'rest' };
    return { kind: 'at', at: settings.nextCheckAt };
  }
}
