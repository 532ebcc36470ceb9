import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutName, foldName, nameKey } from '../../../src/features/matching/name-key.js';

const runs = { seed: 20_261_124, numRuns: 500 };
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'aÉßŉİςΣﾊﾞはば゙ー・㈱(株)&.\u0301\ud83d\udc00\u200b \u3000'), maxLength: 60 }),
);
const plainWord = fc
  .string({ unit: fc.constantFrom(...'bcdfghkmnprstvw'), minLength: 3, maxLength: 9 })
  .map((word) => `${word}oru`);
const plainName = fc.array(plainWord, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const japaneseName = fc.string({
  unit: fc.constantFrom(...'桜井山田電機商事さくらヒカリ'),
  minLength: 2,
  maxLength: 8,
});

const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).replace(/ /g, '\u3000');
const normalised = (name: string) => nameKey(name).normalised;

it('P4: of a name longer than any the beginning counts, and patterns that are slow on long ones never see it', () => {
  const start = `アー${'ー'.repeat(998)}`;
  expect(nameKey(`${start}${'ー'.repeat(1_000_000)}ア`)).toEqual(nameKey(start));
});

describe('a folded name', () => {
  it.each([
    ['ＡＣＭＥ　Ｃｏｒｐ．', 'acme corp.'],
    ['  Acme \t  Corp. ', 'ACME CORP.'],
    ['ﾃｸﾉｻｰﾋﾞｽ', 'テクノサービス'],
    ['㈱山田', '(株)山田'],
    ['GROSSE STRASSE', 'Große Straße'],
    ['GROẞE STRAẞE', 'Große Straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['Cafe\u0301', 'CAFÉ'],
    ['Acme\u200b Corp', 'Acme Corp'],
  ])('is the same for %j and %j', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it.each([
    ['Café', 'Cafe'],
    ['Acme, Inc', 'Acme Inc'],
    ['Acme', 'Acme Inc'],
    ['ハハ', 'ババ'],
    ['さくら', 'サクラ'],
    ['山田 電機', '山田電機'],
  ])('is not the same for %j and %j', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('is folded once and for all, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldName(text);
        expect(foldName(folded)).toBe(folded);
        expect(folded).not.toMatch(/\p{Cs}|\p{Cc}|^\s|\s$|\s\s/u);
      }),
      runs,
    );
  });
});

describe('a normalised name', () => {
  it.each([
    ['Acme', 'Acme, Inc.', 'ACME INCORPORATED', 'acme llc', 'Acme L.L.C.', 'Acme Co., Ltd.', 'The Acme Company'],
    [
      'Weber Logistik',
      'Weber Logistik GmbH & Co. KG',
      'Weber Logistik GmbH und Co KG',
      'Weber Logistik UG (haftungsbeschränkt)',
    ],
    [
      'Rossi',
      'Rossi S.A.',
      'Rossi S.A.S',
      'Rossi SARL',
      'Rossi S.r.l.',
      'Rossi B.V.',
      'Rossi A/S',
      'Rossi ApS',
      'Rossi Oy',
    ],
    [
      'Singh Transport',
      'Singh Transport Pty Ltd',
      'Singh Transport Pte. Ltd.',
      'Singh Transport Sdn. Bhd.',
      'Singh Transport K.K.',
    ],
    [
      '桜井',
      '株式会社桜井',
      '桜井株式会社',
      '(株)桜井',
      '桜井（株）',
      '㈱桜井',
      '有限会社 桜井',
      '㈲桜井',
      '桜井合同会社',
      '(同)桜井',
    ],
    [
      'みどりの会',
      '特定非営利活動法人みどりの会',
      'NPO法人 みどりの会',
      'ＮＰＯ法人みどりの会',
      '一般社団法人みどりの会',
    ],
    ['Smith & Jones', 'Smith and Jones', 'Smith ＆ Jones', 'Smith + Jones', 'smith&jones'],
    ["O'Neil Plumbing", 'ONeil Plumbing', 'O’Neil Plumbing'],
    ['J.B. Homes', 'JB Homes', 'J B Homes', 'J. B. Homes'],
    ['Châtelet', 'Chatelet', 'CHATELET'],
    ['Sørensen', 'Sorensen', 'SØRENSEN'],
    ['テクノ・サービス', 'テクノサービス', 'ﾃｸﾉ･ｻｰﾋﾞｽ', 'テクノ サービス'],
    ['日本コンピューター', '日本コンピュータ', '日本コンピュ－タ－'],
    ['丸井工業株式会社 大阪支店', '丸井工業㈱大阪支店', '丸井工業 大阪支店'],
  ])('is one for %s and all its spellings', (name, ...others) => {
    expect(others.map(normalised)).toEqual(others.map(() => normalised(name)));
  });

  it.each([
    ['ハハの会', 'ババの会'],
    ['さくら', 'サクラ'],
    ['桜井商事', '桜井商会'],
    ['コーヒーハウス', 'コピーハウス'],
    ['ビル園', 'ビール園'],
    ['Falcon Dental', 'Falcon Dentistry'],
    ['Crescent Hotel & Spa', 'Crescent Hotel'],
    ['Acme 1', 'Acme 2'],
  ])('is not one for %s and %s', (one, other) => {
    expect(normalised(one)).not.toBe(normalised(other));
  });

  it.each(['LLC', 'Limited', 'The Company', '株式会社', '(株)', '医療法人', '!!!', '&', 'The', '🦷'])(
    'is never empty: %s keeps something of itself',
    (name) => {
      expect(normalised(name)).not.toBe('');
    },
  );

  it('tells apart the forms that make two companies, and no others', () => {
    const forms = ['Acme Inc', 'Acme Co., Ltd.', 'Acme K.K.', '株式会社アクメ', '㈱アクメ'].map(
      (name) => nameKey(name).legalForm,
    );
    expect(new Set(forms).size).toBe(1);
    const others = ['Acme', 'Acme Inc', 'Acme LLC', 'Acme GmbH', 'Acme KG', '有限会社アクメ'].map(
      (name) => nameKey(name).legalForm,
    );
    expect(new Set(others).size).toBe(others.length);
  });

  it('is the same in every case and width', () => {
    fc.assert(
      fc.property(fc.oneof(plainName, japaneseName), (name) => {
        expect(nameKey(name.toUpperCase())).toEqual(nameKey(name));
        expect(nameKey(fullWidth(name))).toEqual(nameKey(name));
      }),
      runs,
    );
  });

  it('is the same with every legal form', () => {
    const latin = fc.constantFrom(
      ' Inc',
      ', Inc.',
      ' LLC',
      ' L.L.C.',
      ' Ltd.',
      ' GmbH',
      ' GmbH & Co. KG',
      ' S.p.A. Ltd',
      ' N.V.',
      ' AB',
    );
    fc.assert(
      fc.property(
        plainName,
        latin.filter((form) => !form.includes('S.p.A.')),
        (name, form) => {
          expect(nameKey(name + form)).toMatchObject({ normalised: normalised(name), sketch: nameKey(name).sketch });
        },
      ),
      runs,
    );
    const japanese = fc.constantFrom('株式会社', '㈱', '（株）', '有限会社', '㈲', '合同会社');
    fc.assert(
      fc.property(japaneseName, japanese, (name, form) => {
        expect(normalised(name + form)).toBe(normalised(name));
        expect(normalised(form + name)).toBe(normalised(name));
      }),
      runs,
    );
  });

  it('is sound and bounded for every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = nameKey(text);
        expect(key).toEqual(nameKey(key.folded));
        expect(key.sketch).toMatch(/^[a-z0-9 ]*$/);
        expect(key.sketch.length).toBeLessThanOrEqual(3 * key.folded.length + 2);
        expect(key.normalised.length).toBeLessThanOrEqual(3 * key.folded.length);
        for (const form of [key.folded, key.normalised, ...key.keys]) expect(form).not.toMatch(/\p{Cs}|\p{Cc}/u);
        expect(key.keys.length).toBeLessThanOrEqual(8);
        for (const part of key.keys) expect(part.length).toBeLessThanOrEqual(32);
      }),
      runs,
    );
  });
});

