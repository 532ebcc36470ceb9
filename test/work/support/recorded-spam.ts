import { isDeepStrictEqual } from 'node:util';
import type { RecordSpamItem } from '../../../src/features/spam/record-spam.js';
import type { ReportFigures } from '../../../src/features/spam-reports/report.js';
import type { SpamRoute } from '../../../src/features/spam-settings/spam-settings.js';
import { type Month, monthsAfter } from '../../../src/shared/calendar.js';
import type { Day } from '../../../src/shared/day.js';
import type { StandingRecord } from '../../support/spam-reports.js';

/** A report as the history has it. */
export interface SentReport {
  readonly asOf: string;
  readonly text: string;
  readonly csv: string;
  readonly figures: ReportFigures;
}

interface Subject {
  readonly source: string;
  /** Name and key of the user, and its mail domain's first part. */
  readonly identifier: string;
  readonly month: Month;
  readonly today: Day;
}

const NAMES = ['totalMessages', 'accountMessages', 'spam', 'phishing', 'viruses'] as const;
type Told = Readonly<Record<(typeof NAMES)[number], number>>;

/** More than there are customers, so that no two reports show the same. */
const STEP = 100;

/** What a source told of one customer, and so what has to stand in its report; summed up without the product's help. */
export class RecordedSpam {
  readonly #days = new Map<string, Told>();
  #figure: number;

  constructor(
    private readonly of: Subject,
    ordinal: number,
  ) {
    this.#figure = ordinal;
  }

  /** Other figures of the same days: one in the month, one before it, one in the last 30 days. */
  next(): RecordSpamItem[] {
    const { month, today, source, identifier } = this.of;
    this.#figure += STEP;
    const days = [`${month}-10`, `${monthsAfter(month, -1)}-20`, today];
    for (const [at, day] of days.entries()) this.#days.set(day, toldFrom(this.#figure + at));
    const user = { source, userExternalId: identifier, domain: this.#domain };
    return days.map((day) => ({ ...user, day, ...(this.#days.get(day) ?? toldFrom(0)) }));
  }

  /** What of a sent report, and of what stands in ConnectWise by it, is not what was recorded last. */
  differences(
    route: SpamRoute,
    { report, there }: { readonly report: SentReport; readonly there: readonly StandingRecord[] },
  ): string[] {
    const figures = this.#figures(report.asOf);
    const stands = there.map(({ kind, shows }) => `${kind} ${shows}`).sort();
    const wanted = wantedThere(route, { report, figures });
    const shown = report.text.match(/^Spam +\| +([\d,]+)/m)?.[1]?.replaceAll(',', '');
    return [
      ...(isDeepStrictEqual(report.figures, figures) ? [] : [`figures ${JSON.stringify(report.figures)}`]),
      ...(shown === String(figures.month.spam) ? [] : [`a text that shows ${shown}: ${report.text}`]),
      ...(report.csv === this.#csv() ? [] : [`a file ${report.csv}`]),
      ...(isDeepStrictEqual(stands, wanted) ? [] : [`${JSON.stringify(stands)} in place of ${JSON.stringify(wanted)}`]),
    ].map((difference) => `${route} of ${this.of.identifier}: ${difference}`);
  }

  get #domain(): string {
    return `${this.of.identifier}.example`;
  }

  #figures(asOf: string): ReportFigures {
    const { month } = this.of;
    const before = monthsAfter(month, -1);
    const counters = this.#sum(`${month}-01`, `${month}-31`);
    const last30 = new Date(Date.parse(asOf) - 29 * 86_400_000).toISOString().slice(0, 10);
    return {
      month: counters,
      before: this.#sum(`${before}-01`, `${before}-31`),
      yearToDate: this.#sum(`${month.slice(0, 4)}-01-01`, `${month}-31`),
      domains: [{ domain: this.#domain, counters }],
      native: [
        {
          domain: this.#domain,
          last30Days: this.#sum(last30, asOf),
          yearToDate: this.#sum(`${asOf.slice(0, 4)}-01-01`, asOf),
        },
      ],
    };
  }

  #sum(from: string, to: string): Told {
    const days = [...this.#days].filter(([day]) => day >= from && day <= to).map(([, told]) => told);
    return told((name) => days.reduce((sum, day) => sum + day[name], 0));
  }

  #csv(): string {
    const { month, source, identifier } = this.of;
    const day = `${month}-10`;
    const counts = NAMES.map((name) => this.#days.get(day)?.[name]);
    return [
      '\uFEFFday,source,user_external_id,user_name,domain,total_messages,account_messages,spam,phishing,viruses',
      [day, source, identifier, identifier, this.#domain, ...counts].join(','),
      '',
    ].join('\r\n');
  }
}

/** Each counter is another one. */
function toldFrom(figure: number): Told {
  return told((name) => figure + (NAMES.length - NAMES.indexOf(name)) * 10_000);
}

function told(count: (name: keyof Told) => number): Told {
  return {
    totalMessages: count('totalMessages'),
    accountMessages: count('accountMessages'),
    spam: count('spam'),
    phishing: count('phishing'),
    viruses: count('viruses'),
  };
}

/** In the order of their lines. */
function wantedThere(
  route: SpamRoute,
  { report: { text, csv }, figures }: { readonly report: SentReport; readonly figures: ReportFigures },
): string[] {
  const [native] = figures.native;
  const lines: Readonly<Record<SpamRoute, string[]>> = {
    COMPANY_NOTE: [`note ${text}`, `document ${csv}`],
    TICKET: ['ticket ', `text ${text}`, `document ${csv}`],
    SUMMARY_REPORT: [`counters ${figures.month.viruses}`],
    NATIVE_STATISTICS: [
      `domain ${JSON.stringify({
        SpamRemovedLast30Days: native?.last30Days.spam,
        SpamRemovedYTD: native?.yearToDate.spam,
        EmailVirusesRemovedLast30Days: native?.last30Days.viruses,
        EmailVirusesRemovedYTD: native?.yearToDate.viruses,
        AccountMessagesLast30Days: native?.last30Days.accountMessages,
        AccountMessagesYTD: native?.yearToDate.accountMessages,
        TotalMessagesLast30Days: native?.last30Days.totalMessages,
        TotalMessagesYTD: native?.yearToDate.totalMessages,
      })}`,
    ],
  };
  return lines[route].sort();
}
