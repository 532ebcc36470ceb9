import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../src/shared/failure.js';
import { decodeCursor, encodeCursor, toPage } from '../../src/shared/page.js';

const ID = '01900000-0000-7000-8000-000000000001';
const raw = (text: string) => Buffer.from(text).toString('base64url');

function refusal(cursor: string, length = 2, list = 'things'): unknown {
  try {
    return decodeCursor(cursor, length, list);
  } catch (error) {
    if (error instanceof Failure) return error.problems;
    throw error;
  }
}

describe('cursors', () => {
  const refused = [{ code: 'INVALID', message: 'This is not a cursor of this list.', field: ['after'] }];

  it('give every key back that text and numbers can hold', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(fc.oneof(text, fc.integer()), fc.uuid(), text, (first, id, list) => {
        expect(decodeCursor(encodeCursor([first, id], list), 2, list)).toEqual([first, id]);
      }),
      { seed: 20_260_131, numRuns: 300 },
    );
  });

  it('are of one list and one number of parts, and end in an id', () => {
    expect(refusal(encodeCursor(['x', ID], 'things'))).toEqual(['x', ID]);
    for (const cursor of [
      encodeCursor(['x', ID], 'others'),
      encodeCursor(['x', ID], ''),
      encodeCursor([ID], 'things'),
      encodeCursor(['x', 'y', ID], 'things'),
      encodeCursor([ID, 'x'], 'things'),
      encodeCursor(['x', `${ID}'`], 'things'),
      encodeCursor(['x', 7], 'things'),
      encodeCursor(['a\u0000b', ID], 'things'),
      encodeCursor(['x'.repeat(2_001), ID], 'things'),
    ]) {
      expect(refusal(cursor)).toEqual(refused);
    }
  });

  it('refuse every other text, and never fail over one', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '["things"]',
      '["things",null,null]',
      `["things",["x"],"${ID}"]`,
      `{"0":"things","length":3}`,
      '\ud800',
    ]) {
      expect(refusal(raw(text))).toEqual(refused);
      expect(refusal(text)).toEqual(refused);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(refusal(text)).toEqual(refused)),
      { seed: 20_260_131 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => expect(refusal(raw(text))).toEqual(refused)),
      { seed: 20_260_131 },
    );
  });
});

describe('pages', () => {
  const page = (rows: readonly string[], first: number) =>
    toPage(
      rows,
      { first },
      { item: (row) => row, key: () => [ID], countTotal: async () => rows.length, list: 'things' },
    );

  it('hold what was asked for, and the row beyond only tells that there is more', () => {
    expect(page(['a', 'b', 'c'], 2)).toMatchObject({ hasNextPage: true, items: [{ item: 'a' }, { item: 'b' }] });
    expect(page(['a', 'b'], 2)).toMatchObject({ hasNextPage: false, items: [{ item: 'a' }, { item: 'b' }] });
    expect(page([], 2)).toMatchObject({ hasNextPage: false, items: [] });
    expect(decodeCursor(page(['a'], 1).items[0]?.cursor ?? '', 1, 'things')).toEqual([ID]);
  });
});
