import type { AppParts, Ground } from './app-ground.js';
import { RecordSpam } from './features/spam/record-spam.js';

/** What mail filters saw for users. */
export function createSpam({ database, clock }: AppParts, { audit, accounts, sources, users }: Ground) {
  return { recordSpam: new RecordSpam({ database, clock, audit, accounts, sources, users }) };
}
