import type { AddressInfo } from 'node:net';
import { createApp, createWorkerApp, type WorkerApp } from '../app/app.js';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import { startMetricsServer } from '../graphql/metrics-server.js';
import { systemClock } from '../shared/clock.js';
import type { Logger } from '../shared/logger.js';
import { OperatorError } from '../shared/operator-error.js';
import { openConfiguredDatabase } from './runtime.js';
import { checkSealingKey, loadSecretBox } from './sealing.js';
import { startTracing } from './tracing.js';

/** A server that answers, and where. */
export interface RunningServer {
  readonly app: WorkerApp;
  readonly database: Database;
  readonly isEmbedded: boolean;
  readonly origin: string;
  readonly graphqlUrl: string;
  readonly metricsUrl: string;
  /** Says "not ready" at once, finishes the requests in hand, and closes everything; ten seconds at the most. */
  stop(): Promise<void>;
}

/** What a process does: answer the API, work in the background, or both. */
export const ROLES = ['all', 'api', 'worker'] as const;
export type ProcessRole = (typeof ROLES)[number];

/** Starts everything a configuration asks for, in order; what was started is closed again when a later step fails. */
export async function startServer(config: Config, logger: Logger, role: ProcessRole = 'all'): Promise<RunningServer> {
  if (role !== 'all' && config.databaseUrl === undefined) {
    throw new OperatorError(
      `--role ${role} needs a PostgreSQL server (DATABASE_URL): the embedded database serves one process, which has to do everything.`,
    );
  }
  const tracing = config.tracesTo === undefined ? undefined : await startTracing(config.tracesTo, logger);
  const { database, isEmbedded, close } = await openConfiguredDatabase(config, logger, tracing);
  try {
    const box = await loadSecretBox(config);
    await checkSealingKey(database, box);
    const parts = { config, database, box, logger, tracing, clock: systemClock };
    const app = await (role === 'worker' ? createWorkerApp(parts) : createApp(parts));
    await listening(
      'PORT',
      app.app.listen({ host: config.host, port: config.port, listenTextResolver: () => 'listening' }),
    );
    const place = { host: config.metricsHost, port: config.metricsPort };
    const metrics = await listening('METRICS_PORT', startMetricsServer(app.metrics.registry, place));
    if (role !== 'api') await app.startWork();
    const { port } = app.app.server.address() as AddressInfo;
    const origin = `${config.tls ? 'https' : 'http'}://${inUrl(config.host)}:${port}`;
    const stop = async () => {
      app.startDraining();
      await app.close();
      metrics.close();
      await close();
      await tracing?.stop();
    };
    const metricsUrl = `http://${inUrl(place.host)}:${(metrics.address() as AddressInfo).port}/metrics`;
    return { app, database, isEmbedded, origin, graphqlUrl: `${origin}/graphql`, metricsUrl, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** A taken port is the operator's business: the message names the variable that holds it. */
async function listening<T>(variable: string, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new OperatorError(`${variable} names a port that another program has.`);
    if (code === 'EACCES') throw new OperatorError(`${variable} names a port that this user may not open.`);
    if (code === 'EADDRNOTAVAIL')
      throw new OperatorError(`${variable.replace('PORT', 'HOST')} is not an address of this machine.`);
    throw error;
  }
}
