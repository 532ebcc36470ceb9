import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createAddressPolicy } from '../connectwise/address-policy.js';
import { type ConnectWise, type ConnectWiseDeps, createConnectWise } from '../connectwise/client.js';
import { SharedPace } from '../connectwise/shared-pace.js';
import { systemTiming } from '../connectwise/timing.js';
import { billingFileRoutes } from '../features/billing-files/billing-files.routes.js';
import type { JobTask } from '../features/jobs/job-task.js';
import { JobWork } from '../features/jobs/job-work.js';
import { mappingFileRoutes } from '../features/mapping-files/mapping-files.routes.js';
import { OverviewRepository } from '../features/overview/overview.repository.js';
import { OverviewService } from '../features/overview/overview.service.js';
import { spamExportRoutes } from '../features/spam/spam-export.routes.js';
import { spamFileRoutes } from '../features/spam/spam-files.routes.js';
import type { FileRoute } from '../graphql/files/file-route.js';
import { createMetrics, type Metrics } from '../graphql/metrics.js';
import type { WorkHandler } from '../shared/work.js';
import { createBilling } from './billing.js';
import { createBillingSettings } from './billing-settings.js';
import { createData, dataFileRoutes } from './data.js';
import { type AppParts, createGround, createIntegration, type Outside } from './ground.js';
import { createCompanies, createMappingFiles, createMappings, createMatching, createMirror } from './mappings.js';
import { createSpam } from './spam.js';
import { createTickets } from './tickets.js';
import { createUsage } from './usage.js';

export type Services = ReturnType<typeof createServices>;

/** The services without anything that listens, for commands. */
export function createCore(
  parts: AppParts,
  metrics = createMetrics(),
): { readonly services: Services; readonly connectWise: ConnectWise } {
  const deps = connectWiseDeps(parts, metrics);
  const connectWise = createConnectWise(deps);
  return { services: createServices(parts, { connectWise, deps }), connectWise };
}

/** How ConnectWise is reached by this configuration. */
export function connectWiseDeps({ config, database, logger, ...parts }: AppParts, metrics: Metrics): ConnectWiseDeps {
  return {
    logger,
    policy: createAddressPolicy({
      allowedHosts: config.connectWiseAllowedHosts,
      httpHosts: config.connectWiseHttpHosts,
    }),
    // One pace for tests and everything else: ConnectWise's "wait" binds both.
    pace: new SharedPace({ store: database.pace, timing: systemTiming, logger }),
    paceFigures: parts.paceFigures,
    timing: parts.timing,
    tracing: parts.tracing,
    serverCa: config.connectWiseCaFile && readFileSync(config.connectWiseCaFile, 'utf8'),
    proxy: config.connectWiseProxy,
    onCall: ({ route, kind, milliseconds }) =>
      metrics.observeConnectWiseCall({ route, outcome: kind ?? 'ok', seconds: milliseconds / 1_000 }),
  };
}

export function createServices(parts: AppParts, outside: Outside) {
  const ground = createGround(parts);
  const integration = createIntegration(parts, outside, ground);
  const companies = createCompanies(parts, { ...ground, ...integration });
  const mappings = createMappings(parts, { ...ground, ...integration, ...companies });
  const mirror = createMirror(parts, { ...ground, ...integration, ...companies, ...mappings });
  const matching = createMatching(parts, { ...ground, ...integration, ...mirror, ...mappings });
  const files = createMappingFiles(parts, { ...ground, ...integration, ...mappings });
  const tickets = createTickets(parts, { ...ground, ...integration, ...mappings, ...mirror });
  const linked = { ...integration, ...companies, ...mappings, ...mirror, ...matching };
  const usage = createUsage(parts, ground);
  const spam = createSpam(parts, { ...ground, ...integration, ...mappings, ...tickets });
  const billed = createBillingSettings(parts, { ...ground, ...integration, ...mappings, ...usage });
  const { billTasks, ...bills } = createBilling(parts, { ...ground, ...integration, ...mappings, ...billed });
  const data = createData(parts, ground);
  const all = { ...ground, ...data, ...linked, ...files, ...tickets, ...usage, ...spam, ...billed, ...bills };
  const { syncCompanies, verifyMappings, matchUsers, deliverReports, ...services } = all;
  const jobTasks: readonly JobTask[] = [
    ...[syncCompanies, verifyMappings, matchUsers, files.importMappings],
    ...[...billTasks, deliverReports],
  ];
  const { database } = parts;
  const jobWork = jobTasks.map((task) => new JobWork({ database, jobs: ground.jobs, rows: ground.jobRows }, task));
  const overview = new OverviewService({ ...services, rows: new OverviewRepository(database) });
  return { ...services, jobWork, overview };
}

/** Everything that is done in the background, each kind by the feature it belongs to. */
export function workHandlers(services: Services): readonly WorkHandler[] {
  const { healthCheck, deliverNotifications, watchTemplates, removeOld, eraseTexts, jobWork } = services;
  return [healthCheck, deliverNotifications, watchTemplates, removeOld, eraseTexts, ...jobWork];
}

/** What comes in and goes out as a file, each by the feature it belongs to. */
export function fileRoutes(services: Services): readonly FileRoute[] {
  return [
    ...[...mappingFileRoutes(services), ...billingFileRoutes(services)],
    ...[...spamFileRoutes(services), ...spamExportRoutes(services), ...dataFileRoutes(services)],
  ];
}
