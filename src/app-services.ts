import { readFileSync } from 'node:fs';
import { type Config } from './config.js';
import { createAddressPolicy } from './connectwise/address-policy.js';
import { type ConnectWise, type ConnectWiseDeps, createConnectWise } from './connectwise/client.js';
import { testConnection } from './connectwise/connection-test.js';
import type { PaceFigures } from './connectwise/pace.js';
import { SharedPace } from './connectwise/shared-pace.js';
import { systemTiming, type Timing } from './connectwise/timing.js';
import type { Database } from './database/database.js';
import { AccessTokenRepository } from './features/access/access-token.repository.js';
import { AccessTokenService } from './features/access/access-token.service.js';
import { Authenticator } from './features/access/authenticate.js';
import { AccountRepository } from './features/accounts/account.repository.js';
import { AccountService } from './features/accounts/account.service.js';
import { AuditRepository } from './features/audit/audit.repository.js';
import { AuditService } from './features/audit/audit.service.js';
import { CompanyRepository } from './features/companies/company.repository.js';
import { CompanyService } from './features/companies/company.service.js';
import { CompanyMirrorRepository } from './features/companies/company-mirror.repository.js';
import { MirrorRepository } from './features/companies/mirror.repository.js';
import { MirrorWriter } from './features/companies/mirror-writer.js';
import { SyncCompanies } from './features/companies/sync-companies.js';
import { DriftRepository } from './features/drift/drift.repository.js';
import { DriftService } from './features/drift/drift.service.js';
import { DriftWatch } from './features/drift/drift-watch.js';
import { DriftWatchRepository } from './features/drift/drift-watch.repository.js';
import { ReturnMappings } from './features/drift/return-mappings.js';
import { StartVerification } from './features/drift/start-verification.js';
import { VerificationRepository } from './features/drift/verification.repository.js';
import { VerifyMappings } from './features/drift/verify-mappings.js';
import { EventRepository } from './features/events/event.repository.js';
import { EventService } from './features/events/event.service.js';
import { BackgroundWork } from './features/integration/background-work.js';
import { ConnectionTester, type TestConnection } from './features/integration/connection-tester.js';
import { HealthRepository } from './features/integration/health.repository.js';
import { HealthCheck } from './features/integration/health-check.js';
import { HealthKeeper } from './features/integration/health-keeper.js';
import { IntegrationRepository } from './features/integration/integration.repository.js';
import { IntegrationService } from './features/integration/integration.service.js';
import { SaveSettings } from './features/integration/save-settings.js';
import { TestPlaceRepository } from './features/integration/test-places.repository.js';
import { WriteSettings } from './features/integration/write-settings.js';
import { JobRepository } from './features/jobs/job.repository.js';
import { JobService } from './features/jobs/job.service.js';
import type { JobTask } from './features/jobs/job-task.js';
import { JobWork } from './features/jobs/job-work.js';
import { MapCompany } from './features/mappings/map-company.js';
import { MappingRepository } from './features/mappings/mapping.repository.js';
import { MappingService } from './features/mappings/mapping.service.js';
import { MappingBatch } from './features/mappings/mapping-batch.js';
import { MappingBatchRepository } from './features/mappings/mapping-batch.repository.js';
import { SetAside } from './features/mappings/set-aside.js';
import { VerifyMapping } from './features/mappings/verify-mapping.js';
import { WorkGate } from './features/mappings/work-gate.js';
import { SourceRepository } from './features/sources/source.repository.js';
import { SourceService } from './features/sources/source.service.js';
import { SaveUsers } from './features/users/save-users.js';
import { UserRepository } from './features/users/user.repository.js';
import { UserService } from './features/users/user.service.js';
import { createMetrics, type Metrics } from './graphql/metrics.js';
import type { Clock } from './shared/clock.js';
import type { Logger } from './shared/logger.js';
import type { SecretBox } from './shared/secret-box.js';
import type { WorkHandler } from './shared/work.js';

export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly box: SecretBox;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Other figures than ConnectWise is to be called with; only tests have them, which call a stand-in all the time. */
  readonly paceFigures?: PaceFigures;
  /** Another course of time for calls to ConnectWise than the real one; only for tests, too. */
  readonly timing?: Timing;
}

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

function connectWiseDeps({ config, database, logger, ...parts }: AppParts, metrics: Metrics): ConnectWiseDeps {
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
    serverCa: config.connectWiseCaFile && readFileSync(config.connectWiseCaFile, 'utf8'),
    proxy: config.connectWiseProxy,
    onCall: ({ route, kind, milliseconds }) =>
      metrics.observeConnectWiseCall({ route, outcome: kind ?? 'ok', seconds: milliseconds / 1_000 }),
  };
}

