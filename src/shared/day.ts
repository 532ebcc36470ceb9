declare const brand: unique symbol;

/** A day of the calendar, `2026-01-31`; its text sorts by time. */
export type Day = string & { readonly [brand]: 'Day' };

const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;

/** Undefined when the text is no day; JavaScript would read 30 February as 2 March. */
export function parseDay(text: string): Day | undefined {
  const start = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!start || Number.isNaN(start.getTime())) return undefined;
  return start.toISOString().startsWith(text) ? (text as Day) : undefined;
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
