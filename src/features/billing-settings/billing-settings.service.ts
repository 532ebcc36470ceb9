import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type CalendarEntry, withChange } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { type Failure, FailureCode, type Problem, ProblemList, versionConflict } from '../../shared/failure.js';
import { WorkKind } from '../../shared/work.js';
import { isTimeZone } from '../accounts/account.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { ProductService } from '../usage/product.service.js';
import type { BillingSettingsRepository } from './billing-settings.repository.js';
import { checkRecords, checkRules } from './check-rules.js';
import type { FrozenSettings } from './frozen.js';
import { recordsOf } from './rule.js';
import type { BillingGround, BillingSettings } from './settings.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly audit: AuditService;
  readonly accounts: AccountService;
  readonly products: ProductService;
  readonly integration: IntegrationService;
  readonly settings: BillingSettingsRepository;
}

type Computed = 'calendar' | 'scheduledSince' | 'settledUntil' | 'oneTimeCycleIds' | 'instanceId' | 'version';

/** The whole of what a person says. */
export interface SettingsDraft extends Omit<BillingSettings, Computed> {
  readonly billingDay: number;
  readonly hour: number;
  /** Null: the account's own. */
  readonly timeZone: string | null;
  readonly expectedVersion: number | undefined;
}

/** How an account bills usage. */
export class BillingSettingsService {
  constructor(private readonly deps: Deps) {}

  find({ accountId }: Caller): Promise<BillingSettings | undefined> {
    return this.deps.settings.find(accountId);
  }

  /** What a run that begins now goes by, or why nothing is billed. */
  async current(caller: Caller): Promise<BillingGround | { readonly whyNot: Problem }> {
    const [settings, found] = await Promise.all([this.find(caller), this.deps.integration.find(caller)]);
    const instanceId = settings?.instanceId;
    if (instanceId && instanceId === found?.instanceId) return { settings: this.frozen(settings), instanceId };
    const message = settings
      ? 'The billing settings were saved for another ConnectWise. Save them again.'
      : 'Nothing says how usage is billed. Save the billing settings first.';
    return { whyNot: { code: FailureCode.NOT_CONFIGURED, message } };
  }

  /** What a plan that is begun now goes by to its end. */
  frozen({ rules, oneTimeCycleIds, isAutoApproved, needsSecondPerson, expiryDays }: BillingSettings): FrozenSettings {
    return { rules, oneTimeCycleIds, isAutoApproved, needsSecondPerson, expiryDays };
  }

  /** Has whoever would change these settings wait for the transaction; answers false when they were changed already. */
  keep(tx: WriteTransaction, { accountId }: Caller, { version }: BillingSettings): Promise<boolean> {
    return this.deps.settings.keep(tx, accountId, version);
  }

  /** Notes that all runs are settled that were due until then. */
  settle({ accountId }: Caller, until: Date): Promise<void> {
    const { database, settings } = this.deps;
    return database.write(accountId, (tx) => settings.settle(tx, accountId, until));
  }

  /**
   * Saves settings whose records ConnectWise has at this moment; while the integration is off they are not checked.
   * @throws Failure INVALID, NOT_FOUND, VERSION_CONFLICT, and why ConnectWise cannot be asked
   */
  async save(caller: Caller, { expectedVersion, ...draft }: SettingsDraft): Promise<BillingSettings> {
    const { database, audit, integration, settings } = this.deps;
    const { accountId } = caller;
    const before = await settings.find(accountId);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version);
    const found = await integration.find(caller);
    const oneTimeCycleIds = (await this.check(caller, draft, found?.isEnabled === true)) ?? before?.oneTimeCycleIds;
    const next = await this.next(caller, before, draft);
    const saved = { ...next, oneTimeCycleIds: oneTimeCycleIds ?? [], instanceId: found?.instanceId, version };
    const changes = changesBetween(before && told(before), told(saved));
    if (before && changes.length === 0) return before;
    await database.write(accountId, async (tx) => {
      if (!(await settings.save(tx, accountId, saved))) throw conflict(version + 1);
      // What was billed in another ConnectWise says nothing of this one, where a person looks at the first plan.
      if (before && before.instanceId !== saved.instanceId) await settings.forgetBilled(tx, accountId);
      await audit.record(tx, caller, { action: AuditAction.BILLING_SETTINGS_SAVED, changes });
      await wake(tx, accountId, WorkKind.BILLING_PLAN);
    });
    return { ...saved, settledUntil: before?.settledUntil, version: version + 1 };
  }

  /** Answers the billing cycles that do not recur, where ConnectWise was asked. */
  private async check(
    caller: Caller,
    draft: Omit<SettingsDraft, 'expectedVersion'>,
    isOn: boolean,
  ): Promise<number[] | undefined> {
    const problems = new ProblemList();
    checkNumbers(draft, problems);
    const { timeZone, rules } = draft;
    if (timeZone !== null && !isTimeZone(timeZone)) {
      problems.add('timeZone', 'Give an IANA time zone such as Europe/Berlin.');
    }
    const products = await this.deps.products.find(
      caller,
      rules.map(({ productId }) => productId),
    );
    checkRules(rules, new Set(products.map(({ id }) => id)), problems);
    problems.throwIfAny();
    if (!isOn || rules.flatMap(recordsOf).length === 0) return undefined;
    const cycles = await this.deps.integration.ask(caller, async (session) => {
      await checkRecords(session, rules, problems);
      return oneTimeCycles(session);
    });
    problems.throwIfAny();
    return cycles;
  }

  private async next(
    caller: Caller,
    before: BillingSettings | undefined,
    { billingDay: day, hour, timeZone, ...draft }: Omit<SettingsDraft, 'expectedVersion'>,
  ) {
    const { accounts, time } = this.deps;
    const now = await time.now(caller.accountId);
    const scheduledSince = draft.isEnabled ? (before?.scheduledSince ?? now) : undefined;
    const { timeZone: own } = await accounts.own(caller);
    const at = { timeZone: own, now, since: before?.scheduledSince };
    const calendar = withChange(before?.calendar, { day, hour, timeZone }, at);
    return { ...draft, scheduledSince, calendar };
  }
}

async function oneTimeCycles({ billingCycles }: Pick<ConnectWiseSession, 'billingCycles'>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id, recurrence } of billingCycles.list()) if (recurrence === 'NotRecurring') ids.push(id);
  return ids;
}

const RANGES = {
  billingDay: [1, 31],
  hour: [0, 23],
  makeUpDays: [1, 28],
  expiryDays: [1, 365],
} as const satisfies Partial<Record<keyof SettingsDraft, readonly [number, number]>>;

function checkNumbers(draft: Pick<SettingsDraft, keyof typeof RANGES>, problems: ProblemList): void {
  for (const field of ['billingDay', 'hour', 'makeUpDays', 'expiryDays'] as const) {
    const [least, most] = RANGES[field];
    if (draft[field] < least || draft[field] > most) problems.add(field, `This takes ${least} to ${most}.`);
  }
}

/** As the trail has it: when runs are due in the words of whoever saved it. */
function told({ calendar, ...settings }: Omit<BillingSettings, 'settledUntil'>) {
  const { day: billingDay, hour, timeZone }: Partial<CalendarEntry> = calendar.at(-1) ?? {};
  const ours = { version: undefined, scheduledSince: undefined, settledUntil: undefined };
  return { ...settings, ...ours, billingDay, hour, timeZone };
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}
