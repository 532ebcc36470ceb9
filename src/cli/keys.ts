import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Database } from '../database/database.js';
import type { SealedSettings } from '../database/system.js';
import { AuditAction } from '../features/audit/audit.js';
import { AuditRepository } from '../features/audit/audit.repository.js';
import { sealContext } from '../features/integration/credentials.js';
import { systemCaller } from '../shared/caller.js';
import { OperatorError } from '../shared/operator-error.js';
import type { SecretBox } from '../shared/secret-box.js';
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
        const count = await rotate(database, box);
        say(`Accounts sealed anew: ${count}. Everything is under the key ${box.newestKeyId} now.`);
      }),
    );
  keys
    .command('reset')
    .description('Drop all stored credentials, when the sealing key is lost; mappings and history stay.')
    .option('--confirm', 'really do it')
    .action((options: { confirm?: boolean }) => reset(options.confirm === true));
}

/** Values that somebody saves meanwhile are under the newest key anyway, so losing a race to them is fine. */
async function rotate(database: Database, box: SecretBox): Promise<number> {
  let count = 0;
  for await (const settings of database.system.sealedSettings()) {
    const publicKey = rewrap(box, settings, 'publicKey');
    const privateKey = rewrap(box, settings, 'privateKey');
    const isDone = publicKey === settings.publicKey && privateKey === settings.privateKey;
    if (!isDone && (await database.system.replaceSealed(settings, { publicKey, privateKey }))) count += 1;
  }
  for (const { keyId } of await database.system.sealingKeyChecks()) {
    if (keyId !== box.newestKeyId) await database.system.deleteSealingKeyCheck(keyId);
  }
  return count;
}

function rewrap(box: SecretBox, settings: SealedSettings, field: 'publicKey' | 'privateKey'): string | null {
  const sealed = settings[field];
  return sealed === null ? null : (box.rewrap(sealed, sealContext(settings.accountId, field)) ?? sealed);
}

async function reset(isConfirmed: boolean): Promise<void> {
  if (!isConfirmed) {
    throw new OperatorError(
      'This drops the stored ConnectWise keys of every account; each has to enter them again. Mappings and history stay. To do it: psa-bridge keys reset --confirm',
    );
  }
  await withDatabase(async (database, config) => {
    const audit = new AuditRepository(database);
    let count = 0;
    for await (const { accountId } of database.system.sealedSettings()) {
      if (!(await database.system.forgetSealed(accountId))) continue;
      const subject = { kind: 'Integration', id: accountId };
      const entry = { action: AuditAction.SEALED_KEYS_RESET, subject };
      await database.write(accountId, (tx) => audit.insert(tx, systemCaller(accountId, randomUUID()), [entry]));
      count += 1;
    }
    for (const { keyId } of await database.system.sealingKeyChecks())
      await database.system.deleteSealingKeyCheck(keyId);
    await checkSealingKey(database, await loadSecretBox(config));
    note(`Accounts whose stored keys are gone: ${count}. Enter the public and private key of each again.`);
  });
}
