import { z } from 'zod';
import { type AnswerHeaders, headerOf } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseProblem, RejectedField } from './problems.js';
import { formatVersion, OLDEST_SUPPORTED } from './versions.js';

export { ConnectWiseError } from './connectwise-error.js';
export { failureCodeOf, toFailure } from './failures.js';
export type { ConnectWiseErrorKind, ConnectWiseProblem, RejectedField, TlsProblem } from './problems.js';

/** An answer as it came, before anything in it was believed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly text: string;
}

export const isGood = (status: number): boolean => status >= 200 && status < 300;
export const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** What an answer that is not a 2xx means. Decided on the status first; the body is read as JSON only if it is JSON. */
export function errorFromAnswer(answer: RawAnswer, now: Date): ConnectWiseError {
  const requestId = headerOf(answer.headers, 'x-cw-request-id')
    ?.replace(/[^\w-]/g, '')
    .slice(0, 100);
  const options = { status: answer.status, requestId, excerpt: answer.text };
  return new ConnectWiseError(problemOf(answer, now), options);
}

function problemOf(answer: RawAnswer, now: Date): ConnectWiseProblem {
  const { status } = answer;
  const body = parseErrorBody(answer.text);
  if (isRedirect(status)) return { kind: 'redirect' };
  if (status === 429) return rateLimited(answer.headers, now);
  if (status === 408 || status >= 500) return serverFault(status, body);
  if (body?.code === 'Security' && /SSL is required/i.test(body.message)) return { kind: 'plain-http-refused' };
  if (status === 401) return { kind: namesClientId(body, answer.text) ? 'client-id' : 'wrong-keys' };
  if (status === 404) return { kind: notFoundKind(body) };
  if (status !== 400 && status !== 403) return { kind: 'rejected', code: body?.code, fields: fieldsOf(body) };
  if (namesClientId(body, answer.text)) return { kind: 'client-id' };
  return status === 403 ? forbidden(body) : badRequest(answer.text, body);
}

function forbidden(body: ErrorBody | undefined): ConnectWiseProblem {
  return body ? { kind: 'permission' } : { kind: 'bad-answer', reason: 'foreign-page' };
}

function badRequest(text: string, body: ErrorBody | undefined): ConnectWiseProblem {
  if (/Cannot route/i.test(text)) return { kind: 'wrong-route' };
  if (!body) return { kind: 'bad-answer', reason: 'foreign-page' };
  if (/does not support the API version|Check your accept header/i.test(body.message)) {
    return { kind: 'version', oldest: formatVersion(OLDEST_SUPPORTED) };
  }
  return { kind: 'rejected', code: body.code, fields: fieldsOf(body) };
}

/** Only the code NotFound speaks of a record: other 404s come from the router or from servers that lack the endpoint. */
function notFoundKind(body: ErrorBody | undefined): 'not-found' | 'endpoint-missing' | 'wrong-route' {
  if (!body) return 'wrong-route';
  return body.code === 'NotFound' ? 'not-found' : 'endpoint-missing';
}

/** 500 also stands for refused input and plain bugs; only its time-out texts say that another try makes sense. */
function serverFault(status: number, body: ErrorBody | undefined): ConnectWiseProblem {
  const isTimeout = /timeout has occ?ured|timeout expired/i.test(body?.message ?? '');
  return { kind: 'server-fault', isPassing: status !== 500 ? [408, 502, 503, 504].includes(status) : isTimeout };
}

/** Servers differ in the status for a missing or blocked clientId (400, 401, 403), but all name it in the text. */
function namesClientId(body: ErrorBody | undefined, text: string): boolean {
  // These two codes repeat names out of the request, which may happen to read like that.
  if (body?.code === 'ApiFindCondition' || body?.code === 'InvalidObject') return false;
  return /client[\s_-]?id\b/i.test(body ? `${body.code} ${body.message}` : text.slice(0, 2_000));
}

const RETRY_AFTER_DEFAULT_SECONDS = 30;
const RETRY_AFTER_LONGEST_SECONDS = 86_400;

function rateLimited(headers: AnswerHeaders, now: Date): ConnectWiseProblem {
  const seconds = parseRetryAfter(headers, now);
  const isStated = seconds !== undefined;
  return { kind: 'rate-limited', retryAfterSeconds: seconds ?? RETRY_AFTER_DEFAULT_SECONDS, isStated };
}

/** Seconds or an HTTP date. Senseless values (past, negative, over a day) count as absent. */
function parseRetryAfter(headers: AnswerHeaders, now: Date): number | undefined {
  const text = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return sensible(Number(text));
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(text)) return undefined;
  // Both dates come from one clock, so a wrong clock on either side does no harm.
  const theirNow = Date.parse(headerOf(headers, 'date') ?? '');
  const from = Number.isNaN(theirNow) ? now.getTime() : theirNow;
  const seconds = Math.ceil((Date.parse(text) - from) / 1_000);
  return seconds > 0 ? sensible(seconds) : undefined;
}

function sensible(seconds: number): number | undefined {
  if (seconds > RETRY_AFTER_LONGEST_SECONDS) return undefined;
  return Math.max(seconds, 1);
}

const errorBody = z.object({
  code: z.string().nullish(),
  error: z.string().nullish(),
  message: z.string().nullish(),
  errors: z
    .array(z.object({ code: z.string().nullish(), message: z.string().nullish(), field: z.string().nullish() }))
    .nullish()
    .catch(null),
});

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly field: string }[];
}

function parseErrorBody(text: string): ErrorBody | undefined {
  // An error body is short; a long one is a page of something else and not worth parsing.
  if (text.length > 100_000 || !text.trimStart().startsWith('{')) return undefined;
  try {
    const { code, error, message, errors } = errorBody.parse(JSON.parse(text));
    const items = (errors ?? []).map((item) => ({
      code: plainName(item.code),
      message: item.message ?? '',
      field: plainName(item.field),
    }));
    return { code: plainName(code ?? error), message: message ?? '', errors: items };
  } catch {
    return undefined;
  }
}

/** Names of fields and codes are shown to people, so nothing but a name gets through. */
function plainName(text: string | null | undefined): string {
  return /^[\w./ -]{1,100}$/.test(text ?? '') ? (text ?? '') : 'unknown';
}

function fieldsOf(body: ErrorBody | undefined): RejectedField[] {
  return (body?.errors ?? []).slice(0, 50).map(({ code, message, field }) => {
    const limit = /maximum length of (\d{1,6})/.exec(message)?.[1];
    return limit === undefined ? { field, code } : { field, code, limit: Number(limit) };
  });
}
