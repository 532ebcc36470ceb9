import { LARGEST_COUNTER } from '../../connectwise/domain-statistics.js';
import type { NewSummaryReport } from '../../connectwise/summary-reports.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { ReportFigures } from './report.js';

/** The counters of a management summary report that a mail filter has figures for. */
export type SummaryCounters = Required<Pick<NewSummaryReport, 'virusesRemoved'>>;

/** @throws Failure LIMIT_EXCEEDED when ConnectWise has no room for a figure */
export function summaryCounters({ month }: Pick<ReportFigures, 'month'>): SummaryCounters {
  if (month.viruses <= LARGEST_COUNTER) return { virusesRemoved: month.viruses };
  const message = `The viruses of the month are above ${LARGEST_COUNTER}, which ConnectWise does not take.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
}