describe('the keys of a name', () => {
  const keysOf = (name: string) => nameKey(name).keys;
  const shared = (one: string, other: string) => keysOf(one).filter((key) => keysOf(other).includes(key));

  it('hold one in common with the name that lacks a letter, wherever it is', () => {
    fc.assert(
      fc.property(
        plainName.filter((name) => name.replaceAll(' ', '').length >= 8),
        fc.nat(),
        (name, at) => {
          const place = at % name.length;
          fc.pre(name[place] !== ' ');
          expect(shared(name, name.slice(0, place) + name.slice(place + 1))).not.toEqual([]);
        },
      ),
      runs,
    );
  });

  it('hold one in common with the name that has a word more at either end', () => {
    fc.assert(
      fc.property(plainName, plainWord, (name, word) => {
        expect(shared(name, `${name} ${word}`)).not.toEqual([]);
        expect(shared(name, `${word} ${name}`)).not.toEqual([]);
      }),
      runs,
    );
  });

  it('are not empty for any name that says something', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, keys } = nameKey(text);
        if (folded !== '') expect(keys.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });
});

describe('a cut name', () => {
  const name = 'International Brotherhood of Electrical Workers Local 481';

  it('is what an older server kept of a longer name, in any case', () => {
    expect(cutName(name).cut50).toBe(foldName(name.slice(0, 50)));
    expect(cutName(name).cut156).toBeUndefined();
    expect(cutName(`  ${name.toUpperCase()}`).cut50).toBe(cutName(name).cut50);
  });

  it('is one character shorter where the cut left a space at the end', () => {
    const spaced = `${'x'.repeat(49)} and more`;
    expect(cutName(spaced).cut50).toBe('x'.repeat(49));
  });

  it('is none for a name that fits', () => {
    expect(cutName('x'.repeat(50)).cut50).toBeUndefined();
    expect(cutName('x'.repeat(157)).cut156).toBe('x'.repeat(156));
  });

  it('never holds half a character', () => {
    expect(cutName(`${'x'.repeat(49)}🦷 dental`).cut50).toBe('x'.repeat(49));
  });

  it('is there exactly for a name that is too long, and is folded whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cuts = cutName(text);
        for (const [length, cut] of [[50, cuts.cut50] as const, [156, cuts.cut156] as const]) {
          expect(cut !== undefined).toBe(text.trim().length > length);
          if (cut === undefined) continue;
          expect(foldName(cut)).toBe(cut);
          expect(cut).not.toMatch(/\p{Cs}/u);
        }
      }),
      runs,
    );
  });

  it('counts as the server did, although "ß" and "㈱" grow when they are folded', () => {
    const long = `㈱Große ${'x'.repeat(60)}`;
    expect(cutName(long).cut50).toBe(foldName(long.slice(0, 50)));
  });
});
