import 'reflect-metadata';
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
import { askInBackground } from './features/companies/ask-in-background.js';
import { CompanyRepository } from './features/companies/company.repository.js';
import { CompanyService } from './features/companies/company.service.js';
import { CompanyListings } from './features/companies/company-listing.js';
import { CompanyLookupRepository } from './features/companies/company-lookup.repository.js';
import { CompanyMirrorRepository } from './features/companies/company-mirror.repository.js';
import { watchAll } from './features/companies/company-watch.js';
import { DirectoryRepository } from './features/companies/directory.repository.js';
import { DirectoryService } from './features/companies/directory.service.js';
import { LookUpCompanies } from './features/companies/look-up-companies.js';
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
import { ApplyImport } from './features/mapping-files/apply-import.js';
import { ExportMappings } from './features/mapping-files/export-mappings.js';
import { ImportMappings } from './features/mapping-files/import-mappings.js';
import { MappingExportRepository } from './features/mapping-files/mapping-export.repository.js';
import { mappingFileRoutes } from './features/mapping-files/mapping-files.routes.js';
import { MappingImportRepository } from './features/mapping-files/mapping-import.repository.js';
import { PlanSlice } from './features/mapping-files/plan-slice.js';
import { ReceiveImport } from './features/mapping-files/receive-import.js';
import { EnableMany } from './features/mappings/enable-many.js';
import { MapCompany } from './features/mappings/map-company.js';
import { MapMany } from './features/mappings/map-many.js';
import { MappingRepository } from './features/mappings/mapping.repository.js';
import { MappingService } from './features/mappings/mapping.service.js';
import { MappingBatch } from './features/mappings/mapping-batch.js';
import { MappingBatchRepository } from './features/mappings/mapping-batch.repository.js';
import { MappingCountsRepository } from './features/mappings/mapping-counts.repository.js';
import { MappingRowsRepository } from './features/mappings/mapping-rows.repository.js';
import { PlanRows } from './features/mappings/plan-rows.js';
import { SetAside } from './features/mappings/set-aside.js';
import { VerifyMapping } from './features/mappings/verify-mapping.js';
import { WorkGate } from './features/mappings/work-gate.js';
import { WriteMany } from './features/mappings/write-many.js';
import { AcceptSuggestions } from './features/matching/accept-suggestions.js';
import { MatchUsers } from './features/matching/match-users.js';
import { MatchingService } from './features/matching/matching.service.js';
import { MatchingSettingsRepository } from './features/matching/matching-settings.repository.js';
import { SuggestRepository } from './features/matching/suggest.repository.js';
import { SuggestionRepository } from './features/matching/suggestion.repository.js';
import { UserFactsRepository } from './features/matching/user-facts.repository.js';
import { wakeMatching } from './features/matching/wake-matching.js';
import { OverviewService } from './features/overview/overview.service.js';
import { SourceRepository } from './features/sources/source.repository.js';
import { SourceService } from './features/sources/source.service.js';
import { SaveUsers } from './features/users/save-users.js';
import { UserRepository } from './features/users/user.repository.js';
import { UserService } from './features/users/user.service.js';
import type { FileRoute } from './graphql/files/file-route.js';
import { createMetrics, type Metrics } from './graphql/metrics.js';
import { parseGlobalId } from './graphql/node.js';
import type { Clock } from './shared/clock.js';
import type { UserId } from './shared/ids.js';
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

