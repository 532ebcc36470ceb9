import type { SharedTime } from '../../database/database-time.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Month } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import { type NextReport, nextReport } from './next-report.js';
import type { SpamLogins } from './spam-logins.js';
import type { SpamLogin, SpamSettings } from './spam-settings.js';
import type { SpamSettingsRepository } from './spam-settings.repository.js';

interface Deps {
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly settings: SpamSettingsRepository;
  readonly logins: SpamLogins;
}

/** How an account brings spam statistics to ConnectWise, for whoever goes by it. */
export class SpamSettingsService {
  constructor(private readonly deps: Deps) {}

  async find({ accountId }: Caller): Promise<SpamSettings | undefined> {
    const found = await this.deps.settings.find(accountId);
    return found && withoutSecrets(found);
  }

  /** When scheduled reports are due next, and of which month; undefined while none are scheduled. */
  async nextReport(caller: Caller, settings: SpamSettings): Promise<NextReport | undefined> {
    if (!settings.isScheduled) return undefined;
    const { time, accounts } = this.deps;
    const [now, { timeZone }] = await Promise.all([time.now(caller.accountId), accounts.own(caller)]);
    return nextReport(settings, { timeZone, now });
  }

  /** Takes a month for its scheduled reports: true for one caller only, and never for a month before one that was taken. */
  begin(tx: WriteTransaction, { accountId }: Caller, month: Month): Promise<boolean> {
    return this.deps.settings.begin(tx, accountId, month);
  }

  /**
   * What ConnectWise's own statistics are sent with; undefined when there is none for this ConnectWise.
   * @throws Failure CREDENTIAL_LOCKED when the stored password does not open
   */
  login(caller: Caller, instanceId: InstanceId): Promise<SpamLogin | undefined> {
    return this.deps.logins.open(caller, instanceId);
  }
}

/** What is not in this list does not leave. */
export function withoutSecrets(stored: SpamSettings): SpamSettings {
  const { isScheduled, route, language, calendar, scheduledSince, begunMonth } = stored;
  const { solutionName, loginName, loginChangedAt, version } = stored;
  return {
    ...{ isScheduled, route, language, calendar, scheduledSince, begunMonth },
    ...{ solutionName, loginName, loginChangedAt, version },
  };
}
