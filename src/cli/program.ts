import { Command } from 'commander';
import { ConfigurationError } from '../config.js';
import { addAccountCommands } from './account.js';
import { addDemoCommand } from './demo.js';
import { addKeysCommands } from './keys.js';
import { addMigrateCommand } from './migrate.js';
import { addSandboxCommand } from './sandbox.js';
import { addServeCommand } from './serve.js';
import { fail } from './terminal.js';
import { addTokenCommands } from './token.js';

/** The one binary. Every command reads the same configuration. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('psa-bridge')
    .description("Ties a product's end customers to companies in ConnectWise PSA.")
    .showHelpAfterError();
  for (const add of [
    addServeCommand,
    addDemoCommand,
    addMigrateCommand,
    addAccountCommands,
    addTokenCommands,
    addKeysCommands,
    addSandboxCommand,
  ]) {
    add(program);
  }
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    // What a person can mend is said in a sentence; anything else keeps its stack.
    const isForPerson = error instanceof ConfigurationError || (error instanceof Error && EXPECTED.has(error.name));
    fail(isForPerson ? error.message : String(error instanceof Error ? error.stack : error));
  }
}

const EXPECTED: ReadonlySet<string> = new Set([
  'Failure',
  'WrongSealingKey',
  'SealingKeysInvalid',
  'SealingKeyMissing',
  'FolderInUse',
  'MigrationRefused',
  'DatabaseUnavailable',
  'CommandRefused',
]);
