import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { type Config, loadConfig } from './config.js';
import { createAddressPolicy } from './connectwise/address-policy.js';
import { type ConnectWise, type ConnectWiseDeps, createConnectWise } from './connectwise/client.js';
import { testConnection } from './connectwise/connection-test.js';
import type { PaceFigures } from './connectwise/pace.js';
import { SharedPace } from './connectwise/shared-pace.js';
import { systemTiming, type Timing } from './connectwise/timing.js';
import type { Database } from './database/database.js';
import { DatabaseUnavailable } from './database/errors.js';
import { SharedFilePlaces } from './database/file-places.js';
import { AccessTokenRepository } from './features/access/access-token.repository.js';
import { AccessTokenResolver } from './features/access/access-token.resolver.js';
import { AccessTokenService } from './features/access/access-token.service.js';
import { AccessToken } from './features/access/access-token.types.js';
import { Authenticator } from './features/access/authenticate.js';
import { AccountRepository } from './features/accounts/account.repository.js';
import { AccountResolver } from './features/accounts/account.resolver.js';
import { AccountService } from './features/accounts/account.service.js';
import { Account } from './features/accounts/account.types.js';
import { AuditRepository } from './features/audit/audit.repository.js';
import { AuditResolver } from './features/audit/audit.resolver.js';
import { AuditService } from './features/audit/audit.service.js';
import { AuditEvent } from './features/audit/audit.types.js';
import { CompanyRepository } from './features/companies/company.repository.js';
import { CompanyResolver } from './features/companies/company.resolver.js';
import { CompanyService } from './features/companies/company.service.js';
import { EventRepository } from './features/events/event.repository.js';
import { EventService } from './features/events/event.service.js';
import { BackgroundWork } from './features/integration/background-work.js';
import { ConnectionTester, type TestConnection } from './features/integration/connection-tester.js';
import { HealthRepository } from './features/integration/health.repository.js';
import { IntegrationHealthResolver } from './features/integration/health.resolver.js';
import { HealthCheck } from './features/integration/health-check.js';
import { HealthKeeper } from './features/integration/health-keeper.js';
import { IntegrationRepository } from './features/integration/integration.repository.js';
import { IntegrationResolver } from './features/integration/integration.resolver.js';
import { IntegrationService } from './features/integration/integration.service.js';
import { Integration } from './features/integration/integration.types.js';
import { SaveSettings } from './features/integration/save-settings.js';
import { TestPlaceRepository } from './features/integration/test-places.repository.js';
import { WriteSettings } from './features/integration/write-settings.js';
import { MapCompany } from './features/mappings/map-company.js';
import { MappingRepository } from './features/mappings/mapping.repository.js';
import { MappingResolver } from './features/mappings/mapping.resolver.js';
import { MappingService } from './features/mappings/mapping.service.js';
import { CompanyMapping } from './features/mappings/mapping.types.js';
import { SetAside } from './features/mappings/set-aside.js';
import { MappingUserResolver, UserMappingResolver } from './features/mappings/user-mapping.resolver.js';
import { VerifyMapping } from './features/mappings/verify-mapping.js';
import { WorkGate } from './features/mappings/work-gate.js';
import { SourceRepository } from './features/sources/source.repository.js';
import { SourceResolver } from './features/sources/source.resolver.js';
import { SourceService } from './features/sources/source.service.js';
import { Source } from './features/sources/source.types.js';
import { SaveUsers } from './features/users/save-users.js';
import { UserRepository } from './features/users/user.repository.js';
import { SaveUsersResultResolver, UserResolver } from './features/users/user.resolver.js';
import { UserService } from './features/users/user.service.js';
import { User } from './features/users/user.types.js';
import { createAuthChecker, Roles } from './graphql/authorization.js';
import type { FileRoute } from './graphql/files/file-route.js';
import { createFrontDoor, createHealthDoor, type FrontDoor } from './graphql/front-door.js';
import { createMetrics, type Metrics } from './graphql/metrics.js';
import type { Node, NodeType } from './graphql/node.js';
import { NodeResolver } from './graphql/node.resolver.js';
import { createSchema } from './graphql/schema.js';
import type { Caller, Role } from './shared/caller.js';
import type { Clock } from './shared/clock.js';
import type { AuditEventId, MappingId, TokenId, UserId } from './shared/ids.js';
import type { Logger } from './shared/logger.js';
import type { SecretBox } from './shared/secret-box.js';
import type { WorkHandler } from './shared/work.js';
import { Worker } from './work/worker.js';

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

export type Services = ReturnType<typeof createServices>;

