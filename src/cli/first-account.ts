import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../app/services.js';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/errors.js';
import { systemCaller } from '../shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../shared/ids.js';
import { OperatorError } from '../shared/operator-error.js';
import { note } from './terminal.js';

/** Fixed, so that of several replicas starting on an empty database exactly one makes it. */
const FIRST_ACCOUNT = '00000000-0000-7000-8000-000000000001' as AccountId;

/**
 * On an empty database, makes an account and its first token. The token is shown on a terminal, otherwise written to a
 * file that only the owner can read; it never goes to a log.
 */
export async function ensureFirstAccount(services: Services, database: Database, config: Config): Promise<void> {
  if ((await database.system.countAccounts()) > 0) return;
  const isShown = process.stdout.isTTY;
  const path = join(config.dataDir, 'first-token');
  // Opened before the account is made: a token that cannot be written down would be lost with nobody to make another.
  const file = isShown ? undefined : await openPrivate(config.dataDir, path);
  try {
    const input = { id: FIRST_ACCOUNT, name: 'First account', timeZone: localTimeZone() };
    const { token } = await services.accounts.create(systemCaller(PLATFORM_ACCOUNT, randomUUID()), input);
    await file?.writeFile(`${token.reveal()}\n`);
    note(
      isShown
        ? `This is the access token of the first account. It is shown this once:\n\n  ${token.reveal()}\n`
        : `The access token of the first account is in ${path}. Keep it, then delete the file.`,
    );
  } catch (error) {
    if (!isUniqueViolation(error, 'accounts_pkey')) throw error;
    if (file) await rm(path, { force: true });
  } finally {
    await file?.close();
  }
}

async function openPrivate(folder: string, path: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await open(path, 'w', 0o600);
  } catch (error) {
    throw new OperatorError('DATA_DIR cannot be written to, and the first token has to go there.', { cause: error });
  }
}

function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
