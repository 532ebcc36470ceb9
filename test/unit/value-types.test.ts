import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { typeParser } from '../../src/database/value-types.js';

const INSTANT = 1184;
const TEXTS: number = 1009;

describe('values of PostgreSQL', () => {
  it.each([
    ['2026-01-31 18:04:26+00', '2026-01-31T18:04:26.000Z'],
    ['2026-01-31 18:04:26.5+00', '2026-01-31T18:04:26.500Z'],
    ['2026-02-28 23:59:59.07+00', '2026-02-28T23:59:59.070Z'],
    ['2024-02-29 00:00:00.123+00', '2024-02-29T00:00:00.123Z'],
    ['1969-12-31 23:59:59.999999+00', '1969-12-31T23:59:59.999Z'],
    ['9999-12-31 23:59:59.999+00', '9999-12-31T23:59:59.999Z'],
    ['0050-01-01 00:00:00+00', '0050-01-01T00:00:00.000Z'],
    ['2026-01-31 18:04:26+05:30', '2026-01-31T12:34:26.000Z'],
    ['0001-01-01 00:00:00+00 BC', '0000-01-01T00:00:00.000Z'],
  ])('the instant %s', (text, instant) => {
    expect((typeParser(INSTANT)(text) as Date).toISOString()).toBe(instant);
  });

  it.each([
    ['{}', []],
    ['{a.example}', ['a.example']],
    ['{a.example,xn--nxasmq6b.example}', ['a.example', 'xn--nxasmq6b.example']],
    ['{"two words","a,b","{c}","q\\"\\\\",""}', ['two words', 'a,b', '{c}', 'q"\\', '']],
    ['{"NULL",NULL,null}', ['NULL', null, 'null']],
    [
      '{{a,b},{c,d}}',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['[2:3]={a,b}', ['a', 'b']],
    ['{Nord,Süd}', ['Nord', 'Süd']],
  ])('the list of texts %s', (text, list) => {
    expect(typeParser(TEXTS)(text)).toEqual(list);
    const pgReads = pg.types.getTypeParser(TEXTS, 'text') as (text: string) => unknown;
    expect(pgReads(text)).toEqual(list);
  });
});
