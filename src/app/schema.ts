import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { loadConfig } from '../config/config.js';
import { AccessTokenResolver } from '../features/access/access-token.resolver.js';
import { AccessToken } from '../features/access/access-token.types.js';
import { AccountResolver } from '../features/accounts/account.resolver.js';
import { Account } from '../features/accounts/account.types.js';
import { ViewerResolver } from '../features/accounts/viewer.resolver.js';
import { AuditResolver } from '../features/audit/audit.resolver.js';
import { AuditEvent } from '../features/audit/audit.types.js';
import { askWhileWaiting } from '../features/companies/ask-companies.js';
import { CompanyResolver } from '../features/companies/company.resolver.js';
import { DirectoryResolver } from '../features/companies/directory.resolver.js';
import { Company } from '../features/companies/directory.types.js';
import { DriftResolver, MappingDriftsResolver } from '../features/drift/drift.resolver.js';
import { Drift } from '../features/drift/drift.types.js';
import { EventResolver } from '../features/events/event.resolver.js';
import { IntegrationHealthResolver } from '../features/integration/health.resolver.js';
import { IntegrationResolver } from '../features/integration/integration.resolver.js';
import { Integration } from '../features/integration/integration.types.js';
import { JobResolver } from '../features/jobs/job.resolver.js';
import { Job } from '../features/jobs/job.types.js';
import { MappingImportResolver } from '../features/mapping-files/mapping-import.resolver.js';
import { BulkMappingResolver } from '../features/mappings/bulk-mapping.resolver.js';
import { MappingResolver } from '../features/mappings/mapping.resolver.js';
import { CompanyMapping } from '../features/mappings/mapping.types.js';
import { MappingUserResolver, UserMappingResolver } from '../features/mappings/user-mapping.resolver.js';
import { MatchingResolver, SuggestionSidesResolver } from '../features/matching/matching.resolver.js';
import { MatchSuggestion } from '../features/matching/matching.types.js';
import { NotificationResolver } from '../features/notifications/notification.resolver.js';
import { Notification } from '../features/notifications/notification.types.js';
import { OverviewResolver } from '../features/overview/overview.resolver.js';
import { SourceResolver } from '../features/sources/source.resolver.js';
import { Source } from '../features/sources/source.types.js';
import { TicketingStatusResolver } from '../features/ticket-watch/ticketing-status.resolver.js';
import {
  TicketOverrideResolver,
  UserTicketOverrideResolver,
} from '../features/ticketing-settings/ticket-override.resolver.js';
import { TicketingResolver } from '../features/ticketing-settings/ticketing.resolver.js';
import { TicketingOptionsResolver } from '../features/ticketing-settings/ticketing-options.resolver.js';
import { NotificationTicketResolver } from '../features/tickets/ticket.resolver.js';
import { TicketPreviewResolver } from '../features/tickets/ticket-preview.resolver.js';
import { ProductResolver } from '../features/usage/product.resolver.js';
import { Product } from '../features/usage/product.types.js';
import { UsageResolver } from '../features/usage/usage.resolver.js';
import { userNodes } from '../features/users/user.loader.js';
import { SaveUsersResultResolver, UserResolver } from '../features/users/user.resolver.js';
import { User } from '../features/users/user.types.js';
import { createAuthChecker, Roles } from '../graphql/authorization.js';
import { type NodeType, nodes } from '../graphql/node.js';
import { NodeResolver } from '../graphql/node.resolver.js';
import { createSchema } from '../graphql/schema.js';
import type {
  AuditEventId,
  CompanyId,
  DriftId,
  JobId,
  MappingId,
  NotificationId,
  ProductId,
  SuggestionId,
  TokenId,
} from '../shared/ids.js';
import { billingNodes, billingObjects, billingResolvers } from './billing-schema.js';
import { dataResolvers } from './data.js';
import type { AppParts, Outside } from './ground.js';
import { createServices, type Services } from './services.js';
import { spamDeliveryNodes, spamDeliveryObjects } from './spam-delivery.js';
import { spamResolvers } from './spam-schema.js';

/** The schema alone, for printing: its services have nothing to stand on and are never called. */
export function createBareSchema(): GraphQLSchema {
  const nothing = { config: loadConfig({}) } as AppParts;
  return createAppSchema(createServices(nothing, { deps: {} } as Outside));
}

