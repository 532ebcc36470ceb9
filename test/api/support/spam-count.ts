import type { SpamRow } from '../../support/spam.js';

/** The same sums as the server's, in the plainest way there is: day after day, row after row. */

export interface Counted {
  readonly totalMessages: number;
  readonly accountMessages: number;
  readonly spam: number;
  readonly phishing: number;
  readonly viruses: number;
}

export interface Wanted {
  readonly userIds?: readonly string[] | undefined;
  readonly domains?: readonly string[] | undefined;
}

export interface CountedPeriod {
  readonly from: string;
  readonly to: string;
}

const NAMES = ['totalMessages', 'accountMessages', 'spam', 'phishing', 'viruses'] as const;

export function plus(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function daysIn({ from, to }: CountedPeriod): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plus(day, 1)) days.push(day);
  return days;
}

export function countIn(rows: readonly SpamRow[], wanted: Wanted, { from, to }: CountedPeriod): Counted {
  const sums: Record<string, number> = Object.fromEntries(NAMES.map((name) => [name, 0]));
  for (const row of rows) {
    const { userIds = [row.userId], domains = [row.domain] } = wanted;
    if (row.day < from || row.day > to || !userIds.includes(row.userId) || !domains.includes(row.domain)) continue;
    for (const name of NAMES) sums[name] = (sums[name] ?? 0) + Number(row[name]);
  }
  return sums as unknown as Counted;
}

export function before(period: CountedPeriod): CountedPeriod {
  const days = daysIn(period).length;
  return { from: plus(period.from, -days), to: plus(period.from, -1) };
}

export function changeBetween(was: Counted, is: Counted): Counted {
  return Object.fromEntries(NAMES.map((name) => [name, is[name] - was[name]])) as unknown as Counted;
}

/** Whether a day begins a new point of a series. */
const begins = {
  DAY: () => true,
  WEEK: (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1,
  MONTH: (day: string) => day.endsWith('-01'),
} as const;

export function seriesIn(
  rows: readonly SpamRow[],
  wanted: Wanted,
  { by, ...period }: CountedPeriod & { readonly by: keyof typeof begins },
): (CountedPeriod & { counters: Counted })[] {
  const points: { from: string; to: string }[] = [];
  for (const day of daysIn(period)) {
    const last = points.at(-1);
    if (last && !begins[by](day)) last.to = day;
    else points.push({ from: day, to: day });
  }
  return points.map((point) => ({ ...point, counters: countIn(rows, wanted, point) }));
}

/** Most first, and none without any. */
export function topIn(rows: readonly SpamRow[], period: CountedPeriod, by: keyof Counted) {
  const pairs = new Map(rows.map(({ userId, domain }) => [`${userId} ${domain}`, { userId, domain }]));
  return [...pairs.values()]
    .map(({ userId, domain }) => ({
      ...{ userId, domain },
      counters: countIn(rows, { userIds: [userId], domains: [domain] }, period),
    }))
    .filter(({ counters }) => counters[by] > 0)
    .sort((one, other) => other.counters[by] - one.counters[by] || (one.domain < other.domain ? -1 : 1));
}
