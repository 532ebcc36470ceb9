import { firstDay, lengthOf, type Month, monthsAfter } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import { lastDays, type Period, yearToDate } from '../spam/spam-statistics.js';
import type { ReportRequest } from './report.js';

/** The days that a report is about. */
export interface ReportPeriods {
  readonly month: Period;
  /** The calendar month before it, whatever its length. */
  readonly before: Period;
  /** From 1 January of the month's year to the end of the month. */
  readonly yearToDate: Period;
}

export function periodsOf(month: Month): ReportPeriods {
  const whole = monthPeriod(month);
  return { month: whole, before: monthPeriod(monthsAfter(month, -1)), yearToDate: yearToDate(whole.to) };
}

/** What ConnectWise's own statistics count. */
export interface NativePeriods {
  readonly last30Days: Period;
  readonly yearToDate: Period;
}

export function nativePeriodsOf({ asOf }: Pick<ReportRequest, 'asOf'>): NativePeriods {
  return { last30Days: lastDays(asOf, 30), yearToDate: yearToDate(asOf) };
}

/** From the first day of any of them to the last one. */
export function spanOf(periods: readonly [Period, ...Period[]]): Period {
  const from = periods.map((period) => period.from).sort()[0] ?? periods[0].from;
  const to =
    periods
      .map((period) => period.to)
      .sort()
      .at(-1) ?? periods[0].to;
  return { from, to };
}

function monthPeriod(month: Month): Period {
  return { from: firstDay(month), to: `${month}-${lengthOf(month)}` as Day };
}
