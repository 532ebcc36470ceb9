import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context } from './context.js';
import { costPlugin } from './cost.js';
import { documentLimitsRule } from './document-limits.js';
import { inputPlugin } from './input-check.js';
import type { ErrorMask } from './mask-errors.js';

export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly plugins: readonly ApolloServerPlugin<Context>[];
  /** Whether signed-in callers may ask for the schema; the printed one ships with the package anyhow. */
  readonly introspection: boolean;
  readonly mask: ErrorMask;
}

export function createApolloServer(parts: ApolloParts): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: parts.schema,
    introspection: parts.introspection,
    hideSchemaDetailsFromClientErrors: !parts.introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: 1_000 },
    validationRules: [documentLimitsRule],
    validationOptions: { maxErrors: 5 },
    maxRecursiveSelections: 5_000,
    formatError: parts.mask.formatError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      parts.mask.plugin,
      inputPlugin,
      costPlugin,
      ...parts.plugins,
    ],
  });
}
