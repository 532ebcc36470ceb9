import { describe, expect, it } from '@jest/globals';
import { countersOf } from '../../../src/connectwise/domain-statistics.js';
import { nativeCounters } from '../../../src/features/spam-reports/native-counters.js';
import { summaryCounters } from '../../../src/features/spam-reports/summary-counters.js';
import { Failure } from '../../../src/shared/failure.js';
import { counters, figures } from './sample.js';

const MOST = 2_147_483_647;

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Failure ? `${error.problems[0].code} ${error.message}` : String(error);
  }
}

describe('M3: figures as ConnectWise takes them', () => {
  it('M3: a summary report has the viruses of the month, as far as there is room', () => {
    const of = (viruses: number) =>
      figures({ month: counters(viruses, 0, 0, 0, viruses), yearToDate: counters(9, 9, 9, 9, 9) });
    expect(summaryCounters(of(19))).toEqual({ virusesRemoved: 19 });
    expect(summaryCounters(of(MOST))).toEqual({ virusesRemoved: MOST });
    expect(codeOf(() => summaryCounters(of(MOST + 1)))).toMatch(/^LIMIT_EXCEEDED .*viruses/);
  });

  it('M3: each domain has the eight counters of UpdateSpamStatsDomains, phishing not counted again as spam', () => {
    const native = [
      { domain: 'a.example', last30Days: counters(100, 60, 30, 20, 5), yearToDate: counters(1_000, 600, 300, 200, 50) },
    ];
    const [domain] = nativeCounters(figures({ native }));
    expect(domain?.domain).toBe('a.example');
    expect(domain && countersOf(domain).map(({ name, value }) => `${name} ${value}`)).toEqual([
      ...['SpamRemovedLast30Days 30', 'SpamRemovedYTD 300'],
      ...['EmailVirusesRemovedLast30Days 5', 'EmailVirusesRemovedYTD 50'],
      ...['AccountMessagesLast30Days 60', 'AccountMessagesYTD 600'],
      ...['TotalMessagesLast30Days 100', 'TotalMessagesYTD 1000'],
    ]);
  });

  it('M3: a domain whose figures have no room in ConnectWise is named', () => {
    const [few, many] = [counters(MOST, MOST), counters(MOST + 1)];
    const native = (year: typeof few) => [
      { domain: 'a.example', last30Days: few, yearToDate: few },
      { domain: 'b.example', last30Days: few, yearToDate: year },
    ];
    expect(nativeCounters(figures({ native: native(few) }))).toHaveLength(2);
    expect(codeOf(() => nativeCounters(figures({ native: native(many) })))).toMatch(/^LIMIT_EXCEEDED .*b\.example/);
  });
});
