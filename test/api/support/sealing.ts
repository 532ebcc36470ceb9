import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, jest } from '@jest/globals';
import { Command } from 'commander';
import { type App, createApp } from '../../../src/app/app.js';
import { addKeysCommands } from '../../../src/cli/keys.js';
import { checkSealingKey } from '../../../src/cli/sealing.js';
import { loadConfig } from '../../../src/config/config.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { migrate } from '../../../src/database/migrate.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { systemCaller } from '../../../src/shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import { parseSealingKeys } from '../../../src/shared/sealing-keys.js';
import { SecretBox } from '../../../src/shared/secret-box.js';
import { databaseKind, emptyDatabase, execute, type TemporaryDatabase, withClient } from '../../support/database.js';
import { TEST_PACE } from '../../support/pace.js';
import { SeedAccount } from '../../support/seed.js';

/** A fresh sealing key of this name. */
export const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const logger = createLogger('silent');
const isEmbedded = databaseKind() === 'embedded';

let place: TemporaryDatabase;
/** What accounts have for a ConnectWise. */
export let sandbox: Sandbox;
/** What commands have said so far. */
export let written: string[];

/** The commands open the database by themselves, and they touch every account: their tests get one of their own. */
export function withOwnDatabase(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 10 });
    place = await emptyDatabase();
    await migrate({ url: place.url, logger });
  });
  afterAll(async () => {
    await place.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    await execute(place.url, 'TRUNCATE integration_settings, spam_settings, sealing_key_checks');
    written = [];
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        written.push(String(text));
        return true;
      });
    }
    sandbox.journal.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env['DATABASE_URL'];
    delete process.env['SEALING_KEYS'];
  });
}

/** A statement past both doors. */
export async function inPlace<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return withClient(place.url, async (client) => (await client.query<Row>(text, [...values])).rows);
}

/** Runs a command as an operator would, with these sealing keys configured. */
export async function keys(sealingKeys: readonly string[], ...argv: readonly string[]): Promise<void> {
  process.env['DATABASE_URL'] = place.url;
  process.env['SEALING_KEYS'] = sealingKeys.join(',');
  const program = new Command().exitOverride();
  addKeysCommands(program);
  await program.parseAsync(['node', 'psa-bridge', 'keys', ...argv]);
}

export interface Server {
  readonly app: App;
  readonly database: Database;
  account(): Promise<SeedAccount>;
  at(account: SeedAccount): SeedAccount;
}

/** Lets a server with these sealing keys run meanwhile. */
export async function whileServing<Result>(sealingKeys: readonly string[], work: (server: Server) => Promise<Result>) {
  const { host } = new URL(sandbox.url);
  const config = loadConfig({
    CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
    CONNECTWISE_ALLOWED_HOSTS: host,
    CONNECTWISE_HTTP_HOSTS: host,
    REQUESTS_PER_MINUTE: '1000000',
  });
  const database = await openDatabase({ url: place.url, logger, isEmbedded });
  const box = new SecretBox(parseSealingKeys(sealingKeys.join(',')));
  await checkSealingKey(database, box);
  const clock = { now: () => new Date() };
  const app = await createApp({ config, database, box, logger, clock, paceFigures: TEST_PACE });
  const url = `${await app.app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  const around = { url, sandbox, services: app.services };
  const account = async () => {
    const made = await app.services.accounts.create(systemCaller(PLATFORM_ACCOUNT, randomUUID()), {
      name: 'One',
      timeZone: 'UTC',
    });
    return new SeedAccount(around, { id: made.account.id, token: made.token.reveal() });
  };
  try {
    return await work({ app, database, account, at: ({ id, token }) => new SeedAccount(around, { id, token }) });
  } finally {
    await app.close();
    await database.close();
  }
}

/** Accounts with an integration and one mapped user each. */
export const furnish = (sealingKeys: readonly string[], count: number) =>
  whileServing(sealingKeys, async (server) => {
    const made = [];
    for (let at = 0; at < count; at += 1) {
      const account = await server.account();
      const user = await (await account.integration()).user();
      const mapping = await user.map('HarborDental');
      made.push({ account, user, mapping });
    }
    return made;
  });

/** Under which keys those of each account are sealed. */
export async function sealed(): Promise<string[]> {
  const idOf = (column: string) => `coalesce(split_part(${column}, '.', 2), '-')`;
  const rows = await inPlace<{ keys: string }>(
    `SELECT ${idOf('public_key_sealed')} || ' ' || ${idOf('private_key_sealed')} AS keys
     FROM integration_settings ORDER BY account_id`,
  );
  return rows.map((row) => row.keys);
}
