import { isNativeError } from 'node:util/types';
import type { TypedDocumentString } from '../api/operations.generated.js';

/** What GraphQL answered over HTTP, with the operation's own type. */
export interface GraphQLAnswer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** Posts anything to `/graphql`; nothing is added but the token. A test never waits longer than 20 seconds. */
export async function post(url: string, init: Posted): Promise<Response> {
  try {
    return await send(url, init);
  } catch (error) {
    // Server and test share a thread: after a long pause of it a socket kept alive is closed just as it is used again.
    if (!isReset(error)) throw error;
    return send(url, init);
  }
}

interface Posted {
  readonly body?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

function send(url: string, init: Posted): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: init.body,
    headers: {
      'content-type': 'application/json',
      ...(init.token && { authorization: `Bearer ${init.token}` }),
      ...init.headers,
    },
    signal: AbortSignal.timeout(100_000),
  });
}

function isReset(error: unknown): boolean {
  // Not `instanceof`: what `fetch` throws is made outside the world that Jest gives a test.
  const cause = isNativeError(error) ? error.cause : undefined;
  return isNativeError(cause) && 'code' in cause && ['ECONNRESET', 'UND_ERR_SOCKET'].includes(String(cause.code));
}

interface Target {
  readonly url: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** Runs an operation, whatever it answers. */
export async function execute<Data, Variables>(
  { url, ...sent }: Target,
  document: TypedDocumentString<Data, Variables> | string,
  variables?: Variables,
): Promise<GraphQLAnswer<Data>> {
  const response = await post(url, {
    token: sent.token,
    headers: sent.headers,
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const body = (await response.json()) as { data?: Data | null; errors?: GraphQLAnswer<Data>['errors'] };
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors ?? [] };
}

/** Runs an operation that must answer without top-level errors; a failure prints the query and the answer. */
export async function ask<Data, Variables>(
  target: Target,
  document: TypedDocumentString<Data, Variables>,
  variables?: Variables,
): Promise<Data> {
  const answer = await execute(target, document, variables);
  if (answer.errors.length > 0 || !answer.data) {
    const told = JSON.stringify({ status: answer.status, errors: answer.errors }, null, 2);
    throw new Error(`GraphQL failed.\n${document.toString()}\n${JSON.stringify(variables)}\n${told}`);
  }
  return answer.data;
}
