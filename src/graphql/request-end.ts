import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What others log of a client that went away before its answer was out; nobody ever gets it. */
const GONE = 499;

export interface RequestEnd {
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Tells each request once it is over. Fastify's `onResponse` is for answers that went out; those whose client did not wait
 * for them are the slow ones, which whoever looks into a log is after.
 */
export function whenOver(app: FastifyInstance, tell: (request: FastifyRequest, end: RequestEnd) => void): void {
  const told = new WeakSet<FastifyRequest>();
  const over = (request: FastifyRequest, { raw, statusCode, elapsedTime }: FastifyReply) => {
    if (told.has(request)) return;
    told.add(request);
    tell(request, { status: raw.writableFinished ? statusCode : GONE, milliseconds: elapsedTime });
  };
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => over(request, reply));
    done();
  });
  app.addHook('onResponse', async (request, reply) => over(request, reply));
}
