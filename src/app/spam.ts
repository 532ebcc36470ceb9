import { DomainRoomRepository } from '../features/spam/domain-room.repository.js';
import { ReceiveSpamFile } from '../features/spam/receive-spam-file.js';
import { RecordSpam } from '../features/spam/record-spam.js';
import type { AppParts, Integrated } from './ground.js';
import type { createMappings } from './mappings.js';
import { createSpamDelivery } from './spam-delivery.js';
import { createSpamReads } from './spam-reads.js';
import { createSpamReports } from './spam-reports.js';
import { createSpamRoutes } from './spam-routes.js';
import { createSpamSettings } from './spam-settings.js';
import type { createTickets } from './tickets.js';

type WithTickets = Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createTickets>;

/** What mail filters saw for users: recorded, read, and brought to ConnectWise. */
export function createSpam(parts: AppParts, ground: WithTickets) {
  const { database, clock } = parts;
  const { audit, accounts, sources, users } = ground;
  const domains = new DomainRoomRepository(database);
  const recordSpam = new RecordSpam({ database, clock, audit, accounts, sources, users, domains });
  const reads = createSpamReads(parts, ground);
  const settings = createSpamSettings(parts, ground);
  const reports = createSpamReports(parts, { ...ground, ...reads, ...settings });
  const { sendReport } = createSpamRoutes(parts, ground, settings.spamSettings);
  const delivery = createSpamDelivery(parts, ground, {
    ...{ settings: settings.spamSettings, routes: settings.chosenRoutes },
    ...{ reports: reports.writeReports, sender: sendReport },
  });
  return {
    recordSpam,
    receiveSpamFile: new ReceiveSpamFile(recordSpam),
    ...reads,
    ...settings,
    ...reports,
    ...delivery,
  };
}
