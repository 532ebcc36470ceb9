import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Database } from '../database/database.js';
import { systemCaller } from '../shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../shared/ids.js';
import { withDatabase, withServices } from './runtime.js';
import { note, say } from './terminal.js';

const PAGE = 200;

interface CreateOptions {
  readonly name: string;
  readonly timeZone: string;
}

export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('Accounts: one for each ConnectWise system.');
  account
    .command('create')
    .description('Make an account and its first ADMIN token; the token alone goes to standard output.')
    .requiredOption('--name <name>', 'what to call it')
    .option('--time-zone <name>', 'IANA name, such as Europe/Berlin', 'UTC')
    .action((options: CreateOptions) =>
      withServices(async ({ accounts }) => {
        const caller = systemCaller(PLATFORM_ACCOUNT, randomUUID());
        const { account: made, token } = await accounts.create(caller, options);
        note(`Account ${made.name} (${made.id}) is there. Its first token, shown this once:`);
        say(token.reveal());
      }),
    );
  account
    .command('list')
    .description('List the accounts, oldest first.')
    .action(() => withDatabase(list));
}

async function list(database: Database): Promise<void> {
  let after: AccountId | undefined;
  do {
    const page = await database.system.listAccounts(PAGE, after);
    for (const { id, status, name } of page) say([id, status.padEnd(9), name].join('  '));
    after = page.length === PAGE ? page.at(-1)?.id : undefined;
  } while (after);
}
