import { domainToASCII } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileNamePart, plainName } from '../../../src/features/spam-reports/plain-name.js';
import { shownDomain } from '../../../src/features/spam-reports/shown-domain.js';

describe('M3: a mail domain as people write it', () => {
  it.each([
    'bücher.example',
    '中国.example',
    '迷惑メール.example',
    'ラーメン.jp',
    '한글.example',
    'łódź.pl',
    'пример.рф',
    'παράδειγμα.ελ',
    'việt.example',
  ])('M3: %s is shown, its ASCII form beside it', (written) => {
    const ascii = domainToASCII(written);
    expect(shownDomain(ascii)).toBe(`${written} (${ascii})`);
  });

  it.each([
    ['letters of Latin and Cyrillic mixed', 'pаypal.example'],
    ['Cyrillic letters that pass for Latin ones', 'аррӏе.example'],
    ['Cyrillic before a Latin domain', 'пример.example'],
    ['Greek and Latin mixed', 'αpple.example'],
    ['a letter without its dot', 'kıng.example'],
    ['Latin and Han mixed', 'abc中国.example'],
    ['what turns the line round', 'مثال.example'],
    ['the same in Hebrew', 'דוגמה.example'],
    ['a mark that stands alone', 'q\u0301uery.example'],
  ])('M3: %s is shown in ASCII alone', (_name, written) => {
    const ascii = domainToASCII(written);
    expect(ascii).toContain('xn--');
    expect(shownDomain(ascii)).toBe(ascii);
  });

  it.each(['example.com', 'xn--.example', 'xn--zzzzzzzzzz99999.example', `${'xn--fiqs8s.'.repeat(20)}example`])(
    'M3: %s stays as it is',
    (domain) => {
      expect(shownDomain(domain)).toBe(domain);
    },
  );
});

describe('M3: a name in a text and in the name of a file', () => {
  it.each([
    [' Fabrikam\r\n\tLtd ', 'Fabrikam Ltd'],
    ['a\u2028b\u2029c\u0085d', 'a b c d'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['\ufeffSoft\u00adhyphen', 'Softhyphen'],
    ['👩‍👩‍👧‍👦 GmbH', '👩‍👩‍👧‍👦 GmbH'],
    ['株式会社サンプル', '株式会社サンプル'],
    ['\u200b\u2066', 'none'],
    ['\u0301', 'none'],
    ['half \ud83d pair', 'half pair'],
  ])('M3: %j is %j', (name, plain) => {
    expect(plainName(name, 'none')).toBe(plain);
  });

  it.each([
    ['Fabrikam, Ltd.', 'Fabrikam-Ltd'],
    ['Bücher & Söhne', 'Bucher-Sohne'],
    ['株式会社ＡＢＣ', 'ABC'],
    ['株式会社', 'none'],
    ['../../etc/passwd', 'etc-passwd'],
    ['=cmd|"/c calc"!A1', 'cmd-c-calc-A1'],
    [`a${'-'.repeat(70)}b`, 'a-b'],
    [`${'ab '.repeat(50)}`, 'ab-'.repeat(20).slice(0, -1)],
  ])('M3: of %j the file has %j', (name, part) => {
    expect(fileNamePart(name, 'none')).toBe(part);
  });

  it('M3: a file name has nothing but letters, digits and hyphens of ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        expect(fileNamePart(name, 'none')).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?$/);
      }),
      { seed: 20_261_129, numRuns: 500 },
    );
  });
});
