import type { ConnectWiseSession } from '../../connectwise/session.js';
import { summaryKeyOf } from '../spam-reports/report.js';
import { summaryCounters } from '../spam-reports/summary-counters.js';
import { SkipReason, type WaitingDelivery } from './delivery.js';
import type { RemoteRecord } from './record.js';
import type { ReportRoute, Sending } from './report-route.js';
import type { ReportStep } from './report-step.js';
import type { WriteOnce } from './write-once.js';

/** The right that management summary reports need. */
const CAPABILITY = 'SUMMARY_REPORTS';

/** Counters of the management summary report that the user has at its company; each month replaces the one before. */
export class SummaryReportRoute implements ReportRoute {
  constructor(private readonly once: WriteOnce) {}

  /** Whoever sends an older month once more must not put its counters in the place of newer ones. */
  async obstacle(sending: Sending): Promise<SkipReason | undefined> {
    const newest = await this.once.month(sending);
    return newest !== undefined && newest > sending.delivery.month ? SkipReason.NEWER_MONTH_SENT : undefined;
  }

  send(sending: Sending): Promise<RemoteRecord> {
    return this.once.carryOut(sending, [reportStep(sending.delivery)]);
  }
}

function reportStep({ companyId, userId, figures }: WaitingDelivery): ReportStep {
  const groupIdentifier = summaryKeyOf(userId);
  const report = { groupIdentifier, ...summaryCounters(figures) };
  const find = async ({ summaryReports }: ConnectWiseSession) => {
    for await (const found of summaryReports.list(companyId)) {
      if (found.groupIdentifier === groupIdentifier) return [found.id];
    }
    return [];
  };
  return {
    part: 'SUMMARY_REPORT',
    capability: CAPABILITY,
    prepare:
      async () =>
      async ({ summaryReports }) =>
        (await summaryReports.create(companyId, report)).id,
    again: {
      kind: 'REPLACE',
      write:
        (id) =>
        ({ summaryReports }) =>
          summaryReports.replace(companyId, id, report),
    },
    find,
  };
}
