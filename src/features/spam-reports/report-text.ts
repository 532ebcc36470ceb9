import { type Month, monthsAfter } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { UserId } from '../../shared/ids.js';
import { shortened } from '../../shared/text.js';
import { COUNTERS, type Counters } from '../spam/counters.js';
import type { SpamLanguage } from '../spam-settings/spam-settings.js';
import { plainName } from './plain-name.js';
import { type ReportFigures, referenceOf } from './report.js';
import { formatsOf, type ReportFormats } from './report-formats.js';
import { periodsOf } from './report-periods.js';
import { REPORT_WORDS, type ReportWords } from './report-words.js';
import { shownDomain } from './shown-domain.js';
import { textTable } from './text-table.js';

/** Whose report it is, of which month, and how it is written. */
export interface ReportHead {
  readonly userId: UserId;
  readonly name: string;
  readonly month: Month;
  /** The last day of which it tells, if the month is not over by then. */
  readonly asOf: Day;
  readonly language: SpamLanguage;
}

const LONGEST = { subject: 100, name: 200 } as const;
const MOST_DOMAINS = 10;

export function subjectOf({ userId, name, month, language }: ReportHead): string {
  const words = REPORT_WORDS[language];
  const { before, after } = words.subject(formatsOf(words.locale).month(month));
  return before + shortened(plainName(name, userId), LONGEST.subject - before.length - after.length) + after;
}

/** However long names and domains are, it has less than the 16,384 bytes that ConnectWise takes. */
export function textOf(head: ReportHead, figures: ReportFigures, fileName: string): string {
  const words = REPORT_WORDS[head.language];
  const formats = formatsOf(words.locale);
  const name = shortened(plainName(head.name, head.userId), LONGEST.name);
  const month = formats.month(head.month);
  const { from, to: end } = periodsOf(head.month).yearToDate;
  const to = formats.day(head.asOf < end ? head.asOf : end);
  const reported = head.asOf < end ? words.soFar({ month, day: to }) : month;
  const year = formats.year(head.month);
  return [
    ...[...words.heading({ name, month, reported }), '', ...overview(head.month, figures, { words, formats }), ''],
    ...[...words.remarks({ year, from: formats.day(from), to }), ''],
    ...[words.domains(month), '', ...topDomains(figures, { words, formats }), ''],
    ...[words.file(fileName), '', `Ref: ${referenceOf(head.userId, head.month)}`],
  ].join('\n');
}

interface Writing {
  readonly words: ReportWords;
  readonly formats: ReportFormats;
}

function overview(of: Month, { month, before, yearToDate }: ReportFigures, writing: Writing): string[] {
  const { words, formats } = writing;
  const { columns } = words;
  const head = [formats.shortMonth(of), formats.shortMonth(monthsAfter(of, -1)), columns.change];
  const shares = [month, before, yearToDate].map(shareOf);
  const share = (at: number) => (shares[at] === undefined ? words.none : formats.percent(shares[at]));
  return textTable([
    [columns.kind, ...head, words.year(formats.year(of))],
    ...COUNTERS.map((name) => [
      ...[columns[name], formats.number(month[name]), formats.number(before[name])],
      ...[change(month[name], before[name], writing), formats.number(yearToDate[name])],
    ]),
    [columns.share, share(0), share(1), changeOfShare(shares, writing), share(2)],
  ]);
}

function topDomains({ domains }: ReportFigures, { words, formats }: Writing): string[] {
  const { domain, spam, phishing, viruses, totalMessages } = words.columns;
  const first = domains.slice(0, MOST_DOMAINS);
  const more = domains.length - first.length;
  return [
    ...textTable([
      [domain, spam, phishing, viruses, totalMessages],
      ...first.map(({ domain: name, counters }) => [
        shownDomain(name),
        ...([counters.spam, counters.phishing, counters.viruses, counters.totalMessages] as const).map(formats.number),
      ]),
    ]),
    ...(more > 0 ? [words.more(formats.number(more))] : []),
  ];
}

function change(now: number, before: number, { words, formats }: Writing): string {
  if (before > 0) return formats.change((now - before) / before);
  return now > 0 ? words.fresh : words.none;
}

/** In thousandths, as it is shown: the change of what is shown must be what anybody reckons from it. */
function shareOf({ spam, totalMessages }: Counters): number | undefined {
  return totalMessages > 0 ? Math.round((spam / totalMessages) * 1_000) : undefined;
}

function changeOfShare([now, before]: readonly (number | undefined)[], { words, formats }: Writing): string {
  return now === undefined || before === undefined ? words.none : words.points(formats.points(now - before));
}
