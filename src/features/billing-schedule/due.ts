import {
  accountDay,
  type Calendar,
  type CalendarEntry,
  firstDay,
  lengthOf,
  type Month,
  monthsAfter,
  monthsBetween,
  type Run,
  runOf,
} from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';

/** One day of one month on which runs fall, with what tells whose they are. */
export interface DueDay {
  readonly month: Month;
  /** First days of the month and of the one before. */
  readonly monthOn: Day;
  readonly beforeOn: Day;
  readonly before: Month;
  /** The day of the month, counted. */
  readonly day: number;
  readonly length: number;
  readonly lengthBefore: number;
  /** The days of whoever has none of its own. */
  readonly accountDay: number;
  readonly accountDayBefore: number;
  readonly run: Pick<Run, 'day' | 'at' | 'timeZone' | 'period'>;
}

interface Wanted {
  readonly account: readonly CalendarEntry[];
  /** The account's own. */
  readonly timeZone: string;
  /** All days that users have of their own. */
  readonly ownDays: readonly number[];
  readonly since: Date;
  readonly now: Date;
}

/** All days on which runs of an account were due, the oldest first. */
export function dueDays({ account, timeZone, ownDays, since, now }: Wanted): DueDay[] {
  const calendar: Calendar = { account, timeZone };
  return monthsBetween(since, now).flatMap((month) => {
    const length = lengthOf(month);
    const own = accountDay(calendar, month);
    const days = new Set([own, ...ownDays].map((day) => Math.min(day, length)));
    return [...days]
      .map((day) => ({ day, run: runOn(calendar, month, day) }))
      .filter(({ run }) => run.at >= since && run.at <= now)
      .sort((one, other) => one.day - other.day)
      .map(({ day, run }) => ({ ...factsOf(calendar, month), day, run }));
  });
}

/** The run of whoever has this day of its own. */
function runOn(calendar: Calendar, month: Month, day: number): Run {
  return runOf({ ...calendar, user: [{ fromMonth: month, day }] }, month);
}

function factsOf(calendar: Calendar, month: Month) {
  const before = monthsAfter(month, -1);
  return {
    ...{ month, before, monthOn: firstDay(month), beforeOn: firstDay(before) },
    ...{ length: lengthOf(month), lengthBefore: lengthOf(before) },
    ...{ accountDay: accountDay(calendar, month), accountDayBefore: accountDay(calendar, before) },
  };
}
