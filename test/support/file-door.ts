import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { DatabaseUnavailable } from '../../src/database/errors.js';
import { SharedFilePlaces } from '../../src/database/file-places.js';
import type { FileDoorParts } from '../../src/graphql/files/file-door.js';
import { FILE_LIMITS, type FileLimits, type FileRoute } from '../../src/graphql/files/file-route.js';
import { createFrontDoor, type FrontDoor } from '../../src/graphql/front-door.js';
import { createMetrics, type Metrics } from '../../src/graphql/metrics.js';
import { createLogger } from '../../src/shared/logger.js';
import type { TestApp } from './test-app.js';

/** A front door of its own over the accounts of a test app, so that a test can have the routes it needs. */
export interface FileDoor {
  readonly origin: string;
  readonly logs: readonly string[];
  readonly metrics: Metrics;
  readonly door: FrontDoor;
  close(): Promise<void>;
}

export async function startFileDoor(
  test: TestApp,
  routes: readonly FileRoute[],
  options: { readonly limits?: Partial<FileLimits>; readonly places?: FileDoorParts['places'] } = {},
): Promise<FileDoor> {
  const logs: string[] = [];
  const logger = createLogger(
    'debug',
    new Writable({ write: (line, _encoding, done) => done(void logs.push(String(line))) }),
  );
  const metrics = createMetrics();
  const { authenticator, audit } = test.app.services;
  const door = await createFrontDoor({
    ...{ ...test.config, tls: undefined, explorer: false, logger, metrics, schema: test.app.schema },
    ping: () => test.database.ping(),
    authenticate: (token, requestId) => authenticator.authenticate(token, requestId),
    isUnavailable: (error) => (error instanceof DatabaseUnavailable ? { retryAfterSeconds: 1 } : undefined),
    files: {
      routes,
      places: options.places ?? new SharedFilePlaces(test.database.pace, logger),
      onDenied: (caller, operation) => audit.recordDenied(caller, operation),
      limits: { ...FILE_LIMITS, ...options.limits },
    },
  });
  await door.app.listen({ port: 0, host: '127.0.0.1' });
  const origin = `http://127.0.0.1:${(door.app.server.address() as AddressInfo).port}`;
  return { origin, logs, metrics, door, close: () => door.close() };
}
