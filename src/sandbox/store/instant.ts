const FORM = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date or instant; null when it is none. Without a zone it is UTC, and a day the
 * calendar does not have (31 February) is no date.
 */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim();
  if (!FORM.test(trimmed)) {
    return null;
  }
  const dated = new Date(`${trimmed.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(dated.getTime()) || dated.toISOString().slice(0, 10) !== trimmed.slice(0, 10)) {
    return null;
  }
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(trimmed) || trimmed.length === 10 ? trimmed : `${trimmed}Z`;
  const value = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(value) ? null : value;
}

/** ConnectWise writes instants in UTC and to the second. */
export function printInstant(value: number): string {
  return `${new Date(value).toISOString().slice(0, 19)}Z`;
}
