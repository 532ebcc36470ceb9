import type { Config } from '../../config/config.js';
import type { Database } from '../../database/database.js';
import type { SealedSettings } from '../../database/sealed-door.js';
import { sealContext } from '../../features/integration/credentials.js';
import { passwordContext } from '../../features/spam-settings/spam-logins.js';
import { OperatorError } from '../../shared/operator-error.js';
import { SealBroken, type SealContext, SealingKeyMissing, type SecretBox } from '../../shared/secret-box.js';
import { assertSealingKey, findSecretBox } from '../sealing.js';
import { checkKeyFile } from './data-folder.js';
import { Sheet } from './finding.js';

const MOST_TOLD = 20;

/** The configured keys by themselves; undefined when there are none that can be used. */
export async function checkSealingKeys(
  config: Config,
): Promise<{ readonly sheet: Sheet; readonly box: SecretBox | undefined }> {
  const sheet = new Sheet('sealing key');
  try {
    const box = await findSecretBox(config);
    if (box) sheet.ok(`Values are sealed with ${box.newestKeyId}.`);
    else sheet.ok('There is none yet; the first start makes it.');
    await checkKeyFile(sheet, config);
    return { sheet, box };
  } catch (error) {
    if (error instanceof OperatorError) sheet.fail(error.message);
    else sheet.fail('The file with the sealing keys cannot be read.', 'Let the user of the server read it.');
    return { sheet, box: undefined };
  }
}

/** Opens every sealed value, and keeps none. */
export async function checkSealedValues(database: Database, box: SecretBox): Promise<Sheet> {
  const sheet = new Sheet('sealed values');
  try {
    assertSealingKey(await database.sealed.keyChecks(), box);
  } catch (error) {
    if (error instanceof OperatorError) return sheet.fail(error.message);
    throw error;
  }
  const locked: string[] = [];
  let [opened, older] = [0, 0];
  for await (const settings of database.sealed.settings()) {
    const values = valuesOf(settings);
    if (!values.every(({ sealed, context }) => opens(box, sealed, context))) locked.push(settings.accountId);
    else opened += values.length;
    older += values.filter(({ sealed }) => !isUnder(sealed, box.newestKeyId)).length;
  }
  if (locked.length > 0) {
    const told = locked.slice(0, MOST_TOLD).join(', ') + (locked.length > MOST_TOLD ? ', …' : '');
    sheet.fail(
      `Accounts whose values do not open: ${locked.length} (${told}).`,
      'Put the missing sealing key back beside the newer ones, or have their keys entered again.',
    );
  }
  if (older > 0) {
    sheet.warn(`Values under older keys: ${older}.`, 'Run psa-bridge keys rotate; then the older keys can go.');
  }
  return locked.length > 0 ? sheet : sheet.ok(`All ${opened} open.`);
}

interface SealedValue {
  readonly sealed: string;
  readonly context: SealContext;
}

function valuesOf({ accountId, publicKey, privateKey, loginPassword }: SealedSettings): SealedValue[] {
  return [
    { sealed: publicKey, context: sealContext(accountId, 'publicKey') },
    { sealed: privateKey, context: sealContext(accountId, 'privateKey') },
    { sealed: loginPassword, context: passwordContext(accountId) },
  ].filter((value): value is SealedValue => value.sealed !== null);
}

function opens(box: SecretBox, sealed: string, context: SealContext): boolean {
  try {
    return box.open(sealed, context) !== undefined;
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SealingKeyMissing) return false;
    throw error;
  }
}

/** A sealed value names its key. */
function isUnder(sealed: string, keyId: string): boolean {
  return sealed.split('.', 2)[1] === keyId;
}
