import { type Month, monthIn } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';

const FIRST_YEAR = '2000';

/** Why there is no report of the month that begins on this day; undefined where there can be one. */
export function monthProblem(first: Day, now: { readonly at: Date; readonly timeZone: string }): string | undefined {
  const month = monthOf(first);
  if (!first.endsWith('-01')) return 'Give the first day of a month.';
  if (month < FIRST_YEAR) return `There are no reports before the year ${FIRST_YEAR}.`;
  return month > monthIn(now.timeZone, now.at) ? 'This month is in the future.' : undefined;
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7) as Month;
}
