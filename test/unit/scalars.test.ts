import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Kind } from 'graphql';
import { CalendarDate, Count, DateTime, Decimal, Url } from '../../src/graphql/scalars.js';

const literal = (value: string) => ({ kind: Kind.STRING, value }) as const;

describe('DateTime', () => {
  it.each([
    ['2026-01-31T18:04:26Z', '2026-01-31T18:04:26.000Z'],
    ['2026-01-31T18:04:26.1Z', '2026-01-31T18:04:26.100Z'],
    ['2026-01-31T18:04:26.123456789Z', '2026-01-31T18:04:26.123Z'],
    ['2026-01-31T18:04:26+09:00', '2026-01-31T09:04:26.000Z'],
    ['2026-01-31T18:04:26-00:30', '2026-01-31T18:34:26.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s', (text, expected) => {
    expect(DateTime.parseValue(text).toISOString()).toBe(expected);
    expect(DateTime.parseLiteral(literal(text), {}).toISOString()).toBe(expected);
    expect(DateTime.serialize(DateTime.parseValue(text))).toBe(expected);
  });

  it.each([
    ...[
      '2026-01-31',
      '2026-01-31T18:04:26',
      '2026-01-31 18:04:26Z',
      '2026-01-31T18:04Z',
      '2026-1-31T18:04:26Z',
      '2026-01-31t18:04:26z',
    ],
    ...[
      '2026-02-30T00:00:00Z',
      '2026-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-10T00:00:00Z',
      '2026-01-00T00:00:00Z',
    ],
    ...[
      '2026-01-31T24:00:00Z',
      '2026-01-31T23:60:00Z',
      '2026-01-31T23:59:60Z',
      '2026-01-31T18:04:26+25:00',
      '2026-01-31T18:04:26.Z',
      '+002026-01-31T18:04:26Z',
    ],
    ...[
      '',
      ' ',
      'now',
      '1769882666',
      '2026-01-31T18:04:26Z ',
      '2026-01-31T18:04:26Z\n',
      '2026-01-31T18:04:26+0900',
      '２０２６-01-31T18:04:26Z',
    ],
  ])('refuses "%s"', (text) => {
    expect(() => DateTime.parseValue(text)).toThrow('DateTime takes');
    expect(() => DateTime.parseLiteral(literal(text), {})).toThrow('DateTime takes');
  });

  it('refuses what is no text, and tells nothing but dates', () => {
    for (const value of [1, null, true, {}, [], new Date()])
      expect(() => DateTime.parseValue(value)).toThrow('DateTime takes');
    expect(() => DateTime.parseLiteral({ kind: Kind.INT, value: '1' }, {})).toThrow('DateTime takes');
    for (const value of ['2026-01-31T18:04:26Z', 1, null]) expect(() => DateTime.serialize(value)).toThrow();
  });

  it('gives every instant back as it took it', () => {
    fc.assert(
      fc.property(
        fc.date({
          noInvalidDate: true,
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
        }),
        (date) => {
          expect(DateTime.parseValue(date.toISOString())).toEqual(date);
        },
      ),
      { seed: 20_260_131 },
    );
  });
});

describe('Date', () => {
  it.each(['2026-01-31', '2024-02-29', '0001-01-01', '9999-12-31'])('takes %s as it stands', (text) => {
    expect(CalendarDate.parseValue(text)).toBe(text);
    expect(CalendarDate.parseLiteral(literal(text), {})).toBe(text);
    expect(CalendarDate.serialize(text)).toBe(text);
  });

  it.each([
    ...['2026-02-30', '2026-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01', '2026-1-31', '26-01-31'],
    ...['2026-01-31T00:00:00Z', '2026-01-31 ', '2026-01-31\n', '+002026-01-31', '２０２６-01-31', '', 'today'],
  ])('refuses %j', (text) => {
    expect(() => CalendarDate.parseValue(text)).toThrow('Date takes');
    expect(() => CalendarDate.parseLiteral(literal(text), {})).toThrow('Date takes');
  });

  it('refuses what is no text', () => {
    for (const value of [20_260_131, null, true, {}, ['2026-01-31'], new Date()])
      expect(() => CalendarDate.parseValue(value)).toThrow('Date takes');
    expect(() => CalendarDate.parseLiteral({ kind: Kind.INT, value: '20260131' }, {})).toThrow('Date takes');
  });
});

describe('Decimal', () => {
  it('hands texts on untouched, and refuses numbers, which have been doubles', () => {
    expect(Decimal.parseValue('000.100')).toBe('000.100');
    expect(Decimal.parseLiteral(literal('12.5'), {})).toBe('12.5');
    expect(Decimal.serialize('12.5')).toBe('12.5');
    for (const value of [1, 1.5, 1n, null, true, {}, ['1']]) {
      expect(() => Decimal.parseValue(value)).toThrow('Decimal takes');
      expect(() => Decimal.serialize(value)).toThrow('Decimal takes');
    }
    for (const kind of [Kind.INT, Kind.FLOAT] as const)
      expect(() => Decimal.parseLiteral({ kind, value: '1' }, {})).toThrow('Decimal takes');
  });
});

describe('Count', () => {
  it('takes whole numbers that JavaScript can hold, from 0', () => {
    for (const value of [0, 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      expect(Count.parseValue(value)).toBe(value);
      expect(Count.serialize(value)).toBe(value);
      expect(Count.parseLiteral({ kind: Kind.INT, value: String(value) }, {})).toBe(value);
    }
    expect(Count.serialize(5n)).toBe(5);
  });

  it('refuses everything else', () => {
    const others = ['1', null, true, {}, []];
    for (const value of others) expect(() => Count.parseValue(value)).toThrow('Count takes');
    for (const value of [-1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, ...others]) {
      expect(() => Count.serialize(value)).toThrow('Count takes');
    }
    for (const value of [-1n, 2n ** 53n]) expect(() => Count.serialize(value)).toThrow('Count takes');
    for (const kind of [Kind.ENUM, Kind.STRING] as const)
      expect(() => Count.parseLiteral({ kind, value: '1' }, {})).toThrow('Count takes');
  });

  it('leaves it to the field which numbers it takes', () => {
    for (const value of [-1, 1.5, 2 ** 53]) {
      expect(Count.parseValue(value)).toBe(value);
      expect(Count.parseLiteral({ kind: Kind.FLOAT, value: String(value) }, {})).toBe(value);
    }
  });
});

describe('URL', () => {
  it('takes absolute URLs and nothing else', () => {
    expect(Url.parseValue('https://a.example/x?y#z')).toBe('https://a.example/x?y#z');
    expect(Url.parseLiteral(literal('https://a.example'), {})).toBe('https://a.example');
    for (const value of ['', 'a.example', '/path', '//a.example', 'https://', 5, null])
      expect(() => Url.parseValue(value)).toThrow('URL takes');
  });
});
