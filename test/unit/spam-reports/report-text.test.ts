import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceOf } from '../../../src/features/spam-reports/report.js';
import { subjectOf, textOf } from '../../../src/features/spam-reports/report-text.js';
import type { Month } from '../../../src/shared/calendar.js';
import type { Day } from '../../../src/shared/day.js';
import { graphemesOf } from '../../../src/shared/text.js';
import { counters, figures, head } from './sample.js';

const FILE = 'spam-2026-10-Fabrikam-Ltd.csv';
const OCTOBER = figures({
  month: counters(48_210, 29_875, 17_604, 512, 19),
  before: counters(45_100, 28_800, 15_800, 640, 0),
  yearToDate: counters(430_560, 270_100, 152_300, 5_210, 88),
  domains: [
    { domain: 'example.com', counters: counters(30_110, 19_000, 11_050, 310, 12) },
    { domain: 'xn--bcher-kva.example', counters: counters(18_100, 10_875, 6_554, 202, 7) },
    { domain: 'xn--fiqs8s.example', counters: counters() },
  ],
});

const ENGLISH = `Mail filter report

Customer: Fabrikam Ltd
Month: October 2026

What the mail filter saw, in messages:

Messages         | Oct 2026 | Sep 2026 |   Change | 2026 so far
All received     |   48,210 |   45,100 |    +6.9% |     430,560
Delivered to you |   29,875 |   28,800 |    +3.7% |     270,100
Spam             |   17,604 |   15,800 |   +11.4% |     152,300
Phishing         |      512 |      640 |   -20.0% |       5,210
Viruses          |       19 |        0 |      new |          88
Share of spam    |    36.5% |    35.0% | +1.5 pts |       35.4%

2026 so far: January 1, 2026 to October 31, 2026.
One message can count as more than one kind.

Domains with the most spam in October 2026:

Domain                                 |   Spam | Phishing | Viruses | All received
example.com                            | 11,050 |      310 |      12 |       30,110
bücher.example (xn--bcher-kva.example) |  6,554 |      202 |       7 |       18,100
中国.example (xn--fiqs8s.example)      |      0 |        0 |       0 |            0

Figures of each day and domain: spam-2026-10-Fabrikam-Ltd.csv

Ref: psa-bridge:spam:2026-10:019f0000-0000-7000-8000-000000000001`;

const JAPANESE = `迷惑メール対策レポート

お客様名: 株式会社サンプル 様
対象月: 2026年10月

平素より大変お世話になっております。
2026年10月のメールフィルターの検知状況を、下記のとおりご報告いたします。

検知状況(単位: 通)

区分                 | 2026年10月 | 2026年9月 |       前月比 | 2026年累計
受信メール総数       |     48,210 |    45,100 |        +6.9% |    430,560
お客様に届いたメール |     29,875 |    28,800 |        +3.7% |    270,100
迷惑メール           |     17,604 |    15,800 |       +11.4% |    152,300
フィッシング         |        512 |       640 |       -20.0% |      5,210
ウイルスメール       |         19 |         0 |         新規 |         88
迷惑メールの割合     |      36.5% |     35.0% | +1.5ポイント |      35.4%

※ 2026年累計は、2026年1月1日から2026年10月31日までの合計です。
※ 1通のメールが複数の区分に該当する場合があります。

迷惑メールの多いドメイン(2026年10月、単位: 通)

ドメイン                               | 迷惑メール | フィッシング | ウイルスメール | 受信メール総数
example.com                            |     11,050 |          310 |             12 |         30,110
bücher.example (xn--bcher-kva.example) |      6,554 |          202 |              7 |         18,100
中国.example (xn--fiqs8s.example)      |          0 |            0 |              0 |              0

日別・ドメイン別の件数は、ファイル「spam-2026-10-Fabrikam-Ltd.csv」をご覧ください。

Ref: psa-bridge:spam:2026-10:019f0000-0000-7000-8000-000000000001`;

