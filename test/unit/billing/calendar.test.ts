import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Calendar,
  type CalendarEntry,
  changesFrom,
  type Month,
  madeUpUntil,
  monthsAfter,
  monthsBetween,
  runOf,
  runsAfter,
  type UserCalendarEntry,
  withEntry,
} from '../../../src/shared/calendar.js';
import { type Day, dayAfter } from '../../../src/shared/day.js';

/** With daylight saving by an hour, by half an hour, by night and by noon, and with days that never were. */
const ZONES = [
  ...['America/New_York', 'America/St_Johns', 'America/Nuuk', 'America/Santiago', 'America/Havana', 'Europe/Berlin'],
  ...['Africa/Cairo', 'Africa/Casablanca', 'Asia/Tehran', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['Australia/Sydney', 'Pacific/Chatham', 'Pacific/Apia'],
];
const YEARS = 30;
const FIRST = '2010-01' as Month;

const month = (text: string) => text as Month;
const calendarOf = (day: number, hour = 9, timeZone = 'UTC'): Calendar => ({
  account: [{ fromMonth: FIRST, day, hour, timeZone: null }],
  timeZone,
});
const format = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);
const localOf = (timeZone: string, at: Date) => format.get(timeZone)?.format(at) ?? '';
const lengthOf = (of: Month) => new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5)), 0)).getUTCDate();
const dayBefore = (day: Day) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) as Day;

/** What the clock on the wall shows, told by another library than the one that made the instant. */
function isAtTheHour(timeZone: string, { day, at }: { day: Day; at: Date }, hour: number): boolean {
  const wanted = `${day} ${String(hour).padStart(2, '0')}:00`;
  if (localOf(timeZone, at) === wanted) return true;
  // The hour never was: nothing between the hour before and ours shows it, nor does anything just before ours.
  for (let minutes = 15; minutes <= 26 * 60; minutes += 15) {
    if (localOf(timeZone, new Date(at.getTime() - minutes * 60_000)) === wanted) return false;
  }
  return localOf(timeZone, at) > wanted && localOf(timeZone, new Date(at.getTime() - 26 * 3_600_000)) < wanted;
}

