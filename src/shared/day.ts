declare const brand: unique symbol;

/** A day of the calendar, `2026-01-31`; its text sorts by time. */
export type Day = string & { readonly [brand]: 'Day' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** PostgreSQL counts from the year 1. */
const FIRST = '0001-01-01';

/** Undefined when the text is no day. */
export function parseDay(text: string): Day | undefined {
  return text >= FIRST && isDay(text) ? (text as Day) : undefined;
}

/** Whether the calendar has the day; JavaScript alone would read 30 February as 2 March. */
export function isDay(text: string): boolean {
  return DAY.test(text) && new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
}

/** The day that it is in a time zone. */
export function dayIn(timeZone: string, at: Date): Day {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}` as Day;
}

export function dayAfter(day: Day): Day {
  const start = new Date(`${day}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() + 1);
  return start.toISOString().slice(0, 10) as Day;
}

const DAY_MS = 86_400_000;

/** Days since 1 January 1970, to reckon with. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The day with this number; undefined before the year 1 and after 9999, where a day has no text. */
export function dayOf(number: number): Day | undefined {
  return parseDay(new Date(number * DAY_MS).toISOString().slice(0, 10));
}
