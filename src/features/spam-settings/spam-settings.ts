import type { CalendarEntry, Month } from '../../shared/calendar.js';
import type { InstanceId, UserId } from '../../shared/ids.js';
import type { Secret } from '../../shared/secret.js';

/** By which road a report goes to ConnectWise. Added to, never renamed: rows keep them. */
export const SpamRoute = {
  COMPANY_NOTE: 'COMPANY_NOTE',
  TICKET: 'TICKET',
  SUMMARY_REPORT: 'SUMMARY_REPORT',
  NATIVE_STATISTICS: 'NATIVE_STATISTICS',
} as const;
export type SpamRoute = (typeof SpamRoute)[keyof typeof SpamRoute];

/** The same as a choice, which may be none of them. */
export const SpamRouteChoice = { NONE: 'NONE', ...SpamRoute } as const;
export type SpamRouteChoice = (typeof SpamRouteChoice)[keyof typeof SpamRouteChoice];

/** In which language a report is written. */
export const SpamLanguage = { EN: 'EN', JA: 'JA' } as const;
export type SpamLanguage = (typeof SpamLanguage)[keyof typeof SpamLanguage];

/** How an account brings spam statistics to ConnectWise. */
export interface SpamSettings {
  /** Whether the report of a month goes out by itself. */
  readonly isScheduled: boolean;
  readonly route: SpamRouteChoice;
  readonly language: SpamLanguage;
  /** When reports are due; each is of the calendar month before. */
  readonly calendar: readonly CalendarEntry[];
  /** Scheduled reports that were due before are none of ours; undefined while off. */
  readonly scheduledSince: Date | undefined;
  /** The newest month whose scheduled reports were begun, or told as missed. */
  readonly begunMonth: Month | undefined;
  /** The management solution under which ConnectWise keeps its own statistics. */
  readonly solutionName: string | undefined;
  /** Name of the integrator login for them; its password is sealed and never told. */
  readonly loginName: string | undefined;
  readonly loginChangedAt: Date | undefined;
  readonly version: number;
}

/** The same with its password as it is stored. It never leaves these services. */
export interface StoredSpamSettings extends SpamSettings {
  readonly passwordSealed: string | undefined;
  /** The ConnectWise that the login was entered for. */
  readonly loginInstanceId: InstanceId | undefined;
}

/** What ConnectWise's own statistics are sent with. */
export interface SpamLogin {
  readonly solutionName: string;
  readonly name: string;
  readonly password: Secret;
}

/** By which route the reports of one user go instead. */
export interface SpamOverride {
  readonly userId: UserId;
  readonly route: SpamRouteChoice;
  readonly version: number;
}
