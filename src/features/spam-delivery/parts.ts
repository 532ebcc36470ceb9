import type { ReportWriter, SpamRoutes } from './plan-slice.js';
import type { ScheduledSettings } from './schedule-reports.js';
import type { ReportSender } from './send-waiting.js';

/** What reports are made of and sent by. */
export interface SpamDeliveryParts {
  readonly settings: ScheduledSettings;
  readonly routes: SpamRoutes;
  readonly reports: ReportWriter;
  readonly sender: ReportSender;
}
