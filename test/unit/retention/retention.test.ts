import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { BOUNDS, firstDayKept, MOST_MONTHS, RETENTION_KINDS } from '../../../src/features/retention/retention.js';
import { startOf } from '../../../src/shared/calendar.js';
import { dayIn, isDay } from '../../../src/shared/day.js';
import { firstIdOf } from '../../../src/shared/ids.js';

const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'Europe/Berlin',
  'America/Los_Angeles',
  'Pacific/Kiritimati',
  'Pacific/Niue',
  'America/Sao_Paulo',
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2060-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const months = fc.integer({ min: 1, max: MOST_MONTHS });

/** The same day of the month, so many months before, or the last one of a shorter month. */
function monthsBefore(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(2000, month - 1 - count, 1));
  first.setUTCFullYear(first.getUTCFullYear() + year - 2000);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, length));
  return first.toISOString().slice(0, 10);
}

describe('A5: from which day on things are kept', () => {
  it.each([
    ['2026-11-30T23:59:59Z', 'UTC', 84, '2019-11-01'],
    ['2026-12-01T00:00:00Z', 'UTC', 84, '2019-12-01'],
    ['2026-11-30T15:00:00Z', 'Asia/Tokyo', 84, '2019-12-01'],
    ['2026-12-01T05:00:00Z', 'America/Los_Angeles', 84, '2019-11-01'],
    ['2028-02-29T12:00:00Z', 'UTC', 12, '2027-02-01'],
    ['2026-01-31T12:00:00Z', 'UTC', 1, '2025-12-01'],
    ['2026-03-31T12:00:00Z', 'UTC', 1, '2026-02-01'],
    ['2026-01-01T00:00:00Z', 'UTC', 24_400, '0001-01-01'],
  ])('A5: at %s in %s with %i months it is %s', (now, timeZone, count, day) => {
    expect(firstDayKept(new Date(now), timeZone, count)).toBe(day);
  });

  it('A5: it is the first of a month, and nothing younger than so many months goes, wherever and whenever', () => {
    fc.assert(
      fc.property(moment, zone, months, (now, timeZone, count) => {
        const day = firstDayKept(now, timeZone, count);
        expect(isDay(day) && day.endsWith('-01')).toBe(true);
        expect(day <= monthsBefore(dayIn(timeZone, now), count)).toBe(true);
        expect(firstDayKept(now, timeZone, count + 1) < day).toBe(true);
      }),
    );
  });

  it('A5: and no more than a month too much is kept', () => {
    fc.assert(
      fc.property(moment, zone, months, (now, timeZone, count) => {
        expect(firstDayKept(now, timeZone, count) > monthsBefore(dayIn(timeZone, now), count + 1)).toBe(true);
      }),
    );
  });

  it('A5: it never goes back as time goes on', () => {
    fc.assert(
      fc.property(moment, fc.nat(10_000), zone, months, (now, hours, timeZone, count) => {
        const later = new Date(now.getTime() + hours * 3_600_000);
        expect(firstDayKept(later, timeZone, count) >= firstDayKept(now, timeZone, count)).toBe(true);
      }),
    );
  });

  it('A5: the database holds the least to the same day, give or take the two days that its functions leave', () => {
    fc.assert(
      fc.property(moment, zone, fc.constantFrom(12, 84), (now, timeZone, count) => {
        const beginning = startOf(firstDayKept(now, timeZone, count), timeZone);
        const inDatabase =
          Date.parse(`${monthsBefore(now.toISOString().slice(0, 10), count)}T00:00:00Z`) + 2 * 86_400_000;
        expect(beginning.getTime()).toBeLessThanOrEqual(inDatabase);
      }),
    );
  });

  it('A5: what was made before a moment has an id before it, what came later one behind it', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 1_000_000 }), (at, distance) => {
        const id = firstIdOf(at);
        expect(v7({ msecs: at.getTime() - distance }) < id).toBe(true);
        expect(v7({ msecs: at.getTime() + distance }) > id).toBe(true);
      }),
    );
    expect(firstIdOf(new Date('0001-01-01T00:00:00Z'))).toBe('00000000-0000-7000-8000-000000000000');
  });

  it('A5, B10: every kind has its bounds, and what was billed is kept for seven years', () => {
    for (const kind of RETENTION_KINDS) {
      expect(BOUNDS[kind].standard).toBeGreaterThanOrEqual(BOUNDS[kind].least);
      expect(BOUNDS[kind].least).toBeGreaterThanOrEqual(1);
    }
    expect(BOUNDS.BILLING_PLANS).toEqual({ standard: 84, least: 84 });
    expect(BOUNDS.USAGE).toEqual({ standard: 84, least: 84 });
  });
});
