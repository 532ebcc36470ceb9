import { describe, expect, it } from '@jest/globals';
import { dueReports as dueOf } from '../../../src/features/spam-settings/next-report.js';
import { type Calendar, type Month, monthsAfter, runOf } from '../../../src/shared/calendar.js';

const HOUR = 3_600_000;
const since = new Date('2027-12-15T00:00:00Z');

interface Wanted {
  readonly calendar: Calendar;
  readonly since: Date;
  readonly begun: Month | undefined;
  readonly now: Date;
}

function dueReports({ calendar: { account, timeZone }, since: scheduledSince, begun: begunMonth, now }: Wanted) {
  return dueOf({ isScheduled: true, scheduledSince, calendar: account, begunMonth }, { timeZone, now });
}

/** A few numbers that are the same each time. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

function calendarOf(timeZone: string, day: number, hour: number): Calendar {
  return { account: [{ fromMonth: '2020-01' as Month, day, hour, timeZone: null }], timeZone };
}

/** Looks again and again for two years, as a worker that is woken at odd times, and gives out what it began. */
function begunBy(calendarAt: (now: Date) => Calendar, pauses: () => number) {
  const started: { month: Month; at: Date }[] = [];
  const missed: Month[] = [];
  let begun: Month | undefined;
  for (let now = since; now < new Date('2030-01-10T00:00:00Z'); ) {
    const due = dueReports({ calendar: calendarAt(now), since, begun, now });
    if (due.start) {
      started.push({ month: due.start, at: now });
      missed.push(...due.missed);
      begun = due.start;
    }
    const next = due.next ?? now;
    expect(next.getTime()).toBeGreaterThan(now.getTime());
    now = new Date(Math.min(now.getTime() + pauses(), next.getTime()));
  }
  return { started, missed };
}

const months = (from: Month, count: number) => Array.from({ length: count }, (_, at) => monthsAfter(from, at));

describe('M3: when reports are due', () => {
  it.each(
    [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Tokyo',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Australia/Lord_Howe',
    ].flatMap((zone) => [1, 15, 28, 29, 30, 31].map((day) => [zone, day] as const)),
  )('M3: in %s, on day %i, each month begins once and at its moment', (zone, day) => {
    for (const hour of [0, day % 3, 23]) {
      const calendar = calendarOf(zone, day, hour);
      const { started, missed } = begunBy(
        () => calendar,
        () => 90 * 24 * HOUR,
      );
      expect(missed).toEqual([]);
      const first = runOf(calendar, '2027-12' as Month).at >= since ? '2027-11' : '2027-12';
      expect(started.map(({ month }) => month)).toEqual(months(first as Month, started.length));
      expect(started.length).toBeGreaterThanOrEqual(24);
      for (const { month, at } of started) expect(at).toEqual(runOf(calendar, monthsAfter(month, 1)).at);
    }
  });

  it('M3: the run of a month tells of the month before, also in a shorter one and over the new year', () => {
    const calendar = calendarOf('UTC', 31, 6);
    const at = (now: string, begun?: string) =>
      dueReports({ calendar, since, begun: begun as Month | undefined, now: new Date(now) });
    expect(at('2028-02-29T05:59:59Z', '2027-12')).toMatchObject({
      start: undefined,
      next: new Date('2028-02-29T06:00:00Z'),
    });
    expect(at('2028-02-29T06:00:00Z', '2027-12')).toEqual({
      start: '2028-01',
      missed: [],
      next: new Date('2028-03-31T06:00:00Z'),
    });
    expect(at('2028-01-31T06:00:00Z')).toMatchObject({ start: '2027-12', missed: ['2027-11'] });
    expect(at('2028-02-29T06:00:00Z', '2028-01')).toMatchObject({ start: undefined });
  });

  it('M3: nothing is due that was due before they were turned on', () => {
    const calendar = calendarOf('UTC', 14, 0);
    expect(dueReports({ calendar, since, begun: undefined, now: since })).toEqual({
      ...{ start: undefined, missed: [] },
      next: new Date('2028-01-14T00:00:00Z'),
    });
  });

  it('M3: after an outage the newest one begins, however late, and those before it are missed, each once', () => {
    const calendar = calendarOf('UTC', 5, 9);
    const looked = { calendar, since, now: new Date('2028-05-31T00:00:00Z') };
    const due = dueReports({ ...looked, begun: undefined });
    expect(due).toMatchObject({ start: '2028-04', missed: ['2027-12', '2028-01', '2028-02', '2028-03'] });
    expect(dueReports({ ...looked, begun: due.start })).toMatchObject({ start: undefined, missed: [] });
    const later = new Date('2034-01-01T00:00:00Z');
    expect(dueReports({ ...looked, now: later, begun: undefined }).missed.length).toBeLessThanOrEqual(24);
  });

  it('M3: whatever time zones come in between, and whenever it is looked, no month begins twice', () => {
    const zones = ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago', 'Europe/Berlin'];
    for (let seed = 1; seed <= 15; seed += 1) {
      const dice = chance(seed);
      const next = () => dice.next().value;
      const { account } = calendarOf('UTC', 1, 0);
      // Day and hour of a change count from a later month on; the account's own zone counts at once.
      const { started, missed } = begunBy(
        () => ({ account, timeZone: zones[Math.floor(next() * zones.length)] ?? 'UTC' }),
        () => next() * (seed % 3 === 0 ? 80 : 3) * 24 * HOUR,
      );
      const all = [...started.map(({ month }) => month), ...missed].sort();
      expect(all).toEqual(months('2027-12' as Month, all.length));
      expect(all.at(-1)).toBe('2029-12');
    }
  });
});
