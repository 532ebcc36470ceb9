import { firstDay, type Month } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';

/** How months, days and numbers are written in a language. */
export interface ReportFormats {
  /** October 2026 */
  month(month: Month): string;
  /** Oct 2026 */
  shortMonth(month: Month): string;
  /** 2026 */
  year(month: Month): string;
  /** October 31, 2026 */
  day(day: Day): string;
  number(number: number): string;
  /** Of thousandths: 36.5% of 365. */
  percent(thousandths: number): string;
  /** Of a part of one: +12.2% of 0.122. */
  change(part: number): string;
  /** Of thousandths: +1.5 of 15. */
  points(thousandths: number): string;
}

const ONE_PLACE = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
const SIGNED = { ...ONE_PLACE, signDisplay: 'exceptZero' } as const;

export function formatsOf(locale: string): ReportFormats {
  const date = (options: Intl.DateTimeFormatOptions) => {
    // Months and days have no time zone: they are written as those of the one they are made in.
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: Day) => format.format(new Date(`${day}T00:00:00Z`));
  };
  const number = (options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(locale, options);
  const [month, shortMonth] = [date({ year: 'numeric', month: 'long' }), date({ year: 'numeric', month: 'short' })];
  const [year, day] = [date({ year: 'numeric' }), date({ dateStyle: 'long' })];
  const [whole, percent, points] = [number(), number({ ...ONE_PLACE, style: 'percent' }), number(SIGNED)];
  const change = number({ ...SIGNED, style: 'percent' });
  return {
    month: (of) => month(firstDay(of)),
    shortMonth: (of) => shortMonth(firstDay(of)),
    year: (of) => year(firstDay(of)),
    day,
    number: (value) => whole.format(value),
    percent: (thousandths) => percent.format(thousandths / 1_000),
    change: (part) => change.format(part),
    points: (thousandths) => points.format(thousandths / 10),
  };
}
