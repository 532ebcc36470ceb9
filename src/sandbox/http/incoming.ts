import type { IncomingMessage } from 'node:http';
import type { World } from '../world.js';
import { type Form, readForm } from './form.js';
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
  /** The parts of a multipart body; undefined when the body is none or cannot be read as one. */
  readonly form: Form | undefined;
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
  const body = Buffer.concat(chunks);
  return {
    method: message.method ?? 'GET',
    target,
    path,
    query: new Query(search.join('?')),
    isTls: 'encrypted' in message.socket,
    body,
    form: await readForm(message.headers['content-type'], body),
    header: (name) => {
      const value = message.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** What the addresses in an answer start with: the side, HTTP or HTTPS, on which it was asked. */
export function originOf(incoming: Incoming, world: World): string {
  return (incoming.isTls ? world.tlsOrigin : null) ?? world.origin;
}
