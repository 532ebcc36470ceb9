import { type Month, monthsAfter, monthsBetween, type Run, runOf, runsAfter } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { SpamSettings } from './spam-settings.js';

/** Reports as they are told of beforehand. */
export interface NextReport {
  /** When they are due; past exactly while they are late. */
  readonly at: Date;
  /** That of day and hour. */
  readonly timeZone: string;
  /** The day on which they fall. */
  readonly day: Day;
  /** The month that they report. */
  readonly month: Month;
}

type Schedule = Pick<SpamSettings, 'isScheduled' | 'scheduledSince' | 'calendar' | 'begunMonth'>;

interface Moment {
  /** The account's own. */
  readonly timeZone: string;
  readonly now: Date;
}

/** What is due by now, each as the month that is reported. */
export interface DueReports {
  /** The newest one, however late it is. */
  readonly start: Month | undefined;
  /** Those before it that never began. */
  readonly missed: readonly Month[];
  /** When to look again; undefined while none are scheduled. */
  readonly next: Date | undefined;
}

/** The scheduled reports that come next, or should have been begun already; undefined while none are scheduled. */
export function nextReport(schedule: Schedule, moment: Moment): NextReport | undefined {
  // Of several that are late the newest one goes out.
  return lateReports(schedule, moment).at(-1) ?? upcoming(schedule, moment);
}

export function dueReports(schedule: Schedule, moment: Moment): DueReports {
  const late = lateReports(schedule, moment).map(({ month }) => month);
  const start = late.at(-1);
  const begun = start ? { ...schedule, begunMonth: start } : schedule;
  return { start, missed: late.slice(0, -1), next: upcoming(begun, moment)?.at };
}

function upcoming(schedule: Schedule, { timeZone, now }: Moment): NextReport | undefined {
  if (!schedule.isScheduled || !schedule.scheduledSince) return undefined;
  for (const run of runsAfter({ account: schedule.calendar, timeZone }, now)) {
    if (isToCome(run, schedule)) return told(run);
  }
  return undefined;
}

/** The scheduled reports that were due by now and were not begun, the oldest first. */
function lateReports(schedule: Schedule, { timeZone, now }: Moment): NextReport[] {
  const { isScheduled, scheduledSince, calendar: account } = schedule;
  if (!isScheduled || !scheduledSince) return [];
  const runs = monthsBetween(scheduledSince, now).map((month) => runOf({ account, timeZone }, month));
  return runs.filter((run) => run.at <= now && isToCome(run, schedule)).map(told);
}

function isToCome(run: Run, { scheduledSince, begunMonth, calendar: [first] }: Schedule): boolean {
  // In months before those of which anything was said, nothing was ever due.
  if (!scheduledSince || !first || run.at < scheduledSince || run.month < first.fromMonth) return false;
  return begunMonth === undefined || reported(run) > begunMonth;
}

/** Reports are of the whole month before the one in which they are due. */
function reported({ month }: Run): Month {
  return monthsAfter(month, -1);
}

function told(run: Run): NextReport {
  return { at: run.at, timeZone: run.timeZone, day: run.day, month: reported(run) };
}
