import type { Day } from '../../shared/day.js';
import { dayIn } from '../../shared/day.js';

/** What is removed after its time, in the order in which that is done: plans before the usage they rest on. */
export const RetentionKind = {
  BILLING_PLANS: 'BILLING_PLANS',
  USAGE: 'USAGE',
  NOTIFICATIONS: 'NOTIFICATIONS',
  SPAM_REPORTS: 'SPAM_REPORTS',
  SPAM_STATISTICS: 'SPAM_STATISTICS',
  DRIFTS: 'DRIFTS',
  JOBS: 'JOBS',
  AUDIT: 'AUDIT',
} as const;
export type RetentionKind = (typeof RetentionKind)[keyof typeof RetentionKind];

export const RETENTION_KINDS: readonly RetentionKind[] = Object.values(RetentionKind);

interface Bounds {
  /** Months that count unless others are set. */
  readonly standard: number;
  readonly least: number;
}

/** The migrations hold the least of plans, usage and the audit in the database, too. */
export const BOUNDS: Readonly<Record<RetentionKind, Bounds>> = {
  BILLING_PLANS: { standard: 84, least: 84 },
  USAGE: { standard: 84, least: 84 },
  NOTIFICATIONS: { standard: 24, least: 1 },
  SPAM_REPORTS: { standard: 24, least: 3 },
  // A report compares the month and the year with those before.
  SPAM_STATISTICS: { standard: 36, least: 24 },
  DRIFTS: { standard: 24, least: 3 },
  // Those of schedules, which are many, are forgotten after a week.
  JOBS: { standard: 3, least: 1 },
  AUDIT: { standard: 84, least: 12 },
};

export const MOST_MONTHS = 1_200;

export type RetentionMonths = Readonly<Partial<Record<RetentionKind, number>>>;

export interface RetentionSettings {
  /** What is not here has its default. */
  readonly months: RetentionMonths;
  /** 0 while nothing was saved. */
  readonly version: number;
}

export function monthsOf({ months }: Pick<RetentionSettings, 'months'>, kind: RetentionKind): number {
  return months[kind] ?? BOUNDS[kind].standard;
}

/**
 * What is from before this day has had its time: whole months count, so that nothing goes early, whatever its day and the
 * length of months, and one removal a month is enough.
 */
export function firstDayKept(now: Date, timeZone: string, months: number): Day {
  const [year, month] = dayIn(timeZone, now).split('-').map(Number) as [number, number];
  const count = year * 12 + (month - 1) - months;
  const text = (part: number, digits: number) => String(part).padStart(digits, '0');
  // Of all the time there is: PostgreSQL counts from the year 1.
  if (count < 12) return '0001-01-01' as Day;
  return `${text(Math.floor(count / 12), 4)}-${text((count % 12) + 1, 2)}-01` as Day;
}

/** Removing what is from before a day, as far as it is. */
export interface RetentionRun {
  readonly kind: RetentionKind;
  readonly before: Day;
  readonly position: unknown;
  /** Rows removed so far. */
  readonly removed: number;
  readonly endedAt: Date | undefined;
}

/** What one slice did, and where the next one begins; without a position nothing is left. */
export interface Removed {
  readonly removed: number;
  readonly position?: unknown;
}