export function createAppSchema(services: Services): GraphQLSchema {
  const { accounts, audit, companies, events, gate, integration, mappings } = services;
  const { drifts, startVerification } = services;
  const { enableMany, mapCompany, mapMany, saveSettings, saveUsers, sources, tokens, users, verifyMapping } = services;
  return createSchema({
    resolvers: [
      new NodeResolver(new Map([...nodeTypes(services), ...billingNodes(services), ...spamDeliveryNodes(services)])),
      ...[new AccountResolver(accounts), new ViewerResolver(accounts)],
      new AccessTokenResolver(tokens),
      new AuditResolver(audit),
      new EventResolver(events, sources),
      new IntegrationResolver(integration, saveSettings),
      new IntegrationHealthResolver(integration),
      new SourceResolver(sources),
      new UserResolver(users, saveUsers, sources),
      new SaveUsersResultResolver(users),
      new CompanyResolver(companies),
      new DirectoryResolver(services.directory, services.listings),
      new MappingResolver({ mappings, mapCompany, verifyMapping, users }),
      new BulkMappingResolver({ mapMany, enableMany, ask: askWhileWaiting(integration) }),
      new MappingImportResolver(services.applyImport),
      new UserMappingResolver({ mappings, gate, users }),
      new MappingUserResolver(users),
      new JobResolver(services.jobs),
      new DriftResolver({ drifts, startVerification, mappings, users }),
      new MappingDriftsResolver(drifts),
      new MatchingResolver({ ...services, ask: askWhileWaiting(integration) }),
      new SuggestionSidesResolver(services),
      new NotificationResolver(services),
      ...ticketResolvers(services),
      ...reportResolvers(services),
      ...billingResolvers(services),
      ...[...spamResolvers(services), ...dataResolvers(services)],
      new OverviewResolver(services.overview),
    ],
    orphanedTypes: [
      ...[...billingObjects, ...spamDeliveryObjects],
      ...[Account, AccessToken, AuditEvent, Company, CompanyMapping, Drift],
      ...[Integration, Job, MatchSuggestion, Notification, Product, Source, User],
    ],
    authChecker: createAuthChecker((context, operation) => audit.recordDenied(context.caller, operation)),
  });
}

function reportResolvers(services: Services) {
  return [new ProductResolver(services), new UsageResolver(services)];
}

function ticketResolvers(services: Services) {
  return [
    new NotificationTicketResolver(services),
    new TicketingResolver(services.ticketing),
    new TicketingStatusResolver(services.ticketingStatus),
    new TicketingOptionsResolver(services.ticketingOptions),
    new TicketOverrideResolver(services),
    new UserTicketOverrideResolver(services.ticketOverrides),
    new TicketPreviewResolver(services.ticketPreviews),
  ];
}

function nodeTypes({
  accounts,
  audit,
  directory,
  drifts,
  integration,
  jobs,
  mappings,
  matching,
  notifications,
  products,
  sources,
  tokens,
  users,
}: Services): ReadonlyMap<string, NodeType> {
  return new Map<string, NodeType>([
    ['AccessToken', nodes(Roles.administrate, (caller, ids) => tokens.find(caller, ids as TokenId[]), AccessToken.of)],
    ['Account', nodes(Roles.anyone, async (caller) => [await accounts.own(caller)], Account.of)],
    [
      'AuditEvent',
      nodes(Roles.administrate, (caller, ids) => audit.find(caller, ids as AuditEventId[]), AuditEvent.of),
    ],
    ['Company', nodes(Roles.read, (caller, ids) => directory.find(caller, ids as CompanyId[]), Company.of)],
    [
      'CompanyMapping',
      nodes(Roles.read, (caller, ids) => mappings.find(caller, ids as MappingId[]), CompanyMapping.of),
    ],
    ['Drift', nodes(Roles.read, (caller, ids) => drifts.find(caller, ids as DriftId[]), Drift.of)],
    [
      'Integration',
      nodes(
        Roles.read,
        async (caller) => {
          const found = await integration.find(caller);
          return found ? [{ id: caller.accountId, found }] : [];
        },
        ({ id, found }) => Integration.of(id, found),
      ),
    ],
    ['Job', nodes(Roles.read, (caller, ids) => jobs.find(caller, ids as JobId[]), Job.of)],
    [
      'MatchSuggestion',
      nodes(Roles.read, (caller, ids) => matching.find(caller, ids as SuggestionId[]), MatchSuggestion.of),
    ],
    [
      'Notification',
      nodes(Roles.read, (caller, ids) => notifications.find(caller, ids as NotificationId[]), Notification.of),
    ],
    ['Product', nodes(Roles.read, (caller, ids) => products.find(caller, ids as ProductId[]), Product.of)],
    ['Source', nodes(Roles.read, (caller) => sources.all(caller), Source.of)],
    ['User', userNodes(users)],
  ]);
}