export interface Outside {
  readonly connectWise: ConnectWise;
  readonly deps: ConnectWiseDeps;
}

export function createServices(
  { config: { clientId }, database, clock, box }: AppParts,
  { connectWise, deps, deps: { policy } }: Outside,
) {
  const audit = new AuditService(database, new AuditRepository(database));
  const events = new EventService(new EventRepository());
  const sources = new SourceService({ database, audit, sources: new SourceRepository(database) });
  const tokenRows = new AccessTokenRepository(database);
  const tokens = new AccessTokenService({ database, audit, clock, sources, tokens: tokenRows });
  const authenticator = new Authenticator({ database, audit, clock });
  const accounts = new AccountService({ database, audit, clock, tokens, accounts: new AccountRepository(database) });
  const users = new UserService({ database, audit, users: new UserRepository(database) });
  const saveUsers = new SaveUsers({ database, audit, sources });

  const jobRows = new JobRepository(database);
  const jobs = new JobService({ database, audit, events, jobs: jobRows });

  const mappingRows = new MappingRepository(database);
  const setAside = new SetAside(mappingRows);
  const integrations = new IntegrationRepository(database);
  const test: TestConnection = (input, signal) => testConnection(input, deps, signal);
  const places = new TestPlaceRepository();
  const tester = new ConnectionTester({ database, integrations, places, box, clock, clientId, testConnection: test });
  const keeper = new HealthKeeper({ database, audit, events, health: new HealthRepository(database) });
  const writer = new WriteSettings({ database, integrations, setAside, keeper, box, audit, events, clock });
  const saveSettings = new SaveSettings({ integrations, setAside, tester, writer, box, policy });
  const integration = new IntegrationService({ integrations, keeper, tester, connectWise, box, policy });
  const backgroundWork = new BackgroundWork({ integrations, keeper, tester, connectWise, box, policy });
  const healthCheck = new HealthCheck({ integrations, keeper, tester, box });

  const companies = new CompanyService({ database, integration, clock, companies: new CompanyRepository(database) });
  const batch = new MappingBatch({ audit, rows: new MappingBatchRepository() });
  const watch = new DriftWatch({ mappings: batch, rows: new DriftWatchRepository(), events, clock });
  const mappings = new MappingService({ database, audit, events, watch, mappings: mappingRows });
  const mapCompany = new MapCompany({
    ...{ database, audit, events, clock, users, companies, integration },
    mappings: mappingRows,
  });
  const verifyMapping = new VerifyMapping({ mappings, companies, integration });
  const gate = new WorkGate({ users, mappings, integration, sources });
  const drifts = new DriftService({ database, audit, drifts: new DriftRepository(database) });
  const startVerification = new StartVerification({ integration, mappings, jobs });
  const tasks = createTasks({ database, events, clock, integration, backgroundWork, jobs, mappings, batch, watch });
  const jobWork = tasks.map((task) => new JobWork({ database, jobs, rows: jobRows }, task));
  return {
    ...{ audit, sources, tokens, authenticator, accounts, users, saveUsers },
    ...{ integration, saveSettings, companies, mappings, mapCompany, verifyMapping, gate },
    ...{ backgroundWork, healthCheck, jobs, jobWork, drifts, startVerification },
  };
}

interface TaskParts extends Pick<AppParts, 'database' | 'clock'> {
  readonly events: EventService;
  readonly integration: IntegrationService;
  readonly backgroundWork: BackgroundWork;
  readonly jobs: JobService;
  readonly mappings: MappingService;
  readonly batch: MappingBatch;
  readonly watch: DriftWatch;
}

function createTasks({ database, events, mappings, batch, ...parts }: TaskParts): readonly JobTask[] {
  const writer = new MirrorWriter(new MirrorRepository());
  const mirrors = new CompanyMirrorRepository(database);
  const rows = new VerificationRepository(database);
  const returns = new ReturnMappings({ mappings, batch, events, writer, clock: parts.clock });
  return [new SyncCompanies({ ...parts, mirrors, writer }), new VerifyMappings({ ...parts, rows, writer, returns })];
}

/** Everything that is done in the background, each kind by the feature it belongs to. */
export function workHandlers({ healthCheck, jobWork }: Services): readonly WorkHandler[] {
  return [healthCheck, ...jobWork];
}
