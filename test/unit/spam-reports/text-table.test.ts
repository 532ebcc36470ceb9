import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayWidth } from '../../../src/features/spam-reports/display-width.js';
import { textTable } from '../../../src/features/spam-reports/text-table.js';

describe('M3: how wide a text is', () => {
  it.each([
    ['', 0],
    ['Spam', 4],
    ['迷惑メール', 10],
    ['ﾒｰﾙ', 3],
    ['ｶﾞ', 2],
    ['ガ', 2],
    ['カ\u3099', 2],
    ['Ａ１', 4],
    ['bücher', 6],
    ['bu\u0308cher', 6],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['🙂', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['👍🏽', 2],
    ['🇯🇵', 2],
    ['❤️', 2],
    ['❤', 1],
    ['a\u200bb', 2],
    ['－', 2],
    ['—', 1],
  ])('M3: %j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('M3: a table of text', () => {
  it('M3: has its bars under each other, also with characters of full width and emoji', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', '長', 'ﾒ', '👩‍👩‍👧‍👦', 'e\u0301', ' '), maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
        const bars = textTable(rows).map((line) => line.split('|').map(displayWidth));
        for (const one of bars) expect(one).toEqual(bars[0]);
      }),
      { seed: 20_261_129, numRuns: 200 },
    );
  });

  it('M3: one very long domain sticks out alone', () => {
    const lines = textTable([
      ['Domain', 'Spam'],
      ['a'.repeat(200), '1'],
      ['b.example', '20'],
    ]);
    expect(lines.map((line) => line.indexOf('|'))).toEqual([49, 201, 49]);
  });
});
