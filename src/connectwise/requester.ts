import type { ZodType } from 'zod';
import type { AnswerHeaders, Call, Send } from './call.js';
import type { ApiAddress } from './company-info.js';
import { encodeQuery, type Query } from './query.js';

export interface GetRequest<Value> {
  /** The path with placeholders, for logs and metrics. */
  readonly route: string;
  /** The path itself when the route has placeholders; built from `idPart` only. */
  readonly path?: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly shape: ZodType<Value>;
}

export interface Answered<Value> {
  readonly value: Value;
  readonly headers: AnswerHeaders;
}

/** How resources speak to ConnectWise. Every method rejects with a ConnectWiseError. */
export interface Requester {
  get<Value>(request: GetRequest<Value>): Promise<Answered<Value>>;
  /** Where the API is, asked for if need be. */
  address(): Promise<ApiAddress>;
}

export interface RequesterParts {
  readonly send: Send;
  readonly findAddress: (frame: Pick<Call, 'signal' | 'timeLeft'>) => Promise<ApiAddress>;
  readonly signal: AbortSignal;
}

export function createRequester({ send, findAddress, signal }: RequesterParts): Requester {
  const frame = { signal, timeLeft: () => Number.POSITIVE_INFINITY };
  return {
    address: () => findAddress(frame),
    async get<Value>({ route, path, query, headers, shape }: GetRequest<Value>): Promise<Answered<Value>> {
      const target = (path ?? route) + encodeQuery(query ?? {});
      const call: Call = {
        ...frame,
        method: 'GET',
        route,
        path: target,
        shape,
        headers: headers ?? {},
        origin: '',
        basePath: '',
      };
      const answer = await send(call);
      // The decode step made this value with the very shape of the call.
      return { value: answer.value as Value, headers: answer.headers };
    },
  };
}
