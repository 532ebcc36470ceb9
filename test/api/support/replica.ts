import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type App, createApp } from '../../../src/app/app.js';
import { loadConfig } from '../../../src/config/config.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import { createLogger } from '../../../src/shared/logger.js';
import type { SecretBox } from '../../../src/shared/secret-box.js';
import { TEST_PACE } from '../../support/pace.js';
import { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';

export interface ReplicaOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: { now(): Date };
  readonly box?: SecretBox;
  /** Systems that the address rules let it reach; by default the test's own sandbox. */
  readonly reaches?: readonly Sandbox[];
}

/** Another process of the same server, as far as the database and its callers can tell. */
export interface Replica {
  readonly app: App;
  readonly url: string;
  readonly logs: readonly string[];
  /** The same account and token, by way of this replica. */
  at(account: SeedAccount): SeedAccount;
  /** For one that is not to last as long as the app it is beside. */
  close(): Promise<void>;
}

/** A second built app over the database of the first, which it ends with. */
export async function startReplica(test: TestApp, options: ReplicaOptions = {}): Promise<Replica> {
  const hosts = (options.reaches ?? [test.sandbox]).map((sandbox) => new URL(sandbox.url).host).join(',');
  const config = loadConfig({
    CONNECTWISE_CLIENT_ID: test.sandbox.credentials.clientId,
    CONNECTWISE_ALLOWED_HOSTS: hosts,
    CONNECTWISE_HTTP_HOSTS: hosts,
    REQUESTS_PER_MINUTE: '1000000',
    ...options.environment,
  });
  const logs: string[] = [];
  const logger = createLogger(
    'debug',
    new Writable({ write: (line, _encoding, done) => done(void logs.push(String(line))) }),
  );
  const { database } = test;
  const clock = options.clock ?? { now: () => new Date() };
  const time = options.clock && { now: async () => clock.now() };
  const app = await createApp({
    config,
    database,
    box: options.box ?? test.box,
    logger,
    clock,
    time,
    paceFigures: TEST_PACE,
  });
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}/graphql`;
  const at = (account: SeedAccount) =>
    new SeedAccount({ url, sandbox: test.sandbox, services: app.services }, { id: account.id, token: account.token });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= app.close();
    return closed;
  };
  const replica = { app, url, logs, at, close };
  test.beside.push(replica);
  return replica;
}
