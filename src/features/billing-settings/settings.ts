import type { CalendarEntry, UserCalendarEntry } from '../../shared/calendar.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { FrozenSettings } from './frozen.js';
import type { BillingRule, RuleOverride } from './rule.js';

/** How an account bills usage. */
export interface BillingSettings {
  /** Whether scheduled runs are made. */
  readonly isEnabled: boolean;
  /** When they are due. */
  readonly calendar: readonly CalendarEntry[];
  /** Scheduled runs that were due before are none of ours; undefined while off. */
  readonly scheduledSince: Date | undefined;
  /** All scheduled runs that were due until then are settled. */
  readonly settledUntil: Date | undefined;
  /** So many days a missed run is made up for. */
  readonly makeUpDays: number;
  /** So many days a plan waits for approval. */
  readonly expiryDays: number;
  readonly isAutoApproved: boolean;
  readonly needsSecondPerson: boolean;
  /** One for each product that is billed. */
  readonly rules: readonly BillingRule[];
  /** Billing cycles of ConnectWise that do not recur, as seen when this was last checked. */
  readonly oneTimeCycleIds: readonly number[];
  /** Whose record ids the rules have; undefined when no ConnectWise was set up when they were saved. */
  readonly instanceId: InstanceId | undefined;
  readonly version: number;
}

/** What is billed otherwise for one user. */
export interface BillingOverride {
  readonly userId: UserId;
  readonly calendar: readonly UserCalendarEntry[];
  readonly rules: readonly RuleOverride[];
  readonly instanceId: InstanceId | undefined;
  readonly version: number;
}

/** What is to be billed otherwise for one user. */
export interface OverrideDraft {
  readonly userId: UserId;
  /** Null: the account's. */
  readonly billingDay: number | null;
  readonly rules: readonly RuleOverride[];
  readonly expectedVersion: number | undefined;
}

/** What a run that begins now goes by. */
export interface BillingGround {
  readonly settings: FrozenSettings;
  /** Whose record ids the settings have. */
  readonly instanceId: InstanceId;
}

/** The day that was asked for last; null: the account's. */
export function askedDay({ calendar }: Pick<BillingOverride, 'calendar'>): number | null {
  return calendar.at(-1)?.day ?? null;
}

/** Whether anything differs. What differs no more may still have to say which day counted in the months before. */
export function saysAnything(override: Pick<BillingOverride, 'calendar' | 'rules'>): boolean {
  return override.rules.length > 0 || askedDay(override) !== null;
}
