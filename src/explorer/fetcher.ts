import type { GraphiQL } from 'graphiql';
import type { ComponentProps } from 'react';
import { noticeFor, REFUSED, UNREACHABLE } from './notice';
import type { Credentials } from './token';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];

/** Told of each answer: its notice, or undefined when there is nothing to say. */
export interface FetcherEvents {
  readonly onAnswer: (notice: string | undefined) => void;
  readonly onRefused: (notice: string) => void;
}

/**
 * Sends operations with the token in a header of its own. GraphiQL never learns the token, so that it cannot write
 * it anywhere.
 */
export function createFetcher(credentials: Credentials | undefined, events: FetcherEvents): Fetcher {
  let isRefused = false;
  return async (operation) => {
    // GraphiQL asks for the schema twice when the first answer has none; a wrong token must not be sent again.
    if (isRefused) return answerOf(REFUSED);
    if (credentials === undefined) return answerOf('Enter your access token at the top of the page first.');
    const response = await post(credentials, operation).catch(() => undefined);
    const notice = response ? noticeFor(response) : UNREACHABLE;
    isRefused = response?.status === 401;
    if (isRefused) events.onRefused(REFUSED);
    else events.onAnswer(notice);
    return readAnswer(response, notice);
  };
}

function post({ token, account }: Credentials, operation: object): Promise<Response> {
  return fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(account !== undefined && { 'psa-account': account }),
    },
    body: JSON.stringify(operation),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
}

async function readAnswer(response: Response | undefined, notice: string | undefined) {
  try {
    return (await response?.json()) ?? answerOf(UNREACHABLE);
  } catch {
    return answerOf(notice ?? 'The answer of the server cannot be read.');
  }
}

function answerOf(message: string) {
  return { errors: [{ message }] };
}
