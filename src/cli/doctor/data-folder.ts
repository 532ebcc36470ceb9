import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { sealingKeyPath } from '../sealing.js';
import { Sheet } from './finding.js';

const MEBIBYTE = 1024 ** 2;
const SCARCE = 1024 * MEBIBYTE;
const TOO_LITTLE = 100 * MEBIBYTE;
const OTHERS = 0o077;
const STRANGERS = 0o007;

/** The folder, who may look into it, and the files that hold secrets. */
export async function checkDataFolder(config: Config): Promise<Sheet> {
  const sheet = new Sheet('data folder');
  const { dataDir, databaseUrl } = config;
  const found = await stat(dataDir).catch(() => undefined);
  if (!found) return sheet.ok(`${dataDir} is not there yet; the first start makes it.`);
  if (!found.isDirectory()) return sheet.fail(`${dataDir} is not a folder.`, 'Set DATA_DIR to one.');
  if (!(await isWritable(dataDir))) {
    const message = `${dataDir} cannot be written to by this user.`;
    const remedy = 'Make it the folder of the user that the server runs as.';
    return databaseUrl === undefined ? sheet.fail(message, remedy) : sheet.warn(message, remedy);
  }
  sheet.ok(`${dataDir} can be used.`);
  if (databaseUrl === undefined) {
    checkMode(sheet, { path: dataDir, mode: found.mode, forbidden: OTHERS, remedy: `chmod 700 ${dataDir}` });
    await checkRoom(sheet, dataDir);
  }
  if (await stat(join(dataDir, 'first-token')).catch(() => undefined)) {
    sheet.warn(
      `The first token is still in ${join(dataDir, 'first-token')}.`,
      'Keep it elsewhere and delete the file.',
    );
  }
  return sheet;
}

/** A key that somebody else can read is not a secret. A group may be what a container's mount needs. */
export async function checkKeyFile(sheet: Sheet, config: Config): Promise<void> {
  if (config.sealingKeys !== undefined) return;
  const path = sealingKeyPath(config);
  const found = await stat(path).catch(() => undefined);
  if (found) checkMode(sheet, { path, mode: found.mode, forbidden: STRANGERS, remedy: `chmod 600 ${path}` });
}

interface Guarded {
  readonly path: string;
  readonly mode: number;
  /** Bits that must not be set. */
  readonly forbidden: number;
  readonly remedy: string;
}

function checkMode(sheet: Sheet, { path, mode, forbidden, remedy }: Guarded): void {
  // Windows has no such bits.
  if (process.platform !== 'win32' && (mode & forbidden) !== 0) sheet.warn(`Others may look into ${path}.`, remedy);
}

async function checkRoom(sheet: Sheet, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const message = `${Math.round(free / MEBIBYTE)} MiB are free for the embedded database.`;
  if (free < TOO_LITTLE) sheet.fail(message, 'Make room: a full disk ends every change.');
  else if (free < SCARCE) sheet.warn(message, 'Make room before it is needed.');
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
