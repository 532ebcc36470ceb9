import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { changesFrom, monthIn, type UserCalendarEntry, withEntry } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode, versionConflict } from '../../shared/failure.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { WorkKind } from '../../shared/work.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { User } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import type { BillingOverrideRepository } from './billing-override.repository.js';
import type { BillingSettingsRepository } from './billing-settings.repository.js';
import type { CheckOverride } from './check-override.js';
import { type RuleOverride, withoutRecords } from './rule.js';
import { askedDay, type BillingOverride, type OverrideDraft, saysAnything } from './settings.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly audit: AuditService;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly integration: IntegrationService;
  readonly settings: BillingSettingsRepository;
  readonly overrides: BillingOverrideRepository;
  readonly checkOverride: CheckOverride;
}

/** What is billed otherwise for single users. */
export class BillingOverrideService {
  constructor(private readonly deps: Deps) {}

  async find({ accountId }: Caller, userIds: readonly UserId[]): Promise<BillingOverride[]> {
    return (await this.deps.overrides.find(accountId, userIds)).filter(saysAnything);
  }

  page({ accountId }: Caller, request: PageRequest): Promise<Page<BillingOverride>> {
    return this.deps.overrides.page(accountId, request);
  }

  /** The days that users have of their own, also from before they were given up. */
  async calendars(caller: Caller, userIds: readonly UserId[]): Promise<Map<UserId, readonly UserCalendarEntry[]>> {
    const found = await this.deps.overrides.find(caller.accountId, userIds);
    return new Map(found.map(({ userId, calendar }) => [userId, calendar]));
  }

  /** What counts otherwise for each of these users, as it means something in this ConnectWise. */
  async overridesOf(
    caller: Caller,
    { userIds, instanceId }: { readonly userIds: readonly UserId[]; readonly instanceId: InstanceId },
  ): Promise<ReadonlyMap<UserId, readonly RuleOverride[]>> {
    const found = await this.find(caller, userIds);
    return new Map(
      found.map((override) => [
        override.userId,
        override.instanceId === instanceId ? override.rules : withoutRecords(override.rules),
      ]),
    );
  }

  /**
   * Saves what counts for the user instead, whose records ConnectWise has at this moment; while the integration is off
   * they are not checked.
   * @throws Failure NOT_FOUND, INVALID, USER_NOT_MAPPED, VERSION_CONFLICT, and why ConnectWise cannot be asked
   */
  async save(caller: Caller, { userId, billingDay, rules, expectedVersion }: OverrideDraft): Promise<BillingOverride> {
    const { users, overrides, integration, checkOverride, audit } = this.deps;
    const { accountId } = caller;
    const user = await users.getUnerased(caller, userId);
    const [before] = await overrides.find(accountId, [userId]);
    requireVersion(before, expectedVersion);
    const found = await integration.find(caller);
    await checkOverride.check(caller, { userId, billingDay, rules }, found?.isEnabled === true);
    const calendar = await this.calendar(caller, user, { before, day: billingDay });
    const version = before?.version ?? 0;
    const draft = { userId, calendar, rules, instanceId: found?.instanceId, version };
    const changes = changesBetween(before && told(before), told(draft));
    if (before ? changes.length === 0 : !saysAnything(draft)) return before ?? draft;
    await this.write(caller, userId, async (tx) => {
      if (!(await overrides.save(tx, accountId, draft))) throw conflict(version + 1);
      const subject = { kind: 'User', id: userId };
      await audit.record(tx, caller, { action: AuditAction.BILLING_OVERRIDE_SAVED, subject, changes });
    });
    return { ...draft, version: version + 1 };
  }

  /** @throws Failure NOT_FOUND, INVALID for an erased user, VERSION_CONFLICT */
  async remove(
    caller: Caller,
    { userId, expectedVersion }: Pick<OverrideDraft, 'userId' | 'expectedVersion'>,
  ): Promise<void> {
    const { users, overrides, audit } = this.deps;
    const { accountId } = caller;
    const user = await users.getUnerased(caller, userId);
    const [before] = await overrides.find(accountId, [userId]);
    if (!before || !saysAnything(before)) throw notThere();
    requireVersion(before, expectedVersion);
    const calendar = await this.calendar(caller, user, { before, day: null });
    await this.write(caller, userId, async (tx) => {
      const isDone = calendar.every(({ day }) => day === null)
        ? await overrides.remove(tx, accountId, before)
        : await overrides.save(tx, accountId, { ...before, calendar, rules: [] });
      if (!isDone) throw conflict(before.version + 1);
      const subject = { kind: 'User', id: userId };
      const changes = changesBetween(told(before), undefined);
      await audit.record(tx, caller, { action: AuditAction.BILLING_OVERRIDE_REMOVED, subject, changes });
    });
  }

  /** The user's days with the one that was asked for now. */
  private async calendar(
    caller: Caller,
    { createdAt }: User,
    { before, day }: { readonly before: BillingOverride | undefined; readonly day: number | null },
  ): Promise<readonly UserCalendarEntry[]> {
    const { time, accounts, settings } = this.deps;
    const history = before?.calendar ?? [];
    if ((history.at(-1)?.day ?? null) === day) return history;
    const [account, own] = await Promise.all([settings.find(caller.accountId), accounts.own(caller)]);
    const now = await time.now(caller.accountId);
    // Without settings nothing was ever due, and the day counts from the start.
    if (!account) return [{ fromMonth: monthIn(own.timeZone, now), day }];
    const ground = { account: account.calendar, timeZone: own.timeZone };
    const fromMonth = changesFrom(
      { ...ground, user: history },
      (month) => ({ ...ground, user: [{ fromMonth: month, day }] }),
      // What was due before the user was there was not its run.
      { now, since: account.scheduledSince && new Date(Math.max(+account.scheduledSince, +createdAt + 1)) },
    );
    return withEntry(history, { fromMonth, day });
  }

  private write(caller: Caller, userId: UserId, work: (tx: WriteTransaction) => Promise<void>): Promise<void> {
    const { accountId } = caller;
    const { database, users } = this.deps;
    return database.write(accountId, async (tx) => {
      await users.refuseErased(tx, caller, userId);
      await work(tx);
      await wake(tx, accountId, WorkKind.BILLING_PLAN);
    });
  }
}

function requireVersion(before: BillingOverride | undefined, expected: number | undefined): void {
  const version = before && saysAnything(before) ? before.version : 0;
  if (expected !== undefined && expected !== version) throw conflict(version);
}

function told(override: BillingOverride) {
  return { billingDay: askedDay(override), rules: override.rules, instanceId: override.instanceId };
}

function notThere(): Failure {
  const message = 'Nothing is billed otherwise for this user.';
  return new Failure({ code: FailureCode.NOT_FOUND, message, field: ['userId'] });
}

function conflict(currentVersion: number): Failure {
  return versionConflict('What is billed for the user changed since it was read. Read it again.', currentVersion);
}
