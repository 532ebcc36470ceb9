import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Database } from '../database/database.js';
import type { SealedKeys, SealedSettings } from '../database/sealed-door.js';
import { AuditAction } from '../features/audit/audit.js';
import { AuditRepository } from '../features/audit/audit.repository.js';
import { sealContext } from '../features/integration/credentials.js';
import { passwordContext } from '../features/spam-settings/spam-logins.js';
import { systemCaller } from '../shared/caller.js';
import type { AccountId } from '../shared/ids.js';
import { OperatorError } from '../shared/operator-error.js';
import { SealBroken, type SealContext, SealingKeyMissing, type SecretBox } from '../shared/secret-box.js';
import { withDatabase } from './runtime.js';
import { checkSealingKey, loadSecretBox, newSealingKey } from './sealing.js';
import { note, say } from './terminal.js';

export function addKeysCommands(program: Command): void {
  const keys = program.command('keys').description('The keys that seal stored credentials.');
  keys
    .command('new')
    .description('Print a new sealing key; put it in front of the old ones, then run `keys rotate`.')
    .action(() => say(newSealingKey()));
  keys
    .command('rotate')
    .description('Seal everything with the newest key; afterwards the older ones can go. May be run again at any time.')
    .action(() =>
      withDatabase(async (database, config) => {
        const box = await loadSecretBox(config);
        await checkSealingKey(database, box);
        const { count, locked } = await rotate(database, box);
        if (locked.length > 0) throw new OperatorError(describeLocked(count, locked));
        say(`Accounts sealed anew: ${count}. Everything is under the key ${box.newestKeyId} now.`);
      }),
    );
  keys
    .command('reset')
    .description('Drop all stored credentials, when the sealing key is lost; mappings and history stay.')
    .option('--confirm', 'really do it')
    .action((options: { confirm?: boolean }) => reset(options.confirm === true));
}

interface Rotation {
  readonly count: number;
  /** Accounts whose keys do not open; they are left as they are. */
  readonly locked: readonly AccountId[];
}

/**
 * Values that somebody saves meanwhile are under the newest key anyway, so losing a race to them is fine. What does not
 * open concerns its own account alone and must not keep the others under the old key.
 */
async function rotate(database: Database, box: SecretBox): Promise<Rotation> {
  let count = 0;
  const locked: AccountId[] = [];
  for await (const settings of database.sealed.settings()) {
    const keys = rewrapAll(box, settings);
    if (!keys) locked.push(settings.accountId);
    else if (isSame(keys, settings)) continue;
    else if (await database.sealed.replace(settings, keys)) count += 1;
  }
  // The proofs of old keys stay as long as something may still need such a key.
  for (const { keyId } of locked.length > 0 ? [] : await database.sealed.keyChecks()) {
    if (keyId !== box.newestKeyId) await database.sealed.deleteKeyCheck(keyId);
  }
  return { count, locked };
}

function rewrapAll(box: SecretBox, { accountId, ...sealed }: SealedSettings): SealedKeys | undefined {
  const rewrap = (value: string | null, context: SealContext) => value && (box.rewrap(value, context) ?? value);
  try {
    return {
      publicKey: rewrap(sealed.publicKey, sealContext(accountId, 'publicKey')),
      privateKey: rewrap(sealed.privateKey, sealContext(accountId, 'privateKey')),
      loginPassword: rewrap(sealed.loginPassword, passwordContext(accountId)),
    };
  } catch (error) {
    if (error instanceof SealBroken || error instanceof SealingKeyMissing) return undefined;
    throw error;
  }
}

function isSame(one: SealedKeys, other: SealedKeys): boolean {
  const { publicKey, privateKey, loginPassword } = other;
  return one.publicKey === publicKey && one.privateKey === privateKey && one.loginPassword === loginPassword;
}

function describeLocked(count: number, locked: readonly AccountId[]): string {
  const told = locked.slice(0, MOST_TOLD).join(', ') + (locked.length > MOST_TOLD ? ', …' : '');
  return `Accounts sealed anew: ${count}. Accounts whose keys do not open: ${locked.length} (${told}). Put the missing sealing key back and rotate again, or have their keys, and the login for spam statistics, entered anew.`;
}

const MOST_TOLD = 20;

async function reset(isConfirmed: boolean): Promise<void> {
  if (!isConfirmed) {
    throw new OperatorError(
      'This drops the stored ConnectWise keys and logins of every account; each has to enter them again. Mappings and history stay. To do it: psa-bridge keys reset --confirm',
    );
  }
  await withDatabase(async (database, config) => {
    const audit = new AuditRepository(database);
    let count = 0;
    for await (const { accountId } of database.sealed.settings()) {
      if (!(await database.sealed.forget(accountId))) continue;
      const subject = { kind: 'Integration', id: accountId };
      const entry = { action: AuditAction.SEALED_KEYS_RESET, subject };
      await database.write(accountId, (tx) => audit.insert(tx, systemCaller(accountId, randomUUID()), [entry]));
      count += 1;
    }
    for (const { keyId } of await database.sealed.keyChecks()) await database.sealed.deleteKeyCheck(keyId);
    await checkSealingKey(database, await loadSecretBox(config));
    note(
      `Accounts whose stored keys are gone: ${count}. Enter the public and private key of each again, and its login for spam statistics.`,
    );
  });
}
