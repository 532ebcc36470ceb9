import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Day, dayIn } from './day.js';

declare const brand: unique symbol;

/** A month of the calendar, `2026-01`; its text sorts by time. */
export type Month = string & { readonly [brand]: 'Month' };

export const monthShape = z.custom<Month>((value) => typeof value === 'string' && /^\d{4}-\d{2}$/.test(value));
const day = z.int().min(1).max(31);

/** When runs are due, from a month on until the next entry. */
export const calendarShape = z.array(
  z.object({
    fromMonth: monthShape,
    day,
    hour: z.int().min(0).max(23),
    /** IANA name; null: the account's own. */
    timeZone: z.string().nullable(),
  }),
);
export type CalendarEntry = z.output<typeof calendarShape>[number];

/** The day of one user, from a month on; null: the account's. */
export const userCalendarShape = z.array(z.object({ fromMonth: monthShape, day: day.nullable() }));
export type UserCalendarEntry = z.output<typeof userCalendarShape>[number];

/** When a user is billed; without one of its own, whoever has no day of its own. Histories are in the order of months. */
export interface Calendar {
  readonly account: readonly CalendarEntry[];
  readonly user?: readonly UserCalendarEntry[] | undefined;
  /** The account's own. */
  readonly timeZone: string;
}

/** The run of one month, as it can be told beforehand. */
export interface Run {
  readonly month: Month;
  /** The day that was asked for. A shorter month has its run on its last day. */
  readonly billingDay: number;
  readonly day: Day;
  readonly at: Date;
  readonly timeZone: string;
  /** Both days belong to it. */
  readonly period: { readonly from: Day; readonly to: Day };
}

/** Nobody looks at what counted earlier than that: so far back runs are made up for or told as missed. */
export const MONTHS_KEPT = 24;

export function runOf(calendar: Calendar, of: Month): Run {
  const { billingDay, hour, timeZone } = ruleOf(calendar, of);
  const day = dayOf(of, billingDay);
  // An hour that is skipped comes as much later as was skipped; of one that comes twice it is the first.
  const at = day.toZonedDateTime({ timeZone, plainTime: { hour } });
  const before = monthsAfter(of, -1);
  return {
    ...{ month: of, billingDay, timeZone, day: day.toString() as Day },
    at: new Date(at.epochMilliseconds),
    period: {
      from: dayOf(before, ruleOf(calendar, before).billingDay).toString() as Day,
      to: day.subtract({ days: 1 }).toString() as Day,
    },
  };
}

/** The runs that come after a moment, without end. */
export function* runsAfter(calendar: Calendar, moment: Date): Generator<Run, never, undefined> {
  for (let month = monthBefore(moment); ; month = monthsAfter(month, 1)) {
    const run = runOf(calendar, month);
    if (run.at > moment) yield run;
  }
}

/** The months whose runs can have been due between two moments, the newest ones. */
export function monthsBetween(from: Date, to: Date): Month[] {
  const months: Month[] = [];
  const last = monthsAfter(monthBefore(to), 2);
  const first = monthBefore(from);
  for (let month = last; month >= first && months.length < MONTHS_KEPT; month = monthsAfter(month, -1)) {
    months.unshift(month);
  }
  return months;
}

/**
 * From which month on a change counts: the first one whose run is still ahead, both as it was and as it will be, so that
 * no month is lost or has two. What was due before `since` was never run.
 */
export function changesFrom(
  before: Calendar | undefined,
  after: (from: Month) => Calendar,
  { now, since }: { readonly now: Date; readonly since: Date | undefined },
): Month {
  for (let month = monthBefore(now); ; month = monthsAfter(month, 1)) {
    const old = before && runOf(before, month).at;
    const wasRun = old !== undefined && since !== undefined && old >= since && old <= now;
    if (!wasRun && runOf(after(month), month).at > now) return month;
  }
}

/** A history with one more entry, which replaces what was to count from then on; what is long past falls away. */
export function withEntry<Entry extends { readonly fromMonth: Month }>(
  history: readonly Entry[],
  entry: Entry,
): Entry[] {
  const oldest = monthsAfter(entry.fromMonth, -MONTHS_KEPT - 2);
  const kept = history.filter(({ fromMonth }) => fromMonth < entry.fromMonth);
  const first = kept.findLastIndex(({ fromMonth }) => fromMonth <= oldest);
  return [...kept.slice(Math.max(first, 0)), entry];
}

/** An account's history with another time to be due, from the first month on that this can count for. */
export function withChange(
  history: readonly CalendarEntry[] | undefined,
  due: Omit<CalendarEntry, 'fromMonth'>,
  { timeZone, ...at }: Pick<Calendar, 'timeZone'> & { readonly now: Date; readonly since: Date | undefined },
): readonly CalendarEntry[] {
  const last = history?.at(-1);
  const isSame = last?.day === due.day && last.hour === due.hour && last.timeZone === due.timeZone;
  if (history && isSame) return history;
  const before = history && { account: history, timeZone };
  const after = (fromMonth: Month) => ({ account: [{ ...due, fromMonth }], timeZone });
  return withEntry(history ?? [], { fromMonth: changesFrom(before, after, at), ...due });
}

/** The day after which a run is not made up for any more: its midnight, where the run is. */
export function madeUpUntil({ day, timeZone }: Pick<Run, 'day' | 'timeZone'>, makeUpDays: number): Date {
  const end = Temporal.PlainDate.from(day).add({ days: makeUpDays }).toZonedDateTime(timeZone);
  return new Date(end.epochMilliseconds);
}

/** The month that it is in a time zone. */
export function monthIn(timeZone: string, at: Date): Month {
  return dayIn(timeZone, at).slice(0, 7) as Month;
}

export function monthsAfter(of: Month, months: number): Month {
  return Temporal.PlainYearMonth.from(of).add({ months }).toString() as Month;
}

export function firstDay(of: Month): Day {
  return `${of}-01` as Day;
}

/** How many days a month has. */
export function lengthOf(of: Month): number {
  return Temporal.PlainYearMonth.from(of).daysInMonth;
}

/** The day of the month that counts for whoever has none of its own. */
export function accountDay({ account }: Pick<Calendar, 'account'>, of: Month): number {
  return entryOf(account, of).day;
}

function ruleOf({ account, user = [], timeZone }: Calendar, of: Month) {
  const entry = entryOf(account, of);
  const own = user.findLast(({ fromMonth }) => fromMonth <= of)?.day;
  return { billingDay: own ?? entry.day, hour: entry.hour, timeZone: entry.timeZone ?? timeZone };
}

/** What counted before anything was said is what was said first. */
function entryOf(account: readonly CalendarEntry[], of: Month): CalendarEntry {
  const entry = account.findLast(({ fromMonth }) => fromMonth <= of) ?? account[0];
  if (!entry) throw new Error('A calendar has an entry.');
  return entry;
}

function dayOf(of: Month, billingDay: number): Temporal.PlainDate {
  return Temporal.PlainYearMonth.from(of).toPlainDate({ day: billingDay });
}

/** The month before that of a moment: runs of it may still be ahead where it is a day earlier. */
function monthBefore(moment: Date): Month {
  return monthsAfter(moment.toISOString().slice(0, 7) as Month, -1);
}

/** The moment at which a day begins in a time zone. */
export function startOf(day: Day, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}
