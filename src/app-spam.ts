import type { AppParts, Ground } from './app-ground.js';
import { DomainRoomRepository } from './features/spam/domain-room.repository.js';
import { ReceiveSpamFile } from './features/spam/receive-spam-file.js';
import { RecordSpam } from './features/spam/record-spam.js';

/** What mail filters saw for users. */
export function createSpam({ database, clock }: AppParts, { audit, accounts, sources, users }: Ground) {
  const domains = new DomainRoomRepository(database);
  const recordSpam = new RecordSpam({ database, clock, audit, accounts, sources, users, domains });
  return { recordSpam, receiveSpamFile: new ReceiveSpamFile(recordSpam) };
}
