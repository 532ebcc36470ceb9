import { type Config } from '../config/config.js';
import { type ConnectWise, type ConnectWiseDeps } from '../connectwise/client.js';
import { testConnection } from '../connectwise/connection-test.js';
import type { PaceFigures } from '../connectwise/pace.js';
import { type Timing } from '../connectwise/timing.js';
import type { Database } from '../database/database.js';
import type { SharedTime } from '../database/database-time.js';
import { AccessTokenRepository } from '../features/access/access-token.repository.js';
import { AccessTokenService } from '../features/access/access-token.service.js';
import { Authenticator } from '../features/access/authenticate.js';
import { RefuseSignIn } from '../features/access/refuse-sign-in.js';
import { AccountRepository } from '../features/accounts/account.repository.js';
import { AccountService } from '../features/accounts/account.service.js';
import { AuditRepository } from '../features/audit/audit.repository.js';
import { AuditService } from '../features/audit/audit.service.js';
import { EventRepository } from '../features/events/event.repository.js';
import { EventService } from '../features/events/event.service.js';
import { BackgroundWork } from '../features/integration/background-work.js';
import { ConnectionTester, type TestConnection } from '../features/integration/connection-tester.js';
import { HealthRepository } from '../features/integration/health.repository.js';
import { HealthCheck } from '../features/integration/health-check.js';
import { HealthKeeper } from '../features/integration/health-keeper.js';
import { IntegrationRepository } from '../features/integration/integration.repository.js';
import { IntegrationService } from '../features/integration/integration.service.js';
import { SaveSettings } from '../features/integration/save-settings.js';
import { TestPlaceRepository } from '../features/integration/test-places.repository.js';
import { WriteSettings } from '../features/integration/write-settings.js';
import { JobRepository } from '../features/jobs/job.repository.js';
import { JobService } from '../features/jobs/job.service.js';
import { MappingRepository } from '../features/mappings/mapping.repository.js';
import { SetAside } from '../features/mappings/set-aside.js';
import { IssuerKeys } from '../features/oidc/issuer-keys.js';
import { PersonSignIn } from '../features/oidc/person-sign-in.js';
import { looksLikeJwt } from '../features/oidc/verify-token.js';
import { SourceRepository } from '../features/sources/source.repository.js';
import { SourceService } from '../features/sources/source.service.js';
import { SpamLogins } from '../features/spam-settings/spam-logins.js';
import { SpamSettingsRepository } from '../features/spam-settings/spam-settings.repository.js';
import { SaveUsers } from '../features/users/save-users.js';
import { UserRepository } from '../features/users/user.repository.js';
import { UserService } from '../features/users/user.service.js';
import type { Clock } from '../shared/clock.js';
import type { Logger } from '../shared/logger.js';
import type { SecretBox } from '../shared/secret-box.js';
import type { Authenticate } from '../shared/sign-in.js';
import type { Tracing } from '../shared/tracing.js';

export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly box: SecretBox;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Another time for schedules than the database's; only for tests, which have it pass. */
  readonly time?: SharedTime;
  /** Other figures than ConnectWise is to be called with; only tests have them, which call a stand-in all the time. */
  readonly paceFigures?: PaceFigures;
  /** Another course of time for calls to ConnectWise than the real one; only for tests, too. */
  readonly timing?: Timing;
  /** Only where the configuration names a collector. */
  readonly tracing?: Tracing | undefined;
}

export interface Outside {
  readonly connectWise: ConnectWise;
  readonly deps: ConnectWiseDeps;
}

/** What everything else stands on: who may do what, the trail of it, users, jobs. */
export function createGround({ config, database, clock, logger }: AppParts) {
  const audit = new AuditService(database, new AuditRepository(database));
  const events = new EventService(new EventRepository(database));
  const sources = new SourceService({ database, audit, sources: new SourceRepository(database) });
  const tokenRows = new AccessTokenRepository(database);
  const tokens = new AccessTokenService({ database, audit, clock, sources, tokens: tokenRows });
  const authenticate = createAuthenticate({ config, database, clock, logger }, audit);
  const accounts = new AccountService({ database, audit, clock, tokens, accounts: new AccountRepository(database) });
  const users = new UserService({ database, audit, users: new UserRepository(database) });
  const saveUsers = new SaveUsers({ database, audit, sources });
  const jobRows = new JobRepository(database);
  const jobs = new JobService({ database, audit, events, jobs: jobRows });
  const mappingRows = new MappingRepository(database);
  return {
    ...{ audit, events, sources, tokens, authenticate, accounts },
    ...{ users, saveUsers, jobRows, jobs, mappingRows },
  };
}

/** An access token of ours, or a JWT of the configured issuer; without one a JWT is a token that nobody knows. */
function createAuthenticate(
  { config, database, clock, logger }: Pick<AppParts, 'config' | 'database' | 'clock' | 'logger'>,
  audit: AuditService,
): Authenticate {
  const refusals = new RefuseSignIn(database, audit);
  const tokens = new Authenticator({ database, refusals, clock });
  const settings = config.oidc;
  if (!settings) return (credentials, requestId) => tokens.authenticate(credentials, requestId);
  const keys = new IssuerKeys({ settings, clock, logger });
  const people = new PersonSignIn({ settings, keys, database, refusals, clock });
  return (credentials, requestId) =>
    (looksLikeJwt(credentials.token) ? people : tokens).authenticate(credentials, requestId);
}

export type Ground = ReturnType<typeof createGround>;

/** The link to ConnectWise: its settings, their tests and health, and the way out for background work. */
export function createIntegration(
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
  const spamLogins = new SpamLogins({ settings: new SpamSettingsRepository(database), box });
  const tester = new ConnectionTester({
    ...{ database, integrations, places, box, clock, clientId, spamLogins },
    testConnection: test,
  });
  const keeper = new HealthKeeper({ database, audit, events, health: new HealthRepository(database) });
  const writer = new WriteSettings({ database, integrations, setAside, keeper, box, audit, events, clock });
  const saveSettings = new SaveSettings({ integrations, setAside, tester, writer, box, policy });
  const integration = new IntegrationService({ integrations, keeper, tester, connectWise, box, policy });
  const backgroundWork = new BackgroundWork({ integrations, keeper, tester, connectWise, box, policy });
  const healthCheck = new HealthCheck({ integrations, keeper, tester, box });
  return { integration, saveSettings, backgroundWork, healthCheck, spamLogins };
}

export type Integrated = Ground & ReturnType<typeof createIntegration>;
