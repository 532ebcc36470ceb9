import { Failure, FailureCode } from '../shared/failure.js';

/** Counters of one mail domain; whole numbers from 0 up. */
export interface DomainStatistics {
  readonly domain: string;
  readonly last30Days: DomainCounters;
  readonly yearToDate: DomainCounters;
}

export interface DomainCounters {
  readonly spamRemoved: number;
  readonly emailVirusesRemoved: number;
  readonly accountMessages: number;
  readonly totalMessages: number;
}

const MOST_DOMAINS = 1_000;
/** The service's counters have 32 bits, and one that does not fit has all domains refused. */
export const LARGEST_COUNTER = 2_147_483_647;

/** A counter under the name that the service has for it. */
export interface NamedCounter {
  readonly name: string;
  readonly value: number;
}

export function countersOf({ last30Days, yearToDate }: Omit<DomainStatistics, 'domain'>): readonly NamedCounter[] {
  return [
    { name: 'SpamRemovedLast30Days', value: last30Days.spamRemoved },
    { name: 'SpamRemovedYTD', value: yearToDate.spamRemoved },
    { name: 'EmailVirusesRemovedLast30Days', value: last30Days.emailVirusesRemoved },
    { name: 'EmailVirusesRemovedYTD', value: yearToDate.emailVirusesRemoved },
    { name: 'AccountMessagesLast30Days', value: last30Days.accountMessages },
    { name: 'AccountMessagesYTD', value: yearToDate.accountMessages },
    { name: 'TotalMessagesLast30Days', value: last30Days.totalMessages },
    { name: 'TotalMessagesYTD', value: yearToDate.totalMessages },
  ];
}

export function checkDomains(domains: readonly DomainStatistics[]): void {
  const counters = domains.flatMap(({ last30Days, yearToDate }) => [
    ...Object.values(last30Days),
    ...Object.values(yearToDate),
  ]);
  const isGood = counters.every((value) => Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNTER);
  if (isGood && domains.length > 0 && domains.length <= MOST_DOMAINS) return;
  const message = `Give 1 to ${MOST_DOMAINS} domains with whole numbers from 0 to ${LARGEST_COUNTER}.`;
  throw new Failure({ code: FailureCode.INVALID, message, field: ['domains'] });
}
