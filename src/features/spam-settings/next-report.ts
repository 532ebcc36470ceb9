import {
  type Calendar,
  type Month,
  monthsAfter,
  monthsBetween,
  type Run,
  runOf,
  runsAfter,
} from '../../shared/calendar.js';
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

/** The scheduled reports that come next, or should have been begun already; undefined while none are scheduled. */
export function nextReport(
  { isScheduled, scheduledSince, calendar: account, begunMonth }: Schedule,
  { timeZone, now }: Pick<Calendar, 'timeZone'> & { readonly now: Date },
): NextReport | undefined {
  if (!isScheduled || !scheduledSince) return undefined;
  const calendar = { account, timeZone };
  const isToCome = (run: Run) => run.at >= scheduledSince && (begunMonth === undefined || reported(run) > begunMonth);
  const runs = monthsBetween(scheduledSince, now).map((month) => runOf(calendar, month));
  // Of several that are late the newest one goes out.
  const late = runs.findLast((run) => run.at <= now && isToCome(run));
  if (late) return told(late);
  for (const run of runsAfter(calendar, now)) if (isToCome(run)) return told(run);
  return undefined;
}

/** Reports are of the whole month before the one in which they are due. */
function reported({ month }: Run): Month {
  return monthsAfter(month, -1);
}

function told(run: Run): NextReport {
  return { at: run.at, timeZone: run.timeZone, day: run.day, month: reported(run) };
}
