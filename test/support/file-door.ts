import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { createBareSchema } from '../../src/app/schema.js';
import { loadConfig } from '../../src/config/config.js';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { SharedFilePlaces } from '../../src/database/file-places.js';
import type { FileDoorParts } from '../../src/graphql/files/file-door.js';
import { FILE_LIMITS, type FileLimits, type FileRoute } from '../../src/graphql/files/file-route.js';
import { createFrontDoor, type FrontDoor, type FrontDoorParts } from '../../src/graphql/front-door.js';
import { createMetrics, type Metrics } from '../../src/graphql/metrics.js';
import { systemCaller } from '../../src/shared/caller.js';
import { type AccountId, newId } from '../../src/shared/ids.js';
import { createLogger } from '../../src/shared/logger.js';
import type { TestApp } from './test-app.js';

/** A front door of its own, so that a test can have the routes it needs. */
export interface FileDoor {
  readonly origin: string;
  readonly logs: readonly string[];
  readonly metrics: Metrics;
  readonly door: FrontDoor;
  close(): Promise<void>;
}

type Behind = Pick<FrontDoorParts, 'authenticate' | 'ping' | 'requestsPerMinute' | 'schema'> &
  Omit<FileDoorParts, 'limits'>;

/** Over the accounts of a test app. */
export function startFileDoor(
  test: TestApp,
  routes: readonly FileRoute[],
  options: { readonly limits?: Partial<FileLimits> } = {},
): Promise<FileDoor> {
  const { authenticate, audit } = test.app.services;
  const behind: Behind = {
    routes,
    schema: test.app.schema,
    requestsPerMinute: test.config.requestsPerMinute,
    ping: () => test.database.ping(),
    authenticate,
    places: new SharedFilePlaces(test.database.pace, createLogger('silent')),
    onDenied: (caller, operation) => audit.recordDenied(caller, operation),
  };
  return start(behind, options.limits);
}

/** Without a database: every token is that of one ADMIN. */
export function startBareFileDoor(routes: readonly FileRoute[]): Promise<FileDoor> {
  const accountId = newId<AccountId>();
  return start({
    routes,
    schema: createBareSchema(),
    requestsPerMinute: 1_000_000,
    ping: async () => true,
    authenticate: async (_token, requestId) => ({ kind: 'caller', caller: systemCaller(accountId, requestId) }),
    places: { take: async () => ({ leave: async () => undefined }) },
    onDenied: async () => undefined,
  });
}

async function start(behind: Behind, limits?: Partial<FileLimits>): Promise<FileDoor> {
  const logs: string[] = [];
  const logger = createLogger(
    'debug',
    new Writable({ write: (line, _encoding, done) => done(void logs.push(String(line))) }),
  );
  const metrics = createMetrics();
  const door = await createFrontDoor({
    ...{
      ...loadConfig({ TRUSTED_PROXIES: '127.0.0.1' }),
      explorer: false,
      logger,
      metrics,
      schema: createBareSchema(),
    },
    ...behind,
    isUnavailable: (error) => (error instanceof DatabaseUnavailable ? { retryAfterSeconds: 1 } : undefined),
    callbacks: { sender: async () => undefined, take: async () => ({ kind: 'refused' }) },
    files: { ...behind, limits: { ...FILE_LIMITS, ...limits } },
  });
  await door.app.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(door.app.server.address() as AddressInfo).port}`;
  return { origin, logs, metrics, door, close: () => door.close() };
}
