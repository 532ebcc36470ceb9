import { type Day, dayNumber, dayOf } from '../../shared/day.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';

/** What the mail filter saw. Sums are exact: they outgrow what a number of JavaScript holds. */
export interface SpamCounters {
  readonly totalMessages: bigint;
  /** Mail that reached the user. */
  readonly accountMessages: bigint;
  readonly spam: bigint;
  readonly phishing: bigint;
  readonly viruses: bigint;
}

export const NOTHING_SEEN: SpamCounters = {
  ...{ totalMessages: 0n, accountMessages: 0n },
  ...{ spam: 0n, phishing: 0n, viruses: 0n },
};

/** All that are given hold; a list means any of. */
export interface SpamFilter {
  readonly userIds?: readonly UserId[] | undefined;
  /** In the form in which they are stored. */
  readonly domains?: readonly string[] | undefined;
  /** Codes. */
  readonly sources?: readonly string[] | undefined;
}

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

export const SeriesStep = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
export type SeriesStep = (typeof SeriesStep)[keyof typeof SeriesStep];

export const SpamOrder = { SPAM: 'SPAM', TOTAL: 'TOTAL', PHISHING: 'PHISHING', VIRUSES: 'VIRUSES' } as const;
export type SpamOrder = (typeof SpamOrder)[keyof typeof SpamOrder];

/** What is asked about: the days of a filter, or those of one user, who may stand in a list with others. */
export interface SpamQuestion {
  readonly period: Period;
  readonly of: { readonly filter: SpamFilter } | { readonly userId: UserId };
}

export interface SeriesQuestion extends SpamQuestion {
  readonly by: SeriesStep;
}

export interface TopQuestion extends SpamQuestion {
  readonly first: number;
  readonly by: SpamOrder;
}

export interface SpamPoint extends Period {
  readonly counters: SpamCounters;
}

export interface SpamOfDomain {
  readonly domain: string;
  readonly userId: UserId;
  readonly counters: SpamCounters;
}

export const MOST_POINTS = 1_000;
/** All domains of the account are compared over so many days at most: nothing but their days themselves tells which have the most. */
export const MOST_COMPARED = { days: 366, daysOfRequest: 4 * 366 } as const;
/** Ten years, with as many leap days as they can have. */
const MOST_DAYS = 3_653;

/** Whether nothing narrows it down to some domains. */
export function isOfAll({ of }: SpamQuestion): boolean {
  return 'filter' in of && !of.filter.userIds && !of.filter.domains;
}

/** @throws Failure INVALID when the days do not follow each other, LIMIT_EXCEEDED when they are too many */
export function checkPeriod(period: Period): Period {
  const problems = new ProblemList();
  if (period.from > period.to) problems.add('to', 'The last day is before the first one.');
  else if (daysOf(period) > MOST_DAYS)
    problems.add('to', 'A period has ten years at most.', FailureCode.LIMIT_EXCEEDED);
  problems.throwIfAny();
  return period;
}

/** As many days, right before; undefined where that goes back behind the first day of the calendar. */
export function periodBefore(period: Period): Period | undefined {
  const end = dayNumber(period.from) - 1;
  const [from, to] = [dayOf(end - daysOf(period) + 1), dayOf(end)];
  return from && to && { from, to };
}

/** So many days up to and including this one. */
export function lastDays(today: Day, days: number): Period {
  return { from: dayOf(dayNumber(today) - days + 1) ?? today, to: today };
}

export function yearToDate(today: Day): Period {
  return { from: `${today.slice(0, 4)}-01-01` as Day, to: today };
}

/** A piece of a period, and the first day of the week or month that it is a piece of. */
export interface Step extends Period {
  readonly start: Day;
}

/**
 * Cuts a period at the ends of weeks, which begin on Mondays, or months. The first and the last piece have no day that
 * is not in the period, so that together the pieces add up to it.
 *
 * @throws Failure LIMIT_EXCEEDED when they are too many
 */
export function stepsOf({ from, to }: Period, step: SeriesStep): Step[] {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const steps: Step[] = [];
  for (let start = startOf(step, first); start <= last; ) {
    const next = startAfter(step, start);
    const days = [start, Math.max(start, first), Math.min(next - 1, last)].map(dayOf);
    const [startDay, fromDay, toDay] = days;
    if (!startDay || !fromDay || !toDay) throw new Error('A day between two days is not in the calendar.');
    steps.push({ start: startDay, from: fromDay, to: toDay });
    start = next;
  }
  if (steps.length <= MOST_POINTS) return steps;
  const message = `A series has ${MOST_POINTS} points at most; this one would have ${steps.length}.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['by'] });
}

function startOf(step: SeriesStep, day: number): number {
  if (step === SeriesStep.DAY) return day;
  const date = new Date(day * 86_400_000);
  if (step === SeriesStep.WEEK) return day - ((date.getUTCDay() + 6) % 7);
  return day - date.getUTCDate() + 1;
}

/** Whatever its length, 31 days behind the start of a month is the next one. */
function startAfter(step: SeriesStep, start: number): number {
  return startOf(step, start + { DAY: 1, WEEK: 7, MONTH: 31 }[step]);
}

export function daysOf({ from, to }: Period): number {
  return dayNumber(to) - dayNumber(from) + 1;
}
