import type { NamedCounter } from '../../connectwise/domain-statistics.js';
import type { Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { HoldReason } from '../mappings/work-state.js';
import type { SpamLanguage, SpamRoute, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { WrittenReport } from './report.js';
import { monthOf, monthProblem } from './report-month.js';

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

/** @throws Failure INVALID when there is no report of this month, or none yet */
export function previewedMonth(first: Day, now: { readonly at: Date; readonly timeZone: string }): Month {
  const message = monthProblem(first, now);
  if (message !== undefined) throw new Failure({ code: FailureCode.INVALID, message, field: ['month'] });
  return monthOf(first);
}
