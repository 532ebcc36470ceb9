import { RecordSpamResolver } from '../features/spam/record-spam.resolver.js';
import type { Services } from './services.js';
import { spamDeliveryResolvers } from './spam-delivery.js';
import { spamReadResolvers } from './spam-reads.js';
import { spamReportResolvers } from './spam-reports.js';
import { spamSettingsResolvers } from './spam-settings.js';

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
