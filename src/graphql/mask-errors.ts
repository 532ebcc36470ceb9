import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Failure, FailureCode } from '../shared/failure.js';
import type { Logger } from '../shared/logger.js';
import type { Context } from './context.js';

/** Codes of Apollo Server's own refusals, whose messages speak of the request and never of us. */
const REQUEST_CODES: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);
const OUR_CODES: ReadonlySet<unknown> = new Set(Object.values(FailureCode));

/** Tells the errors that mean "the server cannot answer now" from bugs; the message is never shown. */
export type IsUnavailable = (error: unknown) => { readonly retryAfterSeconds: number } | undefined;

export interface ErrorMask {
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Remembers which request an error came from: Apollo does not tell `formatError`. */
  readonly plugin: ApolloServerPlugin<Context>;
}

/**
 * The one place where an unexpected error becomes an answer: the caller gets a fixed sentence and the request id, the
 * log gets everything. Expected failures of queries pass with their code. It must never throw itself.
 */
export function createErrorMask(logger: Logger, isUnavailable: IsUnavailable): ErrorMask {
  const requestIds = new WeakMap<object, string>();
  const formatError: ErrorMask['formatError'] = (formatted, error) => {
    const cause = unwrapResolverError(error);
    const place = { locations: formatted.locations, path: formatted.path };
    if (cause instanceof Failure) return { ...place, ...describe(cause) };
    const code = formatted.extensions?.['code'];
    if (REQUEST_CODES.has(code) || (OUR_CODES.has(code) && cause instanceof GraphQLError)) {
      return { ...place, message: formatted.message, extensions: { ...publicFacts(formatted), code } };
    }
    const requestId = typeof error === 'object' && error !== null ? requestIds.get(error) : undefined;
    return { ...place, ...hide({ cause, requestId, unavailable: isUnavailable(cause) }, logger) };
  };
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requestIds.set(error, contextValue.caller.requestId);
      },
    }),
  };
  return { formatError, plugin };
}

interface Unexpected {
  readonly cause: unknown;
  readonly requestId: string | undefined;
  readonly unavailable: ReturnType<IsUnavailable>;
}

function hide({ cause, requestId, unavailable }: Unexpected, logger: Logger): GraphQLFormattedError {
  if (unavailable) {
    logger.warn({ requestId, err: cause }, 'request not answered');
    const extensions = { code: FailureCode.UNAVAILABLE, ...unavailable };
    return { message: 'The server cannot answer now. Try again.', extensions };
  }
  logger.error({ requestId, err: cause }, 'request failed');
  return { message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } };
}

function describe(failure: Failure): GraphQLFormattedError {
  const [{ code, message, field, retryAfterSeconds }] = failure.problems;
  return {
    message,
    extensions: { code, ...(field && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  };
}

/** Facts that our own refusals carry beside the code. */
function publicFacts(formatted: GraphQLFormattedError): Record<string, unknown> {
  const { limit, requested } = formatted.extensions ?? {};
  return { ...(limit !== undefined && { limit }), ...(requested !== undefined && { requested }) };
}