/** Builds every object once, in order. The process that listens is another file; tests use this one. */
export async function createApp(parts: AppParts): Promise<App> {
  const built = build(parts);
  const { services, metrics } = built;
  const schema = createAppSchema(services);
  const routes = fileRoutes(services);
  const door = await createFrontDoor({
    ...doorParts(parts, metrics),
    schema,
    authenticate: (token, requestId) => services.authenticator.authenticate(token, requestId),
    files: {
      routes,
      places: new SharedFilePlaces(parts.database.pace, parts.logger),
      onDenied: (caller, operation) => services.audit.recordDenied(caller, operation),
    },
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

function assemble({ database, logger }: AppParts, built: Built, door: FrontDoor): WorkerApp {
  const { metrics, services, connectWise } = built;
  let worker: Worker | undefined;
  const startWork = async () => {
    worker = await Worker.start({ database, logger, metrics, handlers: workHandlers(services) });
  };
  const close = async () => {
    await Promise.all([door.close(), worker?.stop()]);
    await connectWise.close();
  };
  return { ...door, metrics, services, startWork, close };
}

function doorParts({ config, logger, database }: AppParts, metrics: Metrics) {
  const isUnavailable = (error: unknown) =>
    error instanceof DatabaseUnavailable ? { retryAfterSeconds: error.retryAfterSeconds } : undefined;
  return { ...config, logger, metrics, ping: () => database.ping(), isUnavailable };
}

/** Everything that is done in the background, each kind by the feature it belongs to. */
function workHandlers({ healthCheck }: Services): readonly WorkHandler[] {
  return [healthCheck];
}

/** What comes in and goes out as a file, each by the feature it belongs to. */
function fileRoutes(_services: Services): readonly FileRoute[] {
  return [];
}

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

interface Outside {
  readonly connectWise: ConnectWise;
  readonly deps: ConnectWiseDeps;
}

function createServices({ config, database, clock, box }: AppParts, { connectWise, deps }: Outside) {
  const { policy } = deps;
  const audit = new AuditService(database, new AuditRepository(database));
  const events = new EventService(new EventRepository());
  const sources = new SourceService({ database, audit, sources: new SourceRepository(database) });
  const tokenRows = new AccessTokenRepository(database);
  const tokens = new AccessTokenService({ database, audit, clock, sources, tokens: tokenRows });
  const authenticator = new Authenticator({ database, audit, clock });
  const accounts = new AccountService({ database, audit, clock, tokens, accounts: new AccountRepository(database) });
  const users = new UserService({ database, audit, users: new UserRepository(database) });
  const saveUsers = new SaveUsers({ database, audit, sources });

  const mappingRows = new MappingRepository(database);
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

  const companies = new CompanyService({ database, integration, clock, companies: new CompanyRepository(database) });
  const mappings = new MappingService({ database, audit, events, mappings: mappingRows });
  const mapCompany = new MapCompany({
    ...{ database, audit, events, clock, users, companies, integration },
    mappings: mappingRows,
  });
  const verifyMapping = new VerifyMapping({ mappings, companies, integration });
  const gate = new WorkGate({ users, mappings, integration, sources });
  return {
    ...{ audit, sources, tokens, authenticator, accounts, users, saveUsers },
    ...{ integration, saveSettings, companies, mappings, mapCompany, verifyMapping, gate },
    ...{ backgroundWork, healthCheck },
  };
}

/** The schema alone, for printing: its services have nothing to stand on and are never called. */
export function createBareSchema(): GraphQLSchema {
  const nothing = { config: loadConfig({}) } as AppParts;
  return createAppSchema(createServices(nothing, { deps: {} } as Outside));
}

function createAppSchema(services: Services): GraphQLSchema {
  const { accounts, audit, companies, gate, integration, mappings } = services;
  const { mapCompany, saveSettings, saveUsers, sources, tokens, users, verifyMapping } = services;
  return createSchema({
    resolvers: [
      new NodeResolver(nodeTypes(services)),
      new AccountResolver(accounts),
      new AccessTokenResolver(tokens),
      new AuditResolver(audit),
      new IntegrationResolver(integration, saveSettings),
      new IntegrationHealthResolver(integration),
      new SourceResolver(sources),
      new UserResolver(users, saveUsers, sources),
      new SaveUsersResultResolver(users),
      new CompanyResolver(companies),
      new MappingResolver({ mappings, mapCompany, verifyMapping, users }),
      new UserMappingResolver({ mappings, gate, users }),
      new MappingUserResolver(users),
    ],
    orphanedTypes: [Account, AccessToken, AuditEvent, CompanyMapping, Integration, Source, User],
    authChecker: createAuthChecker((context, operation) => audit.recordDenied(context.caller, operation)),
  });
}

function nodeTypes({
  accounts,
  audit,
  integration,
  mappings,
  sources,
  tokens,
  users,
}: Services): ReadonlyMap<string, NodeType> {
  const type = <Item extends { readonly id: string }>(
    roles: readonly Role[],
    find: (caller: Caller, ids: readonly string[]) => Promise<readonly Item[]>,
    toNode: (item: Item) => Node,
  ): NodeType => ({
    roles,
    load: async (caller, ids) => new Map((await find(caller, ids)).map((item) => [item.id, toNode(item)])),
  });
  return new Map<string, NodeType>([
    ['AccessToken', type(Roles.administrate, (caller, ids) => tokens.find(caller, ids as TokenId[]), AccessToken.of)],
    ['Account', type(Roles.anyone, async (caller) => [await accounts.own(caller)], Account.of)],
    ['AuditEvent', type(Roles.administrate, (caller, ids) => audit.find(caller, ids as AuditEventId[]), AuditEvent.of)],
    ['CompanyMapping', type(Roles.read, (caller, ids) => mappings.find(caller, ids as MappingId[]), CompanyMapping.of)],
    [
      'Integration',
      type(
        Roles.read,
        async (caller) => {
          const found = await integration.find(caller);
          return found ? [{ id: caller.accountId, found }] : [];
        },
        ({ id, found }) => Integration.of(id, found),
      ),
    ],
    ['Source', type(Roles.read, (caller) => sources.all(caller), Source.of)],
    ['User', type(Roles.read, (caller, ids) => users.find(caller, ids as UserId[]), User.of)],
  ]);
}
