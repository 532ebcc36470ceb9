import { Failure, FailureCode } from '../../shared/failure.js';
import { COUNTERS, type Counters } from '../spam/counters.js';
import type { DomainFigures, NativeFigures, ReportFigures } from './report.js';
import type { DomainSums, NativeSums, SumTexts } from './report-figures.repository.js';

/**
 * The figures of one user from the sums of its domains.
 * @throws Failure LIMIT_EXCEEDED when a sum outgrew what a number holds exactly
 */
export function figuresOf(sums: readonly DomainSums[], native: readonly NativeSums[]): ReportFigures {
  const told = sums.filter(({ days }) => days > 0);
  return {
    month: together(sums.map(({ month }) => month)),
    before: together(sums.map(({ before }) => before)),
    yearToDate: together(sums.map(({ yearToDate }) => yearToDate)),
    domains: told
      .map(({ domain, month }): DomainFigures => ({ domain, counters: together([month]) }))
      .sort((one, other) => other.counters.spam - one.counters.spam || (one.domain < other.domain ? -1 : 1)),
    native: native.map(
      ({ domain, last30Days, yearToDate }): NativeFigures => ({
        ...{ domain, last30Days: together([last30Days]), yearToDate: together([yearToDate]) },
      }),
    ),
  };
}

function together(sums: readonly SumTexts[]): Counters {
  const counters = COUNTERS.map((name, at) => {
    const sum = sums.reduce((so, one) => so + BigInt(one[at] ?? 0), 0n);
    return [name, exact(sum)] as const;
  });
  return Object.fromEntries(counters) as Record<(typeof COUNTERS)[number], number>;
}

function exact(sum: bigint): number {
  if (sum <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(sum);
  const message = `A sum of the report is above ${Number.MAX_SAFE_INTEGER}.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
}
