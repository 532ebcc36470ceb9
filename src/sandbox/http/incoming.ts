import type { IncomingMessage } from 'node:http';
import { Query } from './query.js';

const LARGEST_BODY = 50_000_000;

/** A request read to its end. */
export interface Incoming {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly path: string;
  readonly query: Query;
  readonly isTls: boolean;
  readonly body: Buffer;
  readonly header: (name: string) => string | undefined;
}

export async function readIncoming(message: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      throw new RangeError('The body is too large');
    }
    chunks.push(chunk);
  }
  const target = message.url ?? '/';
  const [path = '/', ...search] = target.split('?');
  return {
    method: message.method ?? 'GET',
    target,
    path,
    query: new Query(search.join('?')),
    isTls: 'encrypted' in message.socket,
    body: Buffer.concat(chunks),
    header: (name) => {
      const value = message.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}
