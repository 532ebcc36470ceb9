import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import type { SealingKeyCheck } from '../database/sealed-door.js';
import { OperatorError } from '../shared/operator-error.js';
import { parseSealingKeys } from '../shared/sealing-keys.js';
import { Secret } from '../shared/secret.js';
import { SealBroken, SealingKeyMissing, SecretBox } from '../shared/secret-box.js';

/** The configured key does not open what this database was sealed with. */
export class WrongSealingKey extends OperatorError {
  constructor(keyId: string) {
    super(
      `The configured sealing key is not the one this database was sealed with ("${keyId}"). Put the right key back, or, if it is lost, run: psa-bridge keys reset --confirm`,
    );
    this.name = 'WrongSealingKey';
  }
}

/** The configured keys; with the embedded database a key is made at the first start, readable by its owner alone. */
export async function loadSecretBox(config: Config): Promise<SecretBox> {
  const found = await findSecretBox(config);
  if (found) return found;
  const text = `${newSealingKey()}\n`;
  await writeFile(sealingKeyPath(config), text, { mode: 0o600, flag: 'wx' });
  return new SecretBox(parseSealingKeys(text));
}

/** The same without making one: undefined where the first start will. */
export async function findSecretBox(config: Config): Promise<SecretBox | undefined> {
  if (config.sealingKeys !== undefined) return new SecretBox(parseSealingKeys(config.sealingKeys));
  try {
    return new SecretBox(parseSealingKeys(await readFile(sealingKeyPath(config), 'utf8')));
  } catch (error) {
    if (config.sealingKeyFile === undefined && isMissing(error)) return undefined;
    throw error;
  }
}

/** Where the keys are when they are in a file. */
export function sealingKeyPath(config: Config): string {
  return config.sealingKeyFile ?? join(config.dataDir, 'sealing.key');
}

/** A fresh key in the form that the configuration takes. Its id tells the day it was made. */
export function newSealingKey(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  return `k${day}-${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`;
}

/**
 * Proves that the configured keys are those of this database: for each key there is a sealed word, made when the key
 * is first seen. A wrong key must stop the start, not surface as unreadable settings one by one.
 */
export async function checkSealingKey(database: Database, box: SecretBox): Promise<void> {
  const checks = await database.sealed.keyChecks();
  assertSealingKey(checks, box);
  if (checks.some((check) => check.keyId === box.newestKeyId)) return;
  await database.sealed.insertKeyCheck({ keyId: box.newestKeyId, sealed: box.seal(WORD, CONTEXT) });
}

/** @throws WrongSealingKey */
export function assertSealingKey(checks: readonly SealingKeyCheck[], box: SecretBox): void {
  const opened = checks.filter((check) => opens(box, check));
  // None of the keys that sealed anything here is among those configured: the file is another server's, or a new one.
  if (checks[0] && opened.length === 0) throw new WrongSealingKey(checks[0].keyId);
}

const WORD = new Secret('psa-bridge');
const CONTEXT = { accountId: '', record: 'sealing_key_checks', field: 'sealed' } as const;

function opens(box: SecretBox, check: SealingKeyCheck): boolean {
  try {
    box.open(check.sealed, CONTEXT);
    return true;
  } catch (error) {
    // A key that was taken out is told where a value still needs it.
    if (error instanceof SealingKeyMissing) return false;
    if (error instanceof SealBroken) throw new WrongSealingKey(check.keyId);
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