export function createServices(parts: AppParts, outside: Outside) {
  const ground = createGround(parts);
  const integration = createIntegration(parts, outside, ground);
  const companies = createCompanies(parts, { ...ground, ...integration });
  const mappings = createMappings(parts, { ...ground, ...integration, ...companies });
  const mirror = createMirror(parts, { ...ground, ...integration, ...companies, ...mappings });
  const matching = createMatching(parts, { ...ground, ...integration, ...mirror, ...mappings });
  const files = createMappingFiles(parts, { ...ground, ...integration, ...mappings });
  const all = { ...ground, ...integration, ...companies, ...mappings, ...mirror, ...matching, ...files };
  const { syncCompanies, verifyMappings, matchUsers, ...services } = all;
  const jobTasks: readonly JobTask[] = [syncCompanies, verifyMappings, matchUsers, files.importMappings];
  const { database } = parts;
  const jobWork = jobTasks.map((task) => new JobWork({ database, jobs: ground.jobs, rows: ground.jobRows }, task));
  const overview = new OverviewService(services);
  return { ...services, jobWork, overview };
}

/** What everything else stands on: who may do what, the trail of it, users, jobs. */
function createGround({ database, clock }: AppParts) {
  const audit = new AuditService(database, new AuditRepository(database));
  const events = new EventService(new EventRepository(database));
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
  return {
    ...{ audit, events, sources, tokens, authenticator, accounts },
    ...{ users, saveUsers, jobRows, jobs, mappingRows },
  };
}

type Ground = ReturnType<typeof createGround>;

/** The link to ConnectWise: its settings, their tests and health, and the way out for background work. */
function createIntegration(
  { config, database, clock, box }: AppParts,
  { connectWise, deps }: Outside,
  { audit, events, mappingRows }: Ground,
) {
  const { policy } = deps;
  const setAside = new SetAside(mappingRows);
  const integrations = new IntegrationRepository(database);
  const test: TestConnection = (input, signal) => testConnection(input, deps, signal);
  const { clientId } = config;
  const places = new TestPlaceRepository();
  const tester = new ConnectionTester({ database, integrations, places, box, clock, clientId, testConnection: test });
  const keeper = new HealthKeeper({ database, audit, events, health: new HealthRepository(database) });
  const writer = new WriteSettings({ database, integrations, setAside, keeper, box, audit, events, clock });
  const saveSettings = new SaveSettings({ integrations, setAside, tester, writer, box, policy });
  const integration = new IntegrationService({ integrations, keeper, tester, connectWise, box, policy });
  const backgroundWork = new BackgroundWork({ integrations, keeper, tester, connectWise, box, policy });
  const healthCheck = new HealthCheck({ integrations, keeper, tester, box });
  return { integration, saveSettings, backgroundWork, healthCheck };
}

type Integrated = Ground & ReturnType<typeof createIntegration>;

/** What ConnectWise says of companies, and where the account's copy of them is looked up. */
function createCompanies({ database, clock }: AppParts, { integration }: Integrated) {
  const companyChecks = new CompanyRepository(database);
  const companies = new CompanyService({ database, integration, clock, companies: companyChecks });
  const copies = new CompanyLookupRepository(database);
  const lookup = new LookUpCompanies({ database, clock, copies, companies: companyChecks });
  return { companies, lookup };
}

type WithCompanies = Integrated & ReturnType<typeof createCompanies>;

/** Who is mapped to which company, and what changes of companies make of it. */
function createMappings({ database, clock }: AppParts, ground: WithCompanies) {
  const { audit, events, users, sources, integration, companies, lookup, mappingRows } = ground;
  const batch = new MappingBatch({ audit, rows: new MappingBatchRepository() });
  const watch = new DriftWatch({ mappings: batch, rows: new DriftWatchRepository(), events, clock });
  const mappings = new MappingService({
    ...{ database, audit, events, watch, mappings: mappingRows },
    counts: new MappingCountsRepository(database),
  });
  const mapCompany = new MapCompany({
    ...{ database, audit, events, clock, users, companies, integration },
    mappings: mappingRows,
  });
  const verifyMapping = new VerifyMapping({ mappings, companies, integration });
  const manyRows = new MappingRowsRepository(database);
  const planning = new PlanRows({ users, sources, lookup, integration, mappings: mappingRows, rows: manyRows });
  const writing = new WriteMany({ database, audit, events, mappings: mappingRows, rows: manyRows });
  const mapMany = new MapMany({ planning, lookup, writing, clock });
  const enableMany = new EnableMany({ lookup, writing, integration, clock, mappings: mappingRows });
  const gate = new WorkGate({ users, mappings, integration, sources });
  return { mappings, mapCompany, mapMany, enableMany, verifyMapping, gate, batch, watch };
}