describe('B3: the calendar', () => {
  it.each(ZONES)('B3: in %s each day has one run in each month of 30 years, at its hour', (timeZone) => {
    const wrong: string[] = [];
    for (let day = 1; day <= 31; day += 1) {
      const hour = (day * 7) % 24;
      const calendar = calendarOf(day, hour, timeZone);
      let before: ReturnType<typeof runOf> | undefined;
      for (let at = 0; at < YEARS * 12; at += 1) {
        const run = runOf(calendar, monthsAfter(FIRST, at));
        const fallsOn = `${run.month}-${String(Math.min(day, lengthOf(run.month))).padStart(2, '0')}`;
        const isRight = run.day === fallsOn && isAtTheHour(timeZone, run, hour);
        const isSeamless = !before || (dayAfter(before.period.to) === run.period.from && before.at < run.at);
        if (!isRight || !isSeamless || run.period.to !== dayBefore(run.day))
          wrong.push(`${day} ${run.at.toISOString()}`);
        before = run;
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['an hour that is skipped is as much later', 29, 2, 'Europe/Berlin', '2026-03', '2026-03-29T01:00:00.000Z'],
    ['an hour that comes twice is the first', 25, 2, 'Europe/Berlin', '2026-10', '2026-10-25T00:00:00.000Z'],
    ['half an hour is skipped', 4, 2, 'Australia/Lord_Howe', '2026-10', '2026-10-03T15:30:00.000Z'],
    ['midnight is skipped', 24, 0, 'Africa/Cairo', '2026-04', '2026-04-23T22:00:00.000Z'],
    ['a whole day is skipped', 30, 9, 'Pacific/Apia', '2011-12', '2011-12-30T19:00:00.000Z'],
    ['a quarter of an hour off', 1, 9, 'Asia/Kathmandu', '2026-01', '2026-01-01T03:15:00.000Z'],
    ['the 31st of February', 31, 9, 'UTC', '2028-02', '2028-02-29T09:00:00.000Z'],
  ])('B3: %s', (_case, day, hour, timeZone, of, at) => {
    expect(runOf(calendarOf(day, hour, timeZone), month(of)).at.toISOString()).toBe(at);
  });

  it('B3: a day of a user counts while it has one, with hour and time zone of the account', () => {
    const calendar: Calendar = {
      account: [
        { fromMonth: month('2026-01'), day: 5, hour: 9, timeZone: null },
        { fromMonth: month('2026-04'), day: 10, hour: 6, timeZone: 'Asia/Tokyo' },
      ],
      user: [
        { fromMonth: month('2026-03'), day: 31 },
        { fromMonth: month('2026-05'), day: null },
      ],
      timeZone: 'Europe/Berlin',
    };
    const told = ['2026-02', '2026-03', '2026-04', '2026-05'].map((of) => {
      const { at, period } = runOf(calendar, month(of));
      return [at.toISOString().slice(0, 13), period.from, period.to];
    });
    expect(told).toEqual([
      ['2026-02-05T08', '2026-01-05', '2026-02-04'],
      ['2026-03-31T07', '2026-02-05', '2026-03-30'],
      ['2026-04-29T21', '2026-03-31', '2026-04-29'],
      ['2026-05-09T21', '2026-04-30', '2026-05-09'],
    ]);
  });

  it('B3: the months that are looked at are the newest 24', () => {
    const now = new Date('2026-06-15T00:00:00Z');
    expect(monthsBetween(new Date('2026-05-31T23:00:00Z'), now)).toEqual(
      ['2026-04', '2026-05', '2026-06', '2026-07'].map(month),
    );
    const many = monthsBetween(new Date('2020-01-01T00:00:00Z'), now);
    expect([many.length, many[0], many.at(-1)]).toEqual([24, '2024-08', '2026-07']);
  });

  it('B3: a run is made up for until so many days later begin where it is', () => {
    const run = runOf(calendarOf(1, 9, 'America/New_York'), month('2026-11'));
    expect(madeUpUntil(run, 1).toISOString()).toBe('2026-11-02T05:00:00.000Z');
  });

  it('B3: histories stay short, and keep what counted in the months that are looked at', () => {
    let history: UserCalendarEntry[] = [];
    for (let at = 0; at < 100; at += 1) {
      history = withEntry(history, { fromMonth: monthsAfter(FIRST, at), day: (at % 31) + 1 });
    }
    expect(history.length).toBeLessThanOrEqual(28);
    expect(history.at(-1)).toEqual({ fromMonth: '2018-04', day: 7 });
    expect(withEntry(history, { fromMonth: month('2018-03'), day: 1 }).at(-1)).toEqual({
      fromMonth: '2018-03',
      day: 1,
    });
  });
});

describe('B3: a changed day', () => {
  const change = (old: number, next: number, now: string, since: string | undefined = '2025-01-01T00:00:00Z') =>
    changesFrom(calendarOf(old), (from) => ({ ...calendarOf(next), account: entry(from, next) }), {
      now: new Date(now),
      since: since === '' ? undefined : new Date(since),
    });
  const entry = (fromMonth: Month, day: number): CalendarEntry[] => [{ fromMonth, day, hour: 9, timeZone: null }];

  it.each([
    ['both are ahead: this month', 20, 25, '2026-01-10T00:00:00Z', '2026-01'],
    ['the new one is over: next month', 20, 5, '2026-01-10T00:00:00Z', '2026-02'],
    ['the old one was run: next month', 5, 20, '2026-01-10T00:00:00Z', '2026-02'],
    ['both are over: next month', 5, 6, '2026-01-10T00:00:00Z', '2026-02'],
    ['at the moment of the old one', 10, 20, '2026-01-10T09:00:00Z', '2026-02'],
    ['at the moment of the new one', 20, 10, '2026-01-10T09:00:00Z', '2026-02'],
  ])('B3: %s', (_case, old, next, now, from) => {
    expect(change(old, next, now)).toBe(from);
  });

  it('B3: what was due while runs were off was never run', () => {
    expect(change(5, 20, '2026-01-10T00:00:00Z', '')).toBe('2026-01');
    expect(change(5, 20, '2026-01-10T00:00:00Z', '2026-01-07T00:00:00Z')).toBe('2026-01');
  });

  it('B3: however often and whenever it is changed, each month has one run, at the hour told before, without a gap', () => {
    const START = Date.parse('2026-01-01T00:00:00Z');
    const HOUR = 3_600_000;
    const saving = fc.record({
      after: fc.integer({ min: 0, max: 40 * 24 }),
      day: fc.integer({ min: 1, max: 31 }),
      hour: fc.integer({ min: 0, max: 23 }),
      isUser: fc.boolean(),
    });
    const property = fc.property(
      fc.constantFrom(...ZONES),
      fc.array(saving, { minLength: 1, maxLength: 12 }),
      (timeZone, savings) => {
        const since = new Date(START);
        let now = new Date(START);
        const start: CalendarEntry[] = [{ fromMonth: month('2026-01'), day: 15, hour: 9, timeZone: null }];
        let calendar: Calendar = { account: start, user: [], timeZone };
        const runs = new Map<Month, ReturnType<typeof runOf>>();
        /** All that is due until then is run as it was told the moment before. */
        const runUntil = (until: Date) => {
          for (const run of runsAfter(calendar, new Date(now.getTime() - 1))) {
            if (run.at > until) break;
            if (!runs.has(run.month)) runs.set(run.month, run);
          }
          now = until;
        };
        for (const { after, day, hour, isUser } of savings) {
          runUntil(new Date(now.getTime() + after * HOUR));
          const { account, user = [] } = calendar;
          if (isUser) {
            const next = (fromMonth: Month) => ({ ...calendar, user: [{ fromMonth, day }] });
            const fromMonth = changesFrom(calendar, next, { now, since });
            calendar = { ...calendar, user: withEntry(user, { fromMonth, day }) };
          } else if (user.length === 0) {
            const said = { day, hour, timeZone: null };
            const next = (fromMonth: Month) => ({ timeZone, account: [{ fromMonth, ...said }] });
            const fromMonth = changesFrom({ account, timeZone }, next, { now, since });
            calendar = { ...calendar, account: withEntry(account, { fromMonth, ...said }) };
          }
        }
        runUntil(new Date(now.getTime() + 70 * 24 * HOUR));
        const months = [...runs.keys()].sort();
        const [first] = months;
        expect(first).toBeDefined();
        expect(months).toEqual(
          months.map((_, at) => monthsAfter(month('2026-01'), at + (first === '2026-01' ? 0 : 1))),
        );
        for (const of of months.slice(1)) {
          const [run, before] = [runs.get(of), runs.get(monthsAfter(of, -1))];
          expect(before && run && before.period.to < run.period.to).toBe(true);
          expect(run?.period.from).toBe(before && dayAfter(before.period.to));
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