/** The cells of the line that begins with this. */
function cells(text: string, start: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(start)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

describe('M3: the text of a report', () => {
  it('M3: reads like this in English', () => {
    expect(textOf(head(), OCTOBER, FILE)).toBe(ENGLISH);
    expect(subjectOf(head())).toBe('Mail filter report, October 2026: Fabrikam Ltd');
  });

  it('M3: reads like this in Japanese', () => {
    const of = head({ name: '株式会社サンプル', language: 'JA' });
    expect(textOf(of, OCTOBER, FILE)).toBe(JAPANESE);
    expect(subjectOf(of)).toBe('迷惑メール対策レポート(2026年10月): 株式会社サンプル 様');
  });

  it.each([
    ['EN', 'Month: October 2026, up to October 10, 2026', '2026 so far: January 1, 2026 to October 10, 2026.'],
    ['JA', '対象月: 2026年10月(2026年10月10日まで)', '※ 2026年累計は、2026年1月1日から2026年10月10日までの合計です。'],
  ] as const)('M3: of a month that is not over say up to which day, in %s', (language, month, year) => {
    const lines = (asOf: string) => textOf(head({ language, asOf: asOf as Day }), OCTOBER, FILE).split('\n');
    expect(lines('2026-10-10')).toEqual(expect.arrayContaining([month, year]));
    expect(lines('2026-10-31')).toEqual(lines('2026-11-05'));
  });

  it('M3: stands like this in the documentation', () => {
    const page = readFileSync(new URL('../../../docs/spam-statistics.md', import.meta.url), 'utf8');
    for (const text of [ENGLISH, JAPANESE]) expect(page).toContain(`\`\`\`\n${text}\n\`\`\``);
  });

  it.each([
    ['EN', 'Spam ', '—', 'new'],
    ['JA', '迷惑メール ', '－', '新規'],
  ] as const)('M3: says in %s what changed only where that can be said', (language, row, none, fresh) => {
    const change = (month: number, before: number) => {
      const of = { month: counters(1_000, 0, month), before: counters(1_000, 0, before) };
      return cells(textOf(head({ language }), figures(of), FILE), row)[3];
    };
    expect(change(0, 0)).toBe(none);
    expect(change(5, 0)).toBe(fresh);
    expect(change(0, 5)).toBe('-100.0%');
    expect(change(5, 5)).toBe('0.0%');
    expect(change(9_999, 10_000)).toBe('0.0%');
    expect(change(2_000, 1)).toBe('+199,900.0%');
  });

  it('M3: has no share of nothing, and the change of a share is that of what is shown', () => {
    const share = (month: number[], before: number[]) =>
      cells(textOf(head(), figures({ month: counters(...month), before: counters(...before) }), FILE), 'Share').slice(
        1,
      );
    expect(share([], [1, 0, 1])).toEqual(['—', '100.0%', '—', '—']);
    // 33.34 and 66.66 % are 33.3 more than each other, not 33.32.
    expect(share([10_000, 0, 6_666], [10_000, 0, 3_334])).toEqual(['66.7%', '33.3%', '+33.4 pts', '—']);
    const most = Number.MAX_SAFE_INTEGER;
    expect(share([most, 0, most - 1], [most, 0, most])).toEqual(['100.0%', '100.0%', '0.0 pts', '—']);
  });

  it('M3: names the month before and the days of the year also in January and in February of leap years', () => {
    const text = (month: string) => textOf(head({ month: month as Month, asOf: '2999-01-01' as Day }), figures(), FILE);
    expect(cells(text('2026-01'), 'Messages')).toEqual(['Messages', 'Jan 2026', 'Dec 2025', 'Change', '2026 so far']);
    expect(text('2026-01')).toContain('January 1, 2026 to January 31, 2026.');
    expect(text('2028-02')).toContain('January 1, 2028 to February 29, 2028.');
    expect(text('2100-02')).toContain('January 1, 2100 to February 28, 2100.');
  });

  it('M3: has ten domains and tells how many more there are', () => {
    const domains = (count: number) => {
      const list = Array.from({ length: count }, (_, at) => ({ domain: `d${at}.example`, counters: counters() }));
      return textOf(head(), figures({ domains: list }), FILE)
        .split('\n')
        .filter((line) => /^d\d|^and/.test(line));
    };
    expect(domains(10)).toHaveLength(10);
    expect(domains(11).slice(9)).toEqual([expect.stringMatching(/^d9\.example /), 'and 1 more']);
    expect(domains(1_244).at(-1)).toBe('and 1,234 more');
  });
});

/** Characters that have made texts break, fold or turn round. */
const HOSTILE = [
  '\n',
  '\r',
  '\u2028',
  '\u0085',
  '\u202e',
  '\u2066',
  '\u200f',
  '\ufeff',
  '\u00ad',
  '\u{e0041}',
  '|',
  '\t',
];
const someName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  fc.string({
    unit: fc.oneof(fc.constantFrom(...HOSTILE, '👩‍👩‍👧‍👦', 'e\u0301', '長'), fc.constant('a')),
    maxLength: 300,
  }),
);
const language = fc.constantFrom('EN' as const, 'JA' as const);

describe('M3: names of a source in a report', () => {
  it('M3: whatever they are, text and subject keep their lines, their limits and whole characters', () => {
    fc.assert(
      fc.property(someName, language, (name, of) => {
        const told = head({ name, language: of });
        const [text, subject] = [textOf(told, OCTOBER, FILE), subjectOf(told)];
        const lines = text.split('\n');
        expect(lines).toHaveLength((of === 'EN' ? ENGLISH : JAPANESE).split('\n').length);
        expect(lines.filter((line) => line.startsWith('Ref: '))).toEqual([
          `Ref: ${referenceOf(told.userId, told.month)}`,
        ]);
        for (const one of [...lines, subject])
          expect(one).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
        expect(subject.length).toBeLessThanOrEqual(100);
        // What is left of a name is a beginning of it, cut where a character ends.
        const [kept = ''] = subject.slice(subject.indexOf(': ') + 2).split('…');
        const whole = (lines[2] ?? '').slice((lines[2] ?? '').indexOf(': ') + 2);
        if (subject.includes('…') && whole.startsWith(kept)) {
          expect(graphemesOf(whole).slice(0, graphemesOf(kept).length).join('')).toBe(kept);
        }
      }),
      { seed: 20_261_129, numRuns: 500 },
    );
  });

  it('M3: cannot pass for the reference, and one of nothing visible is the id', () => {
    const name = 'Ref: psa-bridge:spam:2026-10:019f0000-0000-7000-8000-00000000ffff';
    for (const written of ['EN', 'JA'] as const) {
      const lines = textOf(head({ name, language: written }), OCTOBER, FILE).split('\n');
      expect(lines.filter((line) => line.startsWith('Ref: '))).toHaveLength(1);
    }
    expect(subjectOf(head({ name: '\u200b\u202e \u200d' }))).toContain(': 019f0000-0000-7000-8000-000000000001');
  });

  it('M3: the longest names and domains still fit', () => {
    const label = 'xn--fiqs8sfiqs8s'.padEnd(63, 'a');
    const long = `${[label, label, label].join('.')}.${'b'.repeat(57)}.de`;
    const most = Number.MAX_SAFE_INTEGER;
    const domains = Array.from({ length: 2_000 }, () => ({
      domain: long,
      counters: counters(most, most, most, most, most),
    }));
    for (const written of ['EN', 'JA'] as const) {
      const text = textOf(head({ name: '長'.repeat(400), language: written }), figures({ domains }), FILE);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
    }
  });
});
