import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll } from '@jest/globals';
import type { SandboxOptions } from '../../src/sandbox/options.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string;
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A bare client of our own: what it does not do by itself cannot hide a fault of the sandbox. */
export class Client {
  constructor(
    readonly sandbox: Sandbox,
    readonly codebase = 'v2025_1',
  ) {}

  get headers(): Record<string, string> {
    const { loginCompanyId, publicKey, privateKey, clientId } = this.sandbox.credentials;
    return {
      authorization: basic(`${loginCompanyId}+${publicKey}`, privateKey),
      clientid: clientId,
      accept: 'application/vnd.connectwise.com+json; version=2025.16',
    };
  }

  async api(path: string, ask: Ask = {}): Promise<Reply> {
    return this.plain(`/${this.codebase}/apis/3.0${path}`, { ...ask, headers: { ...this.headers, ...ask.headers } });
  }

  /** The records of one page that fit the conditions. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  async find(conditions: string, query: Readonly<Record<string, string>> = {}): Promise<any[]> {
    const reply = await this.api('/company/companies', { query: { pageSize: '1000', ...query, conditions } });
    if (reply.status !== 200) {
      throw new Error(`${reply.status} ${reply.text}`);
    }
    return reply.json;
  }

  plain(path: string, ask: Ask = {}): Promise<Reply> {
    const search = new URLSearchParams(ask.query).toString();
    const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    const headers: Record<string, string> = { ...ask.headers };
    if (body !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) {
      headers['content-type'] = 'application/json';
    }
    for (const name of ask.without ?? []) {
      delete headers[name];
    }
    const url = `${this.sandbox.url}${path}${search === '' ? '' : `?${search}`}`;
    return send(url, { method: ask.method ?? 'GET', headers, body });
  }
}

function send(
  url: string,
  ask: { method: string; headers: Record<string, string>; body: string | undefined },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method: ask.method,
      headers: ask.headers,
      agent: false,
      maxHeaderSize: 8_000_000,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get json() {
            return JSON.parse(text);
          },
        });
      });
    });
    request.end(ask.body);
  });
}

/** One sandbox for the tests of a file. */
export function withSandbox(options: SandboxOptions = {}): { readonly sandbox: Sandbox; readonly client: Client } {
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox(options);
  });
  afterAll(() => sandbox?.close());
  const running = (): Sandbox => {
    if (!sandbox) {
      throw new Error('The sandbox is not running yet');
    }
    return sandbox;
  };
  return {
    get sandbox() {
      return running();
    },
    get client() {
      return new Client(running());
    },
  };
}

/** The targets of a `Link` header by their rel. */
export function links(reply: Reply): Readonly<Record<string, URL>> {
  const header = String(reply.headers['link'] ?? '');
  return Object.fromEntries(
    [...header.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, target = '', rel = '']) => [rel, new URL(target)]),
  );
}
