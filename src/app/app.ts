import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { type ConnectWise } from '../connectwise/client.js';
import { DatabaseUnavailable } from '../database/errors.js';
import { SharedFilePlaces } from '../database/file-places.js';
import { IssuerUnavailable } from '../features/oidc/oidc.js';
import type { FileRoute } from '../graphql/files/file-route.js';
import { createFrontDoor, createHealthDoor, type FrontDoor } from '../graphql/front-door.js';
import { createMetrics, type Metrics } from '../graphql/metrics.js';
import { traceRootFields } from '../graphql/trace-requests.js';
import { Worker } from '../work/worker.js';
import type { AppParts } from './ground.js';
import { createAppSchema } from './schema.js';
import { createCore, fileRoutes, type Services, workHandlers } from './services.js';

/** A process that works in the background; what it listens for is its health only. */
export interface WorkerApp extends FrontDoor {
  readonly metrics: Metrics;
  readonly services: Services;
  /** Begins to do background work; closing the app ends it. */
  readonly startWork: () => Promise<void>;
}

export interface App extends WorkerApp {
  readonly schema: GraphQLSchema;
  readonly fileRoutes: readonly FileRoute[];
}

/** Builds every object once, in order. The process that listens is another file; tests use this one. */
export async function createApp(parts: AppParts): Promise<App> {
  const built = build(parts);
  const { services, metrics } = built;
  const schema = createAppSchema(services);
  if (parts.tracing) traceRootFields(schema, parts.tracing);
  const routes = fileRoutes(services);
  const door = await createFrontDoor({
    ...doorParts(parts, metrics),
    schema,
    authenticate: services.authenticate,
    files: {
      routes,
      places: new SharedFilePlaces(parts.database.pace, parts.logger),
      onDenied: (caller, operation) => services.audit.recordDenied(caller, operation),
    },
    callbacks: services.receiveCallback,
  });
  return { ...assemble(parts, built, door), schema, fileRoutes: routes };
}

/** The same without the API. */
export async function createWorkerApp(parts: AppParts): Promise<WorkerApp> {
  const built = build(parts);
  return assemble(parts, built, await createHealthDoor(doorParts(parts, built.metrics)));
}

interface Built {
  readonly metrics: Metrics;
  readonly services: Services;
  readonly connectWise: ConnectWise;
}

function build(parts: AppParts): Built {
  const metrics = createMetrics();
  return { metrics, ...createCore(parts, metrics) };
}

function assemble({ database, logger, tracing }: AppParts, built: Built, door: FrontDoor): WorkerApp {
  const { metrics, services, connectWise } = built;
  let worker: Worker | undefined;
  const startWork = async () => {
    worker = await Worker.start({ database, logger, tracing, metrics, handlers: workHandlers(services) });
  };
  const close = async () => {
    await Promise.all([door.close(), worker?.stop()]);
    await connectWise.close();
  };
  return { ...door, metrics, services, startWork, close };
}

function doorParts({ config, logger, database, tracing }: AppParts, metrics: Metrics) {
  const isUnavailable = (error: unknown) =>
    error instanceof DatabaseUnavailable || error instanceof IssuerUnavailable ? error : undefined;
  return { ...config, logger, tracing, metrics, ping: () => database.ping(), isUnavailable };
}
