import type { Counters } from '../spam/counters.js';
import type { SpamLanguage } from '../spam-settings/spam-settings.js';

/** The lines of a report in one language. Months, days and numbers come as they are written in it. */
export interface ReportWords {
  readonly locale: string;
  /** A figure that cannot be said. */
  readonly none: string;
  /** A change from nothing to something. */
  readonly fresh: string;
  /** A change in hundredths of the whole. */
  points(change: string): string;
  subject(month: string): { readonly before: string; readonly after: string };
  /** A month that is not over. */
  soFar(told: { readonly month: string; readonly day: string }): string;
  /** `reported` is the month with up to which day it is told of. */
  heading(told: { readonly name: string; readonly month: string; readonly reported: string }): readonly string[];
  readonly columns: Readonly<Record<keyof Counters | 'kind' | 'change' | 'domain' | 'share', string>>;
  year(year: string): string;
  remarks(told: { readonly year: string; readonly from: string; readonly to: string }): readonly string[];
  domains(month: string): string;
  more(count: string): string;
  file(fileName: string): string;
}

const english: ReportWords = {
  ...{ locale: 'en', none: '—', fresh: 'new' },
  points: (change) => `${change} pts`,
  subject: (month) => ({ before: `Mail filter report, ${month}: `, after: '' }),
  soFar: ({ month, day }) => `${month}, up to ${day}`,
  heading: ({ name, reported }) => [
    ...['Mail filter report', '', `Customer: ${name}`, `Month: ${reported}`, ''],
    'What the mail filter saw, in messages:',
  ],
  columns: {
    ...{ kind: 'Messages', change: 'Change', domain: 'Domain' },
    ...{ totalMessages: 'All received', accountMessages: 'Delivered to you', share: 'Share of spam' },
    ...{ spam: 'Spam', phishing: 'Phishing', viruses: 'Viruses' },
  },
  year: (year) => `${year} so far`,
  remarks: ({ year, from, to }) => [
    `${year} so far: ${from} to ${to}.`,
    'One message can count as more than one kind.',
  ],
  domains: (month) => `Domains with the most spam in ${month}:`,
  more: (count) => `and ${count} more`,
  file: (fileName) => `Figures of each day and domain: ${fileName}`,
};

const japanese: ReportWords = {
  ...{ locale: 'ja', none: '－', fresh: '新規' },
  points: (change) => `${change}ポイント`,
  subject: (month) => ({ before: `迷惑メール対策レポート(${month}): `, after: ' 様' }),
  soFar: ({ month, day }) => `${month}(${day}まで)`,
  heading: ({ name, month, reported }) => [
    ...['迷惑メール対策レポート', '', `お客様名: ${name} 様`, `対象月: ${reported}`, ''],
    ...[
      '平素より大変お世話になっております。',
      `${month}のメールフィルターの検知状況を、下記のとおりご報告いたします。`,
    ],
    ...['', '検知状況(単位: 通)'],
  ],
  columns: {
    ...{ kind: '区分', change: '前月比', domain: 'ドメイン' },
    ...{ totalMessages: '受信メール総数', accountMessages: 'お客様に届いたメール', share: '迷惑メールの割合' },
    ...{ spam: '迷惑メール', phishing: 'フィッシング', viruses: 'ウイルスメール' },
  },
  year: (year) => `${year}累計`,
  remarks: ({ year, from, to }) => [
    `※ ${year}累計は、${from}から${to}までの合計です。`,
    '※ 1通のメールが複数の区分に該当する場合があります。',
  ],
  domains: (month) => `迷惑メールの多いドメイン(${month}、単位: 通)`,
  more: (count) => `ほか${count}ドメイン`,
  file: (fileName) => `日別・ドメイン別の件数は、ファイル「${fileName}」をご覧ください。`,
};

export const REPORT_WORDS: Readonly<Record<SpamLanguage, ReportWords>> = { EN: english, JA: japanese };
