import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import type { Config } from './config.js';
import type { Database } from './database/database.js';
import { DatabaseUnavailable } from './database/errors.js';
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
import { createFrontDoor, type FrontDoor } from './graphql/front-door.js';
import { createMetrics, type Metrics } from './graphql/metrics.js';
import type { Node, NodeType } from './graphql/node.js';
import { NodeResolver } from './graphql/node.resolver.js';
import { createSchema } from './graphql/schema.js';
import type { Caller, Role } from './shared/caller.js';
import type { Clock } from './shared/clock.js';
import type { TokenId, UserId } from './shared/ids.js';
import type { Logger } from './shared/logger.js';

export interface AppParts {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface App extends FrontDoor {
  readonly schema: GraphQLSchema;
  readonly metrics: Metrics;
  readonly services: Services;
}

export type Services = ReturnType<typeof createServices>;

/** Builds every object once, in order. The process that listens is another file; tests use this one. */
export async function createApp(parts: AppParts): Promise<App> {
  const { config, logger, database } = parts;
  const metrics = createMetrics();
  const services = createServices(parts);
  const schema = createAppSchema(services);
  const frontDoor = await createFrontDoor({
    logger,
    schema,
    metrics,
    tls: config.tls,
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    explorer: config.explorer,
    requestsPerMinute: config.requestsPerMinute,
    authenticate: (token, requestId) => services.authenticator.authenticate(token, requestId),
    ping: () => database.ping(),
    isUnavailable: (error) =>
      error instanceof DatabaseUnavailable ? { retryAfterSeconds: error.retryAfterSeconds } : undefined,
  });
  return { ...frontDoor, schema, metrics, services };
}

function createServices({ database, clock }: AppParts) {
  const audit = new AuditService(database, new AuditRepository(database));
  const sources = new SourceService({ database, audit, sources: new SourceRepository(database) });
  const tokens = new AccessTokenService({
    database,
    audit,
    clock,
    sources,
    tokens: new AccessTokenRepository(database),
  });
  const authenticator = new Authenticator({ database, audit, clock });
  const accounts = new AccountService({ database, audit, clock, tokens, accounts: new AccountRepository(database) });
  const users = new UserService({ database, audit, users: new UserRepository(database) });
  const saveUsers = new SaveUsers({ database, audit, sources });
  return { audit, sources, tokens, authenticator, accounts, users, saveUsers };
}

/** The schema alone, for printing: its services have nothing to stand on and are never called. */
export function createBareSchema(): GraphQLSchema {
  return createAppSchema(createServices({} as AppParts));
}

function createAppSchema(services: Services): GraphQLSchema {
  const { accounts, audit, saveUsers, sources, tokens, users } = services;
  return createSchema({
    resolvers: [
      new NodeResolver(nodeTypes(services)),
      new AccountResolver(accounts),
      new AccessTokenResolver(tokens),
      new AuditResolver(audit),
      new SourceResolver(sources),
      new UserResolver(users, saveUsers, sources),
      new SaveUsersResultResolver(users),
    ],
    orphanedTypes: [Account, AccessToken, AuditEvent, Source, User],
    authChecker: createAuthChecker((context, operation) => audit.recordDenied(context.caller, operation)),
  });
}

function nodeTypes({ sources, tokens, users }: Services): ReadonlyMap<string, NodeType> {
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
    ['Source', type(Roles.read, (caller) => sources.all(caller), Source.of)],
    ['User', type(Roles.read, (caller, ids) => users.find(caller, ids as UserId[]), User.of)],
  ]);
}
