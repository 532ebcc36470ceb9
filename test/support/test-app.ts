import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type App, createApp } from '../../src/app/app.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import type { PaceFigures } from '../../src/connectwise/pace.js';
import type { Timing } from '../../src/connectwise/timing.js';
import type { Database } from '../../src/database/database.js';
import type { SandboxOptions } from '../../src/sandbox/options.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { type Role, systemCaller } from '../../src/shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../src/shared/ids.js';
import { createLogger } from '../../src/shared/logger.js';
import { SecretBox } from '../../src/shared/secret-box.js';
import { testDatabase } from './database.js';
import { TEST_PACE } from './pace.js';
import { SeedAccount } from './seed.js';

export interface TestAppOptions {
  readonly sandbox?: SandboxOptions;
  /** Environment variables beside those that a test needs anyway. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stands still or moves as the test says; the real time otherwise. */
  readonly clock?: { now(): Date };
  /** Schedules go by the database's time nevertheless, as in real use. */
  readonly isClockWrong?: boolean;
  /** How fast ConnectWise may be called; as often as tests like unless given. */
  readonly paceFigures?: PaceFigures;
  readonly timing?: Timing;
  /** A free one otherwise. */
  readonly port?: number;
}

/** The built app on a real port, this worker's database, and a sandbox as ConnectWise. */
export interface TestApp {
  readonly app: App;
  readonly config: Config;
  readonly database: Database;
  readonly sandbox: Sandbox;
  readonly box: SecretBox;
  readonly origin: string;
  readonly url: string;
  /** Every log line so far, as it would be printed. */
  readonly logs: readonly string[];
  /** A new account with its ADMIN token: the start of the seed chain. */
  account(name?: string): Promise<SeedAccount>;
  /** A token of the platform itself. */
  platformToken(): Promise<string>;
  /** What runs beside it, and ends before it. */
  readonly beside: { close(): Promise<void> }[];
  close(): Promise<void>;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const sandbox = await startSandbox({ companies: 30, ...options.sandbox });
  const { host } = new URL(sandbox.url);
  const config = loadConfig({
    CONNECTWISE_CLIENT_ID: sandbox.credentials.clientId,
    CONNECTWISE_ALLOWED_HOSTS: host,
    CONNECTWISE_HTTP_HOSTS: host,
    REQUESTS_PER_MINUTE: '1000000',
    ...options.environment,
  });
  const logs: string[] = [];
  const logger = createLogger(
    'debug',
    new Writable({ write: (line, _encoding, done) => done(void logs.push(String(line))) }),
  );
  const database = await testDatabase();
  const box = new SecretBox([{ id: 'test', bytes: randomBytes(32) }]);
  const clock = options.clock ?? { now: () => new Date() };
  const paceFigures = options.paceFigures ?? TEST_PACE;
  const { timing } = options;
  const time = options.clock && !options.isClockWrong ? { now: async () => clock.now() } : undefined;
  const app = await createApp({ config, database, box, logger, clock, time, paceFigures, timing });
  await app.app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`;
  const url = `${origin}/graphql`;
  const platform = systemCaller(PLATFORM_ACCOUNT, randomUUID());
  const account = async (name = `MSP ${randomUUID()}`) => {
    const made = await app.services.accounts.create(platform, { name, timeZone: 'UTC' });
    return new SeedAccount(
      { url, sandbox, services: app.services },
      { id: made.account.id, token: made.token.reveal() },
    );
  };
  const platformToken = async () => {
    const { token } = await app.services.tokens.create(platform, { name: 'platform', role: 'PLATFORM' satisfies Role });
    return token.reveal();
  };
  const beside: TestApp['beside'] = [];
  const close = async () => {
    await Promise.all(beside.map((one) => one.close()));
    await app.close();
    await database.close();
    await sandbox.close();
    // N2: nobody mails a customer without saying so, and what was meant to mail one has cleared the journal of it.
    const mailed = sandbox.mails.entries.map(({ subject, to }) => `"${subject}" to ${to.join(', ')}`);
    if (mailed.length > 0) throw new Error(`Customers would have been mailed: ${mailed.join('; ')}`);
  };
  return { app, config, database, sandbox, box, origin, url, logs, account, platformToken, beside, close };
}
