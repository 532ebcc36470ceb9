import type { Command } from 'commander';
import { withDatabase } from './runtime.js';
import { say } from './terminal.js';

export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database to the newest version; the server does this at its start as well.')
    .action(() => withDatabase(async () => say('The database is up to date.')));
}
