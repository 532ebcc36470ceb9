import type { ZodType } from 'zod';
import type { Secret } from '../shared/secret.js';
import type { AddressFinder } from './address.js';
import type { AnswerForm, AnswerHeaders, Call, CallBody, Effect, Method, Send } from './call.js';
import { isCloudOrigin } from './cloud-hosts.js';
import type { ApiAddress } from './company-info.js';
import { confirmed } from './confirmed.js';
import { type Changes, operationsOf } from './patch.js';
import { encodeQuery, type Query } from './query.js';
import type { Site } from './site.js';

/** Where a request goes. */
export interface Target {
  /** The path with placeholders, for logs and metrics. */
  readonly route: string;
  /** The path itself when the route has placeholders; built from `idPart` only. */
  readonly path?: string;
  readonly query?: Query;
}

export interface GetRequest<Value> extends Target {
  readonly headers?: Readonly<Record<string, string>>;
  readonly shape: ZodType<Value>;
}

/** A request with a JSON body; fields that are undefined are left out of it. */
export interface SendRequest<Value> extends Target {
  readonly body: unknown;
  readonly shape: ZodType<Value>;
}

export interface PatchRequest<Value> extends Target {
  readonly changes: Changes;
  readonly shape: ZodType<Value>;
}

export interface UploadRequest<Value> extends Target {
  readonly body: CallBody;
  readonly shape: ZodType<Value>;
}

export interface Answered<Value> {
  readonly value: Value;
  readonly headers: AnswerHeaders;
}

/**
 * How resources speak to ConnectWise. Every method rejects with a ConnectWiseError; those that write, with one of kind
 * `outcome-unknown` when ConnectWise may have carried out what it did not confirm.
 */
export interface Requester {
  get<Value>(request: GetRequest<Value>): Promise<Answered<Value>>;
  /** A read whose question is too long for a URL. */
  search<Value>(request: SendRequest<Value>): Promise<Answered<Value>>;
  post<Value>(request: SendRequest<Value>): Promise<Value>;
  /** Resets every field the body leaves out. */
  put<Value>(request: SendRequest<Value>): Promise<Value>;
  /** Rejects with kind `change-ignored` when the record that comes back lacks a change. */
  patch<Value>(request: PatchRequest<Value>): Promise<Value>;
  delete(target: Target): Promise<void>;
  upload<Value>(request: UploadRequest<Value>): Promise<Value>;
  download(target: Target, mostBytes: number): Promise<Uint8Array>;
  /** Where the API is, asked for if need be. */
  address(): Promise<ApiAddress>;
  /** The same, asked for anew: after an upgrade what is remembered may be hours old. */
  newAddress(): Promise<ApiAddress>;
  /** Whether an origin is this account's own: the saved site, or the API's. Asks the site only if it may be the API's. */
  owns(origin: string): Promise<boolean>;
  /** Sends to a page outside the API. The caller vouches that the account owns `origin`. */
  direct(request: DirectRequest): Promise<Answered<unknown>>;
}

export interface DirectRequest extends Request {
  readonly origin: string;
  /** Whether the account's keys go along. */
  readonly isSigned: boolean;
}

export interface RequesterParts {
  readonly send: Send;
  /** The same without finding the API first, with and without the account's keys. */
  readonly sendDirect: Readonly<Record<'signed' | 'unsigned', Send>>;
  readonly site: Site;
  readonly finder: Pick<AddressFinder, 'find' | 'ask'>;
  readonly signal: AbortSignal;
}

interface Request extends Target {
  readonly method: Method;
  readonly effect: Effect;
  readonly answer: AnswerForm;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: CallBody;
  /** What the log must not show beside the account's own secrets. */
  readonly secrets?: readonly Secret[];
}

export function createRequester({ send, sendDirect, finder, site, signal }: RequesterParts): Requester {
  const frame = { signal, timeLeft: () => Number.POSITIVE_INFINITY };

  const toCall = ({ query, path, ...request }: Request, origin = ''): Call => {
    const target = (path ?? request.route) + encodeQuery(query ?? {});
    return { ...frame, headers: {}, ...request, path: target, origin, basePath: '' };
  };

  // The decode step makes the value with the very form that is asked for here.
  async function call<Value>(request: Request): Promise<Answered<Value>> {
    const { value, headers } = await send(toCall(request));
    return { value: value as Value, headers };
  }

  async function write<Value>(method: Method, { body, shape, ...target }: SendRequest<Value>): Promise<Value> {
    const answer: AnswerForm = { kind: 'json', shape };
    const { value } = await call<Value>({ ...target, method, effect: 'write', answer, body: jsonBody(body) });
    return value;
  }

  return {
    address: () => finder.find(frame),
    newAddress: () => finder.ask(frame),
    owns: async (origin) =>
      origin === site.origin || (isCloudOrigin(origin) && origin === (await finder.find(frame)).origin),
    direct: ({ isSigned, origin, ...request }) => sendDirect[isSigned ? 'signed' : 'unsigned'](toCall(request, origin)),
    get: ({ shape, ...target }) => call({ ...target, method: 'GET', effect: 'read', answer: { kind: 'json', shape } }),
    search: ({ shape, body, ...target }) =>
      call({ ...target, method: 'POST', effect: 'read', answer: { kind: 'json', shape }, body: jsonBody(body) }),
    post: (request) => write('POST', request),
    put: (request) => write('PUT', request),
    patch: ({ changes, shape, ...target }) =>
      write('PATCH', { ...target, body: operationsOf(changes), shape: confirmed(changes, shape) }).then((read) =>
        read(),
      ),
    delete: async (target) => {
      await call({ ...target, method: 'DELETE', effect: 'write', answer: { kind: 'nothing' } });
    },
    upload: async <Value>({ shape, ...request }: UploadRequest<Value>) => {
      const answer: AnswerForm = { kind: 'json', shape };
      return (await call<Value>({ ...request, method: 'POST', effect: 'write', answer })).value;
    },
    download: async (target, mostBytes) => {
      // The vendor's media type would be answered with a description instead of the file.
      const headers = { accept: '*/*' };
      const answer: AnswerForm = { kind: 'bytes', mostBytes };
      return (await call<Uint8Array>({ ...target, method: 'GET', effect: 'read', answer, headers })).value;
    },
  };
}

function jsonBody(body: unknown): CallBody {
  return { contentType: 'application/json', content: JSON.stringify(body) };
}