/** The copy of ConnectWise's companies, what follows from changes in it, and the jobs that find them. */
function createMirror({ database, clock }: AppParts, ground: WithCompanies & ReturnType<typeof createMappings>) {
  const { audit, events, integration, backgroundWork, jobs, companies, mappings, batch, watch } = ground;
  const writer = new MirrorWriter(new MirrorRepository());
  const mirrors = new CompanyMirrorRepository(database);
  const directoryRows = new DirectoryRepository(database);
  const returns = new ReturnMappings({ mappings, batch, events, writer, clock });
  const shared = { integration, backgroundWork, jobs, writer, watch: watchAll(watch, { noticed: wakeMatching }) };
  return {
    syncCompanies: new SyncCompanies({ ...shared, mirrors }),
    verifyMappings: new VerifyMappings({
      ...shared,
      watch,
      rows: new VerificationRepository(database),
      returns,
      clock,
    }),
    directory: new DirectoryService({ integration, jobs, mirrors, directory: directoryRows }),
    listings: new CompanyListings({ integration, companies, mirrors, directory: directoryRows }),
    drifts: new DriftService({ database, audit, drifts: new DriftRepository(database) }),
    startVerification: new StartVerification({ integration, mappings, jobs }),
  };
}

/** Which companies unmapped users may be. */
function createMatching(
  { database }: AppParts,
  ground: Integrated & ReturnType<typeof createMappings> & ReturnType<typeof createMirror>,
) {
  const { audit, jobs, integration, backgroundWork, directory, mapMany } = ground;
  const suggestions = new SuggestionRepository(database);
  const settings = new MatchingSettingsRepository(database);
  const accepting = new AcceptSuggestions({ database, audit, suggestions, mapMany, integration });
  const matching = new MatchingService({ database, audit, jobs, integration, suggestions, settings });
  const matchUsers = new MatchUsers({
    ...{ integration, directory, jobs, suggestions, settings, accepting },
    facts: new UserFactsRepository(database),
    suggest: new SuggestRepository(),
    askFor: (signal) => askInBackground(backgroundWork, signal),
  });
  return { matching, accepting, matchUsers };
}

/** Mappings as files, in and out. */
function createMappingFiles(
  { database, clock }: AppParts,
  ground: Integrated & Pick<ReturnType<typeof createMappings>, 'mapMany'>,
) {
  const { jobs, sources, integration, backgroundWork, mapMany } = ground;
  const imports = new MappingImportRepository(database);
  const slices = new PlanSlice({ imports, mapMany, integration, backgroundWork, toUserId });
  const receiveImport = new ReceiveImport({ database, imports, jobs, integration, toUserId });
  const applyImport = new ApplyImport({ imports, jobs });
  const importMappings = new ImportMappings({ imports, slices, mapMany });
  const exportMappings = new ExportMappings({ sources, exports: new MappingExportRepository(database) });
  return { receiveImport, applyImport, importMappings, exportMappings, clock };
}

function toUserId(globalId: string): UserId | undefined {
  const parsed = parseGlobalId(globalId);
  return parsed?.type === 'User' ? (parsed.id as UserId) : undefined;
}

/** Everything that is done in the background, each kind by the feature it belongs to. */
export function workHandlers({ healthCheck, jobWork }: Services): readonly WorkHandler[] {
  return [healthCheck, ...jobWork];
}

/** What comes in and goes out as a file, each by the feature it belongs to. */
export function fileRoutes(services: Services): readonly FileRoute[] {
  return mappingFileRoutes(services);
}
