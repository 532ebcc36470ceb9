import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentString } from './operations.generated.js';

/** What a call answers beside its data: the request as a whole failed, whatever it asked for. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    readonly codes: readonly string[],
    message: string,
  ) {
    super(`The server answered ${status}: ${message}`);
  }
}

export interface ClientOptions {
  readonly url: string;
  readonly token: string;
  /** So many sendings in all; 5 unless given. */
  readonly tries?: number;
  readonly fetch?: typeof fetch;
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Sends typed operations, and waits where the server asks to. */
export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @throws RequestFailed for what no field can tell; expected failures are in `userErrors` of the data */
  async run<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    const response = await this.#send(JSON.stringify({ query: document.toString(), variables }));
    const { data, errors = [] } = (await response.json()) as Body<Data>;
    if (data && errors.length === 0) return data;
    const codes = errors.flatMap(({ extensions }) => extensions?.code ?? []);
    throw new RequestFailed(response.status, codes, errors.map(({ message }) => message).join(' '));
  }

  /** 429 asks to be slower, 503 to come back later. All operations of this example may be sent again as they are. */
  async #send(body: string): Promise<Response> {
    const { url, token, tries = 5, fetch: send = fetch } = this.#options;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(30_000) });
      if (![429, 503].includes(response.status) || attempt >= tries) return response;
      await response.body?.cancel();
      await sleep(1_000 * secondsToWait(response, attempt));
    }
  }
}

/** As the server says; without a word of it twice as long each time. */
function secondsToWait(response: Response, attempt: number): number {
  const told = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(told) ? told : 2 ** attempt;
}
