import { ReportFiguresRepository } from '../features/spam-reports/report-figures.repository.js';
import { SpamReportPreviewResolver } from '../features/spam-reports/spam-report-preview.resolver.js';
import { SpamReportPreviewService } from '../features/spam-reports/spam-report-preview.service.js';
import { WriteReports } from '../features/spam-reports/write-reports.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings } from './mappings.js';
import type { createSpamReads } from './spam-reads.js';
import type { createSpamSettings } from './spam-settings.js';

type WithSpam = Integrated &
  ReturnType<typeof createMappings> &
  ReturnType<typeof createSpamReads> &
  ReturnType<typeof createSpamSettings>;

/** What the mail filter saw, as it is told in ConnectWise. */
export function createSpamReports({ database, clock }: AppParts, ground: WithSpam) {
  const { accounts, users, mappings, gate, exportSpam, chosenRoutes } = ground;
  const writeReports = new WriteReports({ figures: new ReportFiguresRepository(database), exportSpam });
  const spamReportPreviews = new SpamReportPreviewService({
    ...{ clock, accounts, users, mappings, gate, writing: writeReports },
    chosenRoutes,
  });
  return { writeReports, spamReportPreviews };
}

export function spamReportResolvers({ spamReportPreviews }: ReturnType<typeof createSpamReports>) {
  return [new SpamReportPreviewResolver(spamReportPreviews)];
}
