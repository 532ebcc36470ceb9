import type { AppParts, Ground } from './app-ground.js';
import { ReceiveSpamFile } from './features/spam/receive-spam-file.js';
import { RecordSpam } from './features/spam/record-spam.js';

/** What mail filters saw for users. */
export function createSpam({ database, clock }: AppParts, { audit, accounts, sources, users }: Ground) {
  const recordSpam = new RecordSpam({ database, clock, audit, accounts, sources, users });
  return { recordSpam, receiveSpamFile: new ReceiveSpamFile(recordSpam) };
}
