import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { wake } from '../../database/wake.js';
import { type CalendarEntry, withChange } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { type Failure, FailureCode, ProblemList, versionConflict } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { WorkKind } from '../../shared/work.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction, type AuditChange, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { TicketingService } from '../ticketing-settings/ticketing.service.js';
import { checkLogin, checkRoute, checkValues, type TypedLogin } from './check-spam-settings.js';
import { passwordContext } from './spam-logins.js';
import {
  SpamLanguage,
  SpamRoute,
  type SpamRouteChoice,
  type SpamSettings,
  type StoredSpamSettings,
} from './spam-settings.js';
import type { SpamSettingsRepository } from './spam-settings.repository.js';
import { withoutSecrets } from './spam-settings.service.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly audit: AuditService;
  readonly accounts: AccountService;
  readonly integration: IntegrationService;
  readonly ticketing: TicketingService;
  readonly settings: SpamSettingsRepository;
  readonly box: SecretBox;
}

/** What a person says: undefined keeps, null clears. */
export interface SpamSettingsDraft {
  readonly isScheduled: boolean | undefined;
  readonly route: SpamRouteChoice | undefined;
  readonly language: SpamLanguage | undefined;
  readonly day: number | undefined;
  readonly hour: number | undefined;
  readonly timeZone: string | null | undefined;
  readonly solutionName: string | null | undefined;
  readonly login: TypedLogin | null | undefined;
  readonly expectedVersion: number | undefined;
}

type When = Omit<CalendarEntry, 'fromMonth'>;
type Login = Pick<StoredSpamSettings, 'loginName' | 'passwordSealed' | 'loginInstanceId' | 'loginChangedAt'>;

const FIELDS = { route: 'route', solutionName: 'solutionName', login: 'login' } as const;
const AT_FIRST = { isScheduled: false, route: SpamRoute.COMPANY_NOTE, language: SpamLanguage.EN } as const;
const WHEN_AT_FIRST: When = { day: 1, hour: 9, timeZone: null };
const NO_LOGIN: Login = {
  ...{ loginName: undefined, passwordSealed: undefined },
  ...{ loginInstanceId: undefined, loginChangedAt: undefined },
};

/** Saves how an account brings spam statistics to ConnectWise. */
export class SaveSpamSettings {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure INVALID, NOT_CONFIGURED, VERSION_CONFLICT */
  async save(caller: Caller, draft: SpamSettingsDraft): Promise<SpamSettings> {
    const { database, audit, integration, settings } = this.deps;
    const { accountId } = caller;
    const before = await settings.find(accountId);
    const version = before?.version ?? 0;
    if (draft.expectedVersion !== undefined && draft.expectedVersion !== version) throw conflict(version);
    const [instanceId, now] = [(await integration.find(caller))?.instanceId, await this.deps.time.now(accountId)];
    const when = whenOf(before, draft);
    const chosen = { ...pick(before, draft), ...this.login(caller, before, { draft, instanceId, now }) };
    await this.check(caller, { ...chosen, ...when }, { draft, instanceId });
    const { timeZone } = await this.deps.accounts.own(caller);
    const calendar = withChange(before?.calendar, when, { timeZone, now, since: before?.scheduledSince });
    const scheduledSince = chosen.isScheduled ? (before?.scheduledSince ?? now) : undefined;
    const saved = { ...chosen, calendar, scheduledSince, begunMonth: before?.begunMonth, version };
    const changes = [...changesBetween(before && told(before), told(saved)), ...passwordChanges(before, draft)];
    if (before && changes.length === 0) return withoutSecrets(before);
    await database.write(accountId, async (tx) => {
      if (!(await settings.save(tx, accountId, saved))) throw conflict(version + 1);
      await audit.record(tx, caller, { action: AuditAction.SPAM_SETTINGS_SAVED, changes });
      await wake(tx, accountId, WorkKind.SPAM_DELIVERY);
    });
    return withoutSecrets({ ...saved, version: version + 1 });
  }

  private async check(
    caller: Caller,
    values: When & Login & ReturnType<typeof pick>,
    {
      draft: { login },
      instanceId,
    }: { readonly draft: SpamSettingsDraft; readonly instanceId: InstanceId | undefined },
  ): Promise<void> {
    const problems = new ProblemList();
    checkValues(values, problems);
    if (login) checkLogin(login, problems);
    if (login && !instanceId) {
      const message = 'The integrator login belongs to one ConnectWise. Save the settings of the integration first.';
      problems.add('login', message, FailureCode.NOT_CONFIGURED);
    } else {
      const hasTicketing = (await this.deps.ticketing.find(caller)) !== undefined;
      checkRoute(values.route, { settings: values, instanceId, hasTicketing }, { fields: FIELDS, problems });
    }
    problems.throwIfAny();
  }

  /** What is not sent stays sealed as it is. */
  private login(
    { accountId }: Caller,
    before: StoredSpamSettings | undefined,
    {
      draft: { login },
      ...entered
    }: Readonly<{ draft: SpamSettingsDraft; instanceId: InstanceId | undefined; now: Date }>,
  ): Login {
    if (login === null) return NO_LOGIN;
    if (login) {
      const { name: loginName, password } = login;
      const passwordSealed = password && this.deps.box.seal(password, passwordContext(accountId));
      return { loginName, passwordSealed, loginInstanceId: entered.instanceId, loginChangedAt: entered.now };
    }
    if (!before) return NO_LOGIN;
    const { loginName, passwordSealed, loginInstanceId, loginChangedAt } = before;
    return { loginName, passwordSealed, loginInstanceId, loginChangedAt };
  }
}

function whenOf(before: SpamSettings | undefined, { day, hour, timeZone }: SpamSettingsDraft): When {
  const kept = before?.calendar.at(-1) ?? WHEN_AT_FIRST;
  return { day: day ?? kept.day, hour: hour ?? kept.hour, timeZone: timeZone === undefined ? kept.timeZone : timeZone };
}

function pick(before: SpamSettings | undefined, { isScheduled, route, language, solutionName }: SpamSettingsDraft) {
  const kept = before ?? AT_FIRST;
  return {
    isScheduled: isScheduled ?? kept.isScheduled,
    route: route ?? kept.route,
    language: language ?? kept.language,
    solutionName: solutionName === undefined ? before?.solutionName : (solutionName ?? undefined),
  };
}

/** As the trail has it: when reports are due in the words of whoever saved it, and never a secret. */
function told({ calendar, isScheduled, route, language, solutionName, loginName }: SpamSettings) {
  const { day, hour, timeZone }: Partial<CalendarEntry> = calendar.at(-1) ?? {};
  return { isScheduled, route, language, day, hour, timeZone, solutionName, loginName };
}

function passwordChanges(before: StoredSpamSettings | undefined, { login }: SpamSettingsDraft): AuditChange[] {
  const had = before?.passwordSealed === undefined ? null : 'changed';
  if (login === undefined || (login === null && had === null)) return [];
  return [{ field: 'loginPassword', before: had, after: login === null ? null : 'changed' }];
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}
