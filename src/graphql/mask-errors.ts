import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Failure, FailureCode, type Problem } from '../shared/failure.js';
import type { Logger } from '../shared/logger.js';
import type { Context } from './context.js';

/** What a refusal by Apollo Server or graphql may say; nothing of it repeats what was sent, or tells what we are made of. */
function withoutValues(message: string): string {
  if (message.startsWith('GraphQL introspection is not allowed')) return 'Introspection is off.';
  return message
    .replace(/^(Expected value of type .*), found [\s\S]*$/, '$1.')
    .replace(/( cannot represent [^:]*value): [\s\S]*$/, '$1.')
    .replace(/\b(String|BlockString|Int|Float) "[\s\S]*"/, '$1');
}

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
    if (cause instanceof Failure) return { ...place, ...describeProblem(cause.problems[0]) };
    const code = codeOf(formatted);
    if (REQUEST_CODES.has(formatted.extensions?.['code']) || (OUR_CODES.has(code) && cause instanceof GraphQLError)) {
      return { ...place, message: withoutValues(formatted.message), extensions: { ...publicFacts(formatted), code } };
    }
    const requestId = typeof error === 'object' && error !== null ? requestIds.get(error) : undefined;
    return { ...place, ...hide({ cause, requestId, unavailable: isUnavailable(cause) }, logger) };
  };
  const plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requestIds.set(error, contextValue.caller.requestId);
      },
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        const seconds = secondsToWait(response.body.singleResult);
        if (seconds === undefined) return;
        response.http.status = 503;
        response.http.headers.set('retry-after', String(seconds));
      },
    }),
  };
  return { formatError, plugin };
}

/** How long to wait when nothing was answered because the server cannot; part of an answer is an answer. */
function secondsToWait({ data, errors = [] }: FormattedExecutionResult): number | undefined {
  if (Object.values(data ?? {}).some((value) => value !== null)) return undefined;
  const unavailable = errors.find(({ extensions }) => extensions?.['code'] === FailureCode.UNAVAILABLE);
  return unavailable && Number(unavailable.extensions?.['retryAfterSeconds'] ?? 1);
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

export function describeProblem({ code, message, field, retryAfterSeconds }: Problem): GraphQLFormattedError {
  return {
    message,
    extensions: { code, ...(field && { field }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  };
}

/** Apollo Server puts its own code over that of our document limits, which alone name a limit. */
function codeOf({ extensions }: GraphQLFormattedError): unknown {
  return extensions?.['limit'] === undefined ? extensions?.['code'] : FailureCode.LIMIT_EXCEEDED;
}

/** Facts that our own refusals carry beside the code. */
function publicFacts(formatted: GraphQLFormattedError): Record<string, unknown> {
  const { limit, requested } = formatted.extensions ?? {};
  return { ...(limit !== undefined && { limit }), ...(requested !== undefined && { requested }) };
}
