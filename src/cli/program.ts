import { Command } from 'commander';
import { DatabaseUnavailable } from '../database/errors.js';
import { Failure } from '../shared/failure.js';
import { OperatorError } from '../shared/operator-error.js';
import { addAccountCommands } from './account.js';
import { addDemoCommand } from './demo.js';
import { addDoctorCommand } from './doctor.js';
import { addKeysCommands } from './keys.js';
import { addMigrateCommand } from './migrate.js';
import { addSandboxCommand } from './sandbox.js';
import { addServeCommand } from './serve.js';
import { endOnSignals } from './signals.js';
import { fail } from './terminal.js';
import { addTokenCommands } from './token.js';

/** The one binary. Every command reads the same configuration. */
export function createProgram(): Command {
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
    addDoctorCommand,
  ]) {
    add(program);
  }
  return program;
}

export async function run(argv: readonly string[]): Promise<void> {
  endOnSignals();
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    // What a person can mend is said in a sentence; anything else keeps its stack.
    const isForPerson = EXPECTED.some((type) => error instanceof type);
    fail(error instanceof Error ? ((isForPerson ? undefined : error.stack) ?? error.message) : String(error));
  }
}

const EXPECTED = [OperatorError, Failure, DatabaseUnavailable];
