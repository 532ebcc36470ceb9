import type { Counters } from '../../../src/features/spam/counters.js';
import type { ReportFigures } from '../../../src/features/spam-reports/report.js';
import type { ReportHead } from '../../../src/features/spam-reports/report-text.js';
import type { Month } from '../../../src/shared/calendar.js';
import type { Day } from '../../../src/shared/day.js';
import type { UserId } from '../../../src/shared/ids.js';

/** Total, delivered, spam, phishing and viruses. */
export function counters(...[totalMessages, accountMessages, spam, phishing, viruses]: readonly number[]): Counters {
  return {
    ...{ totalMessages: totalMessages ?? 0, accountMessages: accountMessages ?? 0 },
    ...{ spam: spam ?? 0, phishing: phishing ?? 0, viruses: viruses ?? 0 },
  };
}

export const NOTHING = counters();

export function figures(rest: Partial<ReportFigures> = {}): ReportFigures {
  return {
    ...{ month: NOTHING, before: NOTHING, yearToDate: NOTHING, native: [] },
    domains: [{ domain: 'example.com', counters: NOTHING }],
    ...rest,
  };
}

export function head(rest: Partial<ReportHead> = {}): ReportHead {
  return {
    ...{ userId: '019f0000-0000-7000-8000-000000000001' as UserId, name: 'Fabrikam Ltd' },
    ...{ month: '2026-10' as Month, asOf: '2026-11-01' as Day, language: 'EN' },
    ...rest,
  };
}
