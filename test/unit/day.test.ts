import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayAfter, dayIn, dayNumber, dayOf, parseDay } from '../../src/shared/day.js';

describe('a day', () => {
  it.each([
    ['2026-11-29T10:30:00Z', 'UTC', '2026-11-29'],
    ['2026-11-29T10:30:00Z', 'Pacific/Kiritimati', '2026-11-30'],
    ['2026-11-29T10:30:00Z', 'Pacific/Pago_Pago', '2026-11-28'],
    ['2026-12-31T15:00:00Z', 'Asia/Tokyo', '2027-01-01'],
    ['2026-01-01T00:00:00Z', 'America/New_York', '2025-12-31'],
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T23:00:00Z', 'Europe/Berlin', '2026-10-26'],
  ])('is at %s in %s %s', (at, timeZone, expected) => {
    expect(dayIn(timeZone, new Date(at))).toBe(expected);
  });

  it('is followed by the next one of the calendar, which sorts behind it', () => {
    expect(
      ['2026-01-31', '2024-02-28', '2026-02-28', '2026-12-31'].map((day) => dayAfter(parseDay(day) ?? never())),
    ).toEqual([...['2026-02-01', '2024-02-29', '2026-03-01', '2027-01-01']]);
    const dates = fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-30') });
    fc.assert(
      fc.property(dates, (date) => {
        const day = parseDay(date.toISOString().slice(0, 10)) ?? never();
        const next = dayAfter(day);
        expect(parseDay(next)).toBe(next);
        expect(next > day).toBe(true);
        expect(Date.parse(next) - Date.parse(day)).toBe(86_400_000);
        expect(dayNumber(next) - dayNumber(day)).toBe(1);
        expect(dayOf(dayNumber(day))).toBe(day);
      }),
      { seed: 20_261_129 },
    );
  });

  it('is numbered from 1970 on, and there is none before the year 1 or after 9999', () => {
    expect([-1, 0, 19_782].map(dayOf)).toEqual(['1969-12-31', '1970-01-01', '2024-02-29']);
    const ends = ['0001-01-01', '9999-12-31'].map((day) => dayNumber(parseDay(day) ?? never()));
    expect(ends.map(dayOf)).toEqual(['0001-01-01', '9999-12-31']);
    expect([(ends[0] ?? 0) - 1, (ends[0] ?? 0) - 500, (ends[1] ?? 0) + 1].map(dayOf)).toEqual(Array(3).fill(undefined));
  });
});

function never(): never {
  throw new Error('This is a day.');
}
