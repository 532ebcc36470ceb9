import type { Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { Failure } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { Counters } from '../spam/counters.js';

/** What a report is asked of. */
export interface ReportRequest {
  /** The calendar month that is reported. */
  readonly month: Month;
  /** The last day of what counts back from now. */
  readonly asOf: Day;
}

/** The figures of one user. */
export interface ReportFigures {
  readonly month: Counters;
  /** The calendar month before it. */
  readonly before: Counters;
  /** From 1 January of the month's year to the end of the month. */
  readonly yearToDate: Counters;
  /** Every domain that was told of in the month, the one with the most spam first. */
  readonly domains: readonly DomainFigures[];
  /** What ConnectWise's own statistics take: of each domain, whichever users share it, counted back from `asOf`. */
  readonly native: readonly NativeFigures[];
}

export interface DomainFigures {
  readonly domain: string;
  readonly counters: Counters;
}

export interface NativeFigures {
  readonly domain: string;
  /** The 30 days up to and including `asOf`. */
  readonly last30Days: Counters;
  /** From 1 January of the year of `asOf`. */
  readonly yearToDate: Counters;
}

/** A report as it is sent. */
export interface WrittenReport {
  readonly figures: ReportFigures;
  readonly subject: string;
  /** Its last line is `Ref: ` and the reference, by which a note is found again. */
  readonly text: string;
  readonly fileName: string;
  /** A row for each domain and day of the month. */
  readonly csv: string;
}

/** What became of the report of one user: one that cannot be written is told, and stops none of the others. */
export type ReportOutcome = WrittenReport | Failure;

/** Our key of the report of one user and month, whichever route it takes. */
export function referenceOf(userId: UserId, month: Month): string {
  return `psa-bridge:spam:${month}:${userId}`;
}

/** Our key of the one summary report that a user has, whatever month it shows. */
export function summaryKeyOf(userId: UserId): string {
  return `psa-bridge:spam:${userId}`;
}
