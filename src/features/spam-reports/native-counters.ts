import { type DomainCounters, type DomainStatistics, LARGEST_COUNTER } from '../../connectwise/domain-statistics.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { Counters } from '../spam/counters.js';
import type { NativeFigures, ReportFigures } from './report.js';

/**
 * What ConnectWise's own statistics take of the domains.
 * @throws Failure LIMIT_EXCEEDED when ConnectWise has no room for a figure
 */
export function nativeCounters({ native }: Pick<ReportFigures, 'native'>): DomainStatistics[] {
  return native.map((figures) => ({
    domain: figures.domain,
    last30Days: countersOf(figures, figures.last30Days),
    yearToDate: countersOf(figures, figures.yearToDate),
  }));
}

function countersOf({ domain }: NativeFigures, counters: Counters): DomainCounters {
  // Each of the others is a part of all messages.
  if (counters.totalMessages > LARGEST_COUNTER) {
    const message = `The messages of ${domain} are above ${LARGEST_COUNTER}, which ConnectWise does not take.`;
    throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
  }
  const { spam, viruses, accountMessages, totalMessages } = counters;
  // Not with phishing: a message can be both, and would be counted twice.
  return { spamRemoved: spam, emailVirusesRemoved: viruses, accountMessages, totalMessages };
}
