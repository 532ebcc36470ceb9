import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import type { ConnectWiseErrorKind } from '../../connectwise/problems.js';
import type { SpamStatistics } from '../../connectwise/spam-statistics.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { Secret } from '../../shared/secret.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { nativeCounters } from '../spam-reports/native-counters.js';
import type { AskForReport } from './ask-for-report.js';
import type { RemoteRecord } from './record.js';
import type { ReportRoute, Sending } from './report-route.js';

/** Who signs in at the service, and for which management solution. */
export interface NativeLogin {
  readonly solutionName: string;
  readonly name: string;
  readonly password: Secret;
}

export interface NativeLogins {
  /** Undefined where none is set for this ConnectWise. @throws Failure CREDENTIAL_LOCKED */
  login(caller: Caller, instanceId: InstanceId): Promise<NativeLogin | undefined>;
}

interface Deps {
  readonly asking: AskForReport;
  readonly integration: IntegrationService;
  readonly logins: NativeLogins;
}

/** The service takes so many in a call. */
const DOMAINS_A_CALL = 1_000;

/**
 * ConnectWise's own statistics. They are figures by domain and no records: to send them once more is to send the same,
 * so that nothing has to be remembered.
 */
export class NativeStatisticsRoute implements ReportRoute {
  constructor(private readonly deps: Deps) {}

  async send(sending: Sending): Promise<RemoteRecord> {
    const { integration, logins } = this.deps;
    const { caller, delivery } = sending;
    const login = await logins.login(caller, delivery.instanceId);
    const loginCompanyId = (await integration.find(caller))?.loginCompanyId;
    if (!login || !loginCompanyId) throw notConfigured();
    const { solutionName, ...integrator } = login;
    const domains = nativeCounters(delivery.figures);
    for (let from = 0; from < domains.length; from += DOMAINS_A_CALL) {
      const some = domains.slice(from, from + DOMAINS_A_CALL);
      await this.tell(sending, (statistics) =>
        statistics.update({ ...integrator, loginCompanyId }, solutionName, some),
      );
    }
    return {};
  }

  private async tell(sending: Sending, update: (statistics: SpamStatistics) => Promise<void>): Promise<void> {
    try {
      await this.deps.asking.ask(sending, 'NATIVE_STATISTICS', ({ spamStatistics }) => update(spamStatistics));
    } catch (error) {
      const message = error instanceof ConnectWiseError ? MESSAGES.get(error.kind) : undefined;
      if (message === undefined) throw error;
      throw new Failure({ code: FailureCode.CONNECTWISE_REJECTED, message }, { cause: error });
    }
  }
}

const GONE =
  'This ConnectWise does not offer the service any more that takes spam statistics. Choose another way for them.';
const REFUSED =
  'The service of ConnectWise that takes spam statistics refused them. Check the name of the management solution.';

const MESSAGES: ReadonlyMap<ConnectWiseErrorKind, string> = new Map([
  ...(['endpoint-missing', 'wrong-route', 'not-found'] as const).map((kind) => [kind, GONE] as const),
  ['rejected', REFUSED],
]);

function notConfigured(): Failure {
  const message = 'ConnectWise takes its own spam statistics from an integrator login only. Save one in the settings.';
  return new Failure({ code: FailureCode.NOT_CONFIGURED, message });
}
