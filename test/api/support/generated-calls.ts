import { post } from '../../support/graphql-client.js';
import type { GeneratedDocument } from './schema-documents.js';

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

let calls = 0;

/** An address that nobody has called from; the server must trust 127.0.0.1 as a proxy. */
export function freshAddress(): Record<string, string> {
  calls += 1;
  return { 'x-forwarded-for': `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}` };
}

/** Each call comes from an address of its own, so that the limit on wrong tokens does not answer in its place. */
export function callGenerated(
  { url }: { readonly url: string },
  authorization: string | undefined,
  { query, variables }: GeneratedDocument,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return post(url, {
    body: JSON.stringify({ query, variables }),
    headers: { ...(authorization !== undefined && { authorization }), ...freshAddress(), ...headers },
  });
}
