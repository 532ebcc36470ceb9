import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { validate as isUuid } from 'uuid';
import type { Services } from '../app/services.js';
import type { Database } from '../database/database.js';
import { type Caller, Role, systemCaller } from '../shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT, type TokenId } from '../shared/ids.js';
import { OperatorError } from '../shared/operator-error.js';
import { withServices } from './runtime.js';
import { note, say } from './terminal.js';

interface AccountOptions {
  readonly account?: string;
  readonly platform?: boolean;
}

interface CreateOptions extends AccountOptions {
  readonly name: string;
  readonly role: string;
  readonly source?: string;
  readonly expires?: string;
}

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('Access tokens.');
  const withAccount = (command: Command) =>
    command
      .option('--account <id>', 'the account; may be left out while there is one only')
      .option('--platform', 'the platform itself instead of an account');
  withAccount(token.command('create'))
    .description('Make a token; it alone goes to standard output.')
    .requiredOption('--name <name>', 'what it is for')
    .option('--role <role>', Object.values(Role).join(', '), Role.ADMIN)
    .option('--source <code>', 'the source of an INGEST token')
    .option('--expires <instant>', 'such as 2027-01-31T00:00:00Z')
    .action((options: CreateOptions) => withServices((services, database) => create(options, services, database)));
  withAccount(token.command('list'))
    .description('List the tokens of an account.')
    .action((options: AccountOptions) => withServices((services, database) => list(options, services, database)));
  withAccount(token.command('revoke'))
    .description('End a token at once.')
    .argument('<id>', 'as `token list` shows it')
    .action((id: string, options: AccountOptions) =>
      withServices(async ({ tokens }, database) => {
        if (!isUuid(id)) throw new OperatorError('There is no such access token. `token list` shows their ids.');
        await tokens.revoke(await callerOf(options, database), id as TokenId);
        note('The token is revoked.');
      }),
    );
}

async function create(options: CreateOptions, { tokens }: Services, database: Database): Promise<void> {
  const role = options.platform ? Role.PLATFORM : Object.values(Role).find((known) => known === options.role);
  if (!role) throw new OperatorError(`There is no role ${options.role}. Roles: ${Object.values(Role).join(', ')}.`);
  const expiresAt = options.expires === undefined ? undefined : new Date(options.expires);
  if (expiresAt && Number.isNaN(expiresAt.getTime()))
    throw new OperatorError('--expires takes an instant such as 2027-01-31T00:00:00Z.');
  const { name, source } = options;
  const created = await tokens.create(await callerOf(options, database), { name, role, source, expiresAt });
  say(created.token.reveal());
}

async function list(options: AccountOptions, { tokens }: Services, database: Database): Promise<void> {
  const caller = await callerOf(options, database);
  let after: string | undefined;
  do {
    const page = await tokens.page(caller, { first: 100, after });
    for (const { item } of page.items) {
      const state = item.revokedAt ? 'revoked' : item.expiresAt ? `expires ${item.expiresAt.toISOString()}` : 'active';
      say([item.id, item.role.padEnd(8), `…${item.lastFour}`, state, item.name].join('  '));
    }
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after);
}

async function callerOf({ account, platform }: AccountOptions, database: Database): Promise<Caller> {
  if (platform) return systemCaller(PLATFORM_ACCOUNT, randomUUID());
  const accounts = await database.system.listAccounts(100);
  const found = account === undefined ? accounts : accounts.filter(({ id }) => id === account);
  const [only, ...others] = found;
  if (!only)
    throw new OperatorError(
      account === undefined ? 'There is no account yet: psa-bridge account create.' : 'There is no such account.',
    );
  if (others.length > 0) {
    const names = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
    throw new OperatorError(`There is more than one account. Choose with --account:\n${names}`);
  }
  return systemCaller(only.id as AccountId, randomUUID());
}
