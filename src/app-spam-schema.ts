import type { Services } from './app-services.js';
import { spamDeliveryResolvers } from './app-spam-delivery.js';
import { spamReadResolvers } from './app-spam-reads.js';
import { spamReportResolvers } from './app-spam-reports.js';
import { spamSettingsResolvers } from './app-spam-settings.js';
import { RecordSpamResolver } from './features/spam/record-spam.resolver.js';

/** All that the schema has of spam statistics. */
export function spamResolvers(services: Services) {
  return [
    new RecordSpamResolver(services.recordSpam),
    ...spamReadResolvers(services),
    ...spamSettingsResolvers(services),
    ...spamReportResolvers(services),
    ...spamDeliveryResolvers(services),
  ];
}
