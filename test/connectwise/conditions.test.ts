import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allOf,
  anyOf,
  ConditionValueError,
  contains,
  eq,
  gt,
  gte,
  isAskable,
  isIn,
  lt,
  lte,
  notEq,
  splitIn,
} from '../../src/connectwise/conditions.js';
import { encodeQuery, idPart } from '../../src/connectwise/query.js';
import { type Condition as SandboxCondition, testsOf } from '../../src/sandbox/query/condition.js';
import { parseCondition as parseBySandbox } from '../../src/sandbox/query/parser.js';
import { Failure } from '../../src/shared/failure.js';
import { parseCondition } from './support/condition-parser.js';

describe('a condition', () => {
  it.each([
    [eq('identifier', 'acme'), '(identifier = "acme")'],
    [eq('name', 'a"b\\c'), '(name = "a\\"b\\\\c")'],
    [notEq('deletedFlag', true), '(deletedFlag != True)'],
    [eq('parentCompany', null), '(parentCompany = null)'],
    [gt('id', 5), '(id > 5)'],
    [lte('billAmount', -1.25), '(billAmount <= -1.25)'],
    [gte('lastUpdated', new Date('2026-01-31T18:04:26.999Z')), '(lastUpdated >= [2026-01-31T18:04:26Z])'],
    [lt('board/name', 'x'), '(board/name < "x")'],
    [isIn('id', [1, 2, 3]), '(id in (1,2,3))'],
    [contains('identifier', '50% "x"'), '(identifier contains "50% \\"x\\"")'],
    [allOf(eq('a', 1), anyOf(eq('b', false), eq('c', 'd'))), '((a = 1) and ((b = False) or (c = "d")))'],
  ])('reads %s', (condition, text) => {
    expect(String(condition)).toBe(text);
  });

  it.each([
    ['a control character', () => eq('name', 'a\u0000b')],
    ['a line break', () => eq('name', 'a\nb')],
    ['half a character', () => eq('name', 'a\ud800b')],
    ['no number', () => eq('id', Number.NaN)],
    ['a number too big for digits', () => eq('id', 1e21)],
    ['no date', () => eq('lastUpdated', new Date('nonsense'))],
    ['no values', () => isIn('id', [])],
    ['an id that is no whole number', () => splitIn('id', [1.5])],
  ])('is not made from %s', (_what, make) => {
    expect(make).toThrow(ConditionValueError);
    expect(make).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'INVALID' })] }));
  });

  it.each([
    ['no conditions', () => allOf()],
    ['a field that is more than a name', () => eq('name = "x" or id', 1)],
  ])('cannot be written with %s', (_what, make) => {
    expect(make).toThrow(TypeError);
  });
});

describe('T9: conditions', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('"', '\\', "'", '*', '%', '[', ']', '&', '+', '(', ')', ' ', 'or', '=', '“', '＂'),
    }),
  );

  it('T9: keeps any string one literal, whatever is around it', () => {
    fc.assert(
      fc.property(anyText.filter(isAskable), anyText.filter(isAskable), (one, other) => {
        const condition = allOf(eq('identifier', one), anyOf(eq('name', other), isIn('id', [1, 2])));
        const sent = new URL(`https://x.example/${encodeQuery({ conditions: String(condition), page: 1 })}`);
        expect([...sent.searchParams.keys()]).toEqual(['conditions', 'page']);
        expect(parseCondition(sent.searchParams.get('conditions') ?? '')).toEqual({
          and: [
            { field: 'identifier', operator: '=', value: one },
            {
              or: [
                { field: 'name', operator: '=', value: other },
                { field: 'id', operator: 'in', value: [1, 2] },
              ],
            },
          ],
        });
      }),
      { seed: 20260301, numRuns: 3_000 },
    );
  });

  it('T9: means the same to the sandbox: any string, number, date, flag or list comes back as it went in', () => {
    const text = anyText.filter(isAskable);
    const number = fc.oneof(
      fc.integer(),
      fc.integer({ min: -1e9, max: 1e9 }).map((whole) => whole / 1_000),
    );
    const date = fc.date({ noInvalidDate: true, min: new Date('1990-01-01'), max: new Date('2090-01-01') });
    const value = fc.oneof(text, number, fc.boolean(), date);
    const list = fc.array(fc.oneof(text, number, date), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom(eq, notEq, gt, gte, lt, lte), value, list, (compare, one, many) => {
        const condition = anyOf(compare('status/name', one), allOf(isIn('id', many), eq('owner', null)));
        const sent = new URL(`https://x.example/${encodeQuery({ conditions: String(condition) })}`);
        const parsed = parseBySandbox(sent.searchParams.get('conditions') ?? '');
        expect(literalsOf(parsed)).toEqual([toTheSecond(one), ...many.map(toTheSecond), null]);
      }),
      { seed: 20261124, numRuns: 2_000 },
    );
  });

  it('T9: lets nothing but whole numbers into a path', () => {
    for (const id of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => idPart(id)).toThrow(Failure);
    expect(idPart(250)).toBe('250');
  });

  it('T9: encodes what ConnectWise wants encoded', () => {
    expect(encodeQuery({ conditions: `(name = "O'Neil & Co+*%")`, fields: 'id,status/id', page: undefined })).toBe(
      '?conditions=(name%20%3D%20%22O%27Neil%20%26%20Co%2B%2A%25%22)&fields=id,status/id',
    );
  });
});

describe('a long list of ids', () => {
  it('is split so that 10,000 ids of seven digits take at most 60 URLs below 2,000 characters', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => 1_000_000 + index);
    const groups = splitIn('id', [...ids, ...ids.slice(0, 50)]);
    expect(groups.length).toBeLessThanOrEqual(60);
    for (const group of groups) expect(encodeQuery({ conditions: String(group) }).length).toBeLessThan(1_600);
    const asked = groups.flatMap((group) => String(group).match(/\d+/g)?.map(Number) ?? []);
    expect(asked).toEqual(ids);
  });

  it('is no URL at all when it is empty', () => {
    expect(splitIn('id', [])).toEqual([]);
  });
});

/** Every value of a condition as the sandbox read it, from left to right. */
function literalsOf(condition: SandboxCondition): unknown[] {
  return testsOf(condition).flatMap((test) => {
    if (test.kind === 'match') return [test.text];
    const literals = test.kind === 'in' ? test.values : [test.value];
    return literals.map((literal) => (literal.kind === 'null' ? null : literal.value));
  });
}

/** Dates are sent to the second, and read as milliseconds. */
function toTheSecond(value: unknown): unknown {
  return value instanceof Date ? Math.floor(value.getTime() / 1_000) * 1_000 : value;
}
