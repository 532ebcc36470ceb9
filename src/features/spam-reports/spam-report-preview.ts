import type { NamedCounter } from '../../connectwise/spam-statistics.js';
import { type Month, monthIn } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { HoldReason } from '../mappings/work-state.js';
import type { SpamLanguage, SpamRoute, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { WrittenReport } from './report.js';

/** Why nothing would be sent. */
export const UnsentReason = { NO_ROUTE: 'NO_ROUTE', HELD: 'HELD', NO_FIGURES: 'NO_FIGURES' } as const;
export type UnsentReason = (typeof UnsentReason)[keyof typeof UnsentReason];

export interface PreviewRequest {
  readonly userId: UserId;
  /** The first day of the month. */
  readonly month: Day;
  /** Other ones than the settings say. */
  readonly route: SpamRoute | undefined;
  readonly language: SpamLanguage | undefined;
}

/** A report before it is sent. What the route does not take is absent. */
export interface SpamReportPreview {
  readonly month: Month;
  readonly route: SpamRouteChoice;
  readonly language: SpamLanguage;
  /** ConnectWise's record id. */
  readonly companyId: number | undefined;
  /** Absent when the report would be sent. */
  readonly reason: UnsentReason | undefined;
  readonly hold: HoldReason | undefined;
  readonly written?: Pick<WrittenReport, 'subject' | 'text' | 'fileName' | 'csv'> | undefined;
  readonly summaryCounters?: readonly NamedCounter[] | undefined;
  readonly nativeDomains?: readonly NativeDomain[] | undefined;
}

export interface NativeDomain {
  readonly domain: string;
  readonly counters: readonly NamedCounter[];
}

const FIRST_YEAR = '2000';

/** @throws Failure INVALID when there is no report of this month, or none yet */
export function previewedMonth(day: Day, now: { readonly at: Date; readonly timeZone: string }): Month {
  const month = day.slice(0, 7) as Month;
  if (!day.endsWith('-01')) throw badMonth('Give the first day of a month.');
  if (month < FIRST_YEAR) throw badMonth(`There are no reports before the year ${FIRST_YEAR}.`);
  if (month > monthIn(now.timeZone, now.at)) throw badMonth('This month is in the future.');
  return month;
}

function badMonth(message: string): Failure {
  return new Failure({ code: FailureCode.INVALID, message, field: ['month'] });
}
