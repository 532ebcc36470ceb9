import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What others log of a client that went away before its answer was out; nobody ever gets it. */
const GONE = 499;

export interface RequestEnd {
  readonly status: number;
  readonly milliseconds: number;
}

type Tell = (request: FastifyRequest, end: RequestEnd) => void;

/** Whoever waits for the end of a request; Node warns of answers that many listen to, so that we listen once for all. */
const listeners = new WeakMap<FastifyRequest, Tell[]>();

/**
 * Tells each request once it is over. Fastify's `onResponse` is for answers that went out; those whose client did not wait
 * for them are the slow ones, which whoever looks into a log is after.
 */
export function whenOver(app: FastifyInstance, tell: Tell): void {
  app.addHook('onRequest', (request, reply, done) => {
    const told = listeners.get(request);
    if (told) told.push(tell);
    else listen(request, reply, [tell]);
    done();
  });
}

function listen(request: FastifyRequest, reply: FastifyReply, told: Tell[]): void {
  listeners.set(request, told);
  const { raw } = reply;
  const over = () => {
    raw.off('finish', over).off('close', over);
    const end = { status: raw.writableFinished ? reply.statusCode : GONE, milliseconds: reply.elapsedTime };
    for (const tell of told) tell(request, end);
  };
  raw.on('finish', over).on('close', over);
}
