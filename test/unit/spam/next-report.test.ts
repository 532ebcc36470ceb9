import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextReport } from '../../../src/features/spam-settings/next-report.js';
import { type CalendarEntry, type Month, monthsAfter, withChange } from '../../../src/shared/calendar.js';

const START = new Date('2027-01-15T12:00:00Z');
const ZONES = [null, 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Kiritimati'];
const HOUR_MS = 3_600_000;

const time = fc.record({ day: fc.integer({ min: 1, max: 31 }), hour: fc.integer({ min: 0, max: 23 }) });
const change = fc.record({
  due: fc.tuple(time, fc.constantFrom(...ZONES)).map(([when, timeZone]) => ({ ...when, timeZone })),
  afterHours: fc.integer({ min: 1, max: 60 * 24 }),
});

const due = { day: 1, hour: 9, timeZone: null };
const at = (now: string) => new Date(now);

describe('B3, M3: the next report', () => {
  it('is of every month once and in order, however often and to what the day is changed', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const timeZone = 'Europe/Berlin';
        let now = START;
        let calendar: readonly CalendarEntry[] = withChange(undefined, due, { timeZone, now, since: undefined });
        let begunMonth: Month | undefined;
        const settings = () => ({ isScheduled: true, scheduledSince: START, calendar, begunMonth });
        /** Begins whatever comes due until then. */
        const pass = (until: Date) => {
          for (;;) {
            const next = nextReport(settings(), { timeZone, now });
            if (!next || next.at > until) break;
            if (begunMonth) expect(next.month).toBe(monthsAfter(begunMonth, 1));
            expect(next.at >= now).toBe(true);
            now = next.at;
            begunMonth = next.month;
          }
          now = until;
        };
        for (const { due: other, afterHours } of changes) {
          pass(new Date(now.getTime() + afterHours * HOUR_MS));
          calendar = withChange(calendar, other, { timeZone, now, since: START });
        }
        pass(new Date(now.getTime() + 100 * 24 * HOUR_MS));
        expect(begunMonth).toBeDefined();
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it.each([
    ['2027-02-01T08:59:59Z', '2027-02-01', '2027-01'],
    ['2027-02-01T09:00:00Z', '2027-02-01', '2027-01'],
    ['2027-02-27T00:00:00Z', '2027-02-01', '2027-01'],
    ['2027-04-30T00:00:00Z', '2027-04-01', '2027-03'],
  ])('at %s is that of %s, about %s, as long as it was not begun', (now, day, month) => {
    const calendar = withChange(undefined, due, { timeZone: 'UTC', now: START, since: undefined });
    const settings = { isScheduled: true, scheduledSince: START, calendar, begunMonth: undefined };
    expect(nextReport(settings, { timeZone: 'UTC', now: at(now) })).toMatchObject({ day, month, timeZone: 'UTC' });
  });

  it('is none while nothing is scheduled', () => {
    const calendar = withChange(undefined, due, { timeZone: 'UTC', now: START, since: undefined });
    for (const off of [
      { isScheduled: false, scheduledSince: START },
      { isScheduled: true, scheduledSince: undefined },
    ]) {
      expect(nextReport({ ...off, calendar, begunMonth: undefined }, { timeZone: 'UTC', now: START })).toBeUndefined();
    }
  });
});
