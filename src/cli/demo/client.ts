import type { TypedDocumentString } from './operations.generated.js';

/** Speaks to the demo's server as any client would: over HTTP, with a token. */
export class DemoClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async run<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: AbortSignal.timeout(20_000),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (!data || errors) throw new Error(`The server answered ${response.status}: ${JSON.stringify(errors)}`);
    return data;
  }
}

/** The words of expected failures, as a person would read them. */
export function wordsOf(errors: readonly { readonly code: string; readonly message: string }[] | undefined): string {
  return (errors ?? []).map(({ code, message }) => `${code}: ${message}`).join(' ');
}

/** The demo goes on only with what it was promised. */
export function must<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`The demo expected ${what} and got nothing.`);
  return value;
}
