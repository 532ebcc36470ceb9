import type { WrittenReport } from '../../src/features/spam-reports/report.js';

/** A report that says nothing but this. */
export function lineOf(text: string): WrittenReport {
  const counters = { totalMessages: 10, accountMessages: 6, spam: 3, phishing: 2, viruses: 1 };
  const figures = {
    ...{ month: counters, before: counters, yearToDate: counters },
    domains: [{ domain: 'a.example', counters }],
    native: [{ domain: 'a.example', last30Days: counters, yearToDate: counters }],
  };
  return { figures, subject: 'Spam', text, fileName: 'spam.csv', csv: 'day,domain\r\n' };
}
