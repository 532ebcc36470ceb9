import { MockAgent } from 'undici';
import type { ConnectWiseDeps } from '../../../src/connectwise/client.js';
import { clientFor, policyFor } from './client.js';
import { COMPANY_INFO } from './far-side.js';

export const CLOUD_INFO = { ...COMPANY_INFO, IsCloud: true, SiteUrl: 'api-na.myconnectwise.net' };
export const API = 'https://api-na.myconnectwise.net';
export const BASE = '/v2025_1/apis/3.0';

export interface MockAnswer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export interface MockCall {
  readonly origin: string;
  /** As it went over the wire. */
  readonly url: string;
  /** Path without the base, and the query decoded. */
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly method: string;
  readonly body: string;
}

/** ConnectWise faked at the socket, real network off. `answer` decides on every request to any of the origins. */
export function mockFar(answer: (call: MockCall) => MockAnswer, ...origins: string[]) {
  const agent = new MockAgent();
  // A mock agent can only be closed; it has no connections to cut.
  Object.assign(agent, { destroy: () => agent.close() });
  agent.disableNetConnect();
  const calls: MockCall[] = [];
  for (const origin of origins.length > 0 ? origins : [API]) {
    const pool = agent.get(origin);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      pool
        .intercept({ path: () => true, method })
        .reply((request) => {
          const call = toCall(request);
          calls.push(call);
          const { status = 200, body, headers = {} } = answer(call);
          const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
          const data = isRaw ? body : JSON.stringify(body);
          return { statusCode: status, data, responseOptions: { headers } };
        })
        .persist();
    }
  }
  return {
    calls,
    client: (deps: Partial<ConnectWiseDeps> = {}) =>
      clientFor({ policy: policyFor(), openDispatcher: () => agent, ...deps }),
  };
}

/** Answers companyinfo as the cloud does and leaves the rest to `answer`. */
export function withCompany(answer: (call: MockCall) => MockAnswer, info: unknown = CLOUD_INFO) {
  return (call: MockCall): MockAnswer => (call.path.startsWith('/login/companyinfo/') ? { body: info } : answer(call));
}

interface MockRequest {
  readonly origin?: unknown;
  readonly path: string;
  readonly method: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

function toCall({ path: target, method, headers, body, ...request }: MockRequest): MockCall {
  const origin = String(request.origin);
  const url = new URL(target, origin);
  return {
    ...{ origin, method, body: String(body ?? '') },
    url: origin + target,
    path: url.pathname.replace(/^\/v\w+\/apis\/3\.0/, ''),
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
  };
}
