import {
  type Calendar,
  firstDay,
  type Month,
  monthsAfter,
  monthsBetween,
  type Run,
  runOf,
  runsAfter,
} from '../../shared/calendar.js';

interface Wanted {
  readonly calendar: Calendar;
  /** What was due before is none of ours. */
  readonly since: Date;
  /** The newest month whose reports were begun, or are told as missed. */
  readonly begun: Month | undefined;
  readonly now: Date;
}

/** What is due, each as the month that is reported. */
export interface DueReports {
  /** The newest one, however late it is. */
  readonly start: Month | undefined;
  /** Those before it that never began. */
  readonly missed: readonly Month[];
  /** When the first one comes after it. */
  readonly next: Date;
}

export function dueReports({ calendar, since, begun, now }: Wanted): DueReports {
  const open = monthsBetween(begun ? laterOf(since, new Date(firstDay(begun))) : since, now)
    .map((month) => runOf(calendar, month))
    .filter((run) => run.at >= since && isAfter(reportedBy(run), begun));
  const due = open.findLast(({ at }) => at <= now);
  const start = due && reportedBy(due);
  const missed = start ? open.map(reportedBy).filter((month) => month < start) : [];
  return { start, missed, next: nextOf(calendar, now, start ?? begun) };
}

/** By itself a report goes out in the month after the one that it is of. */
export function reportedBy({ month }: Pick<Run, 'month'>): Month {
  return monthsAfter(month, -1);
}

function nextOf(calendar: Calendar, now: Date, begun: Month | undefined): Date {
  const runs = runsAfter(calendar, now);
  let run = runs.next().value;
  // A time zone that changed may have the same month come twice.
  while (!isAfter(reportedBy(run), begun)) run = runs.next().value;
  return run.at;
}

function laterOf(one: Date, other: Date): Date {
  return one > other ? one : other;
}

function isAfter(month: Month, begun: Month | undefined): boolean {
  return begun === undefined || month > begun;
}
