import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

const LINGER_MS = 2_000;

/**
 * Answers before the file is there. Closing at once would reset the connection, and the client would never read why:
 * it gets the whole answer, and then some time to stop sending.
 */
export async function answerEarly(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (request.raw.complete || request.raw.destroyed || typeof payload !== 'string') return payload;
  void reply.headers({ connection: 'close', 'content-length': Buffer.byteLength(payload) });
  return Readable.from(linger(payload, request.raw));
}

async function* linger(payload: string, body: IncomingMessage): AsyncGenerator<Buffer, void> {
  yield Buffer.from(payload);
  body.resume();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS);
    for (const event of ['end', 'close']) {
      body.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
}
