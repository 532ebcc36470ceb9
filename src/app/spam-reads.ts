import { ExportSpam } from '../features/spam/export-spam.js';
import { SpamExportRepository } from '../features/spam/spam-export.repository.js';
import { SpamStatisticsLoader } from '../features/spam/spam-statistics.loader.js';
import { SpamStatisticsRepository } from '../features/spam/spam-statistics.repository.js';
import {
  SpamBeforeResolver,
  SpamStatisticsResolver,
  SpamTopDomainResolver,
  UserSpamStatisticsResolver,
} from '../features/spam/spam-statistics.resolver.js';
import { SpamStatisticsService } from '../features/spam/spam-statistics.service.js';
import type { UserService } from '../features/users/user.service.js';
import type { AppParts, Ground } from './ground.js';

/** What the mail filter saw, as people read it. */
export function createSpamReads({ database, clock }: AppParts, { accounts, sources }: Ground) {
  const statistics = new SpamStatisticsRepository(database);
  const spamStatistics = new SpamStatisticsService({ clock, accounts, statistics });
  const exportSpam = new ExportSpam({ sources, rows: new SpamExportRepository(database) });
  return { spamStatistics, exportSpam };
}

interface Services extends ReturnType<typeof createSpamReads> {
  readonly users: UserService;
}

export function spamReadResolvers({ spamStatistics, users }: Services) {
  const loader = new SpamStatisticsLoader(spamStatistics);
  return [
    ...[new SpamStatisticsResolver(spamStatistics, loader), new SpamBeforeResolver(loader)],
    ...[new SpamTopDomainResolver(users), new UserSpamStatisticsResolver()],
  ];
}
