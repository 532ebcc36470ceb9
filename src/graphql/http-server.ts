import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from '../shared/logger.js';
import type { IsUnavailable } from './mask-errors.js';
import { Refusal, type RefusalReason } from './refusal.js';
import { whenOver } from './request-end.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** A route that reads its body itself, and holds it to limits of its own. */
    readsItself?: true;
  }
}

export interface HttpServerOptions {
  readonly logger: Logger;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Tells errors that mean "not now" from bugs; without it there are bugs only. */
  readonly isUnavailable?: IsUnavailable;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** The ids of the requests that are being answered at this moment. */
  readonly requestsInHand: () => readonly string[];
}

const MAX_BODY_BYTES = 1_048_576;
const MAX_IN_HAND = 200;
const ARRIVAL_MS = 12_000;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Time-outs against slow clients; Node's default check every 30 s would make all of them late. */
const timeouts = { headersTimeout: 8_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 } as const;

/** Node has one figure for all routes, so it is that of the longest, files; `limitArrival` holds the others. */
const LONGEST_REQUEST_MS = 610_000;

/** Fastify with the house's limits on bodies, headers, time and load, before any route is added. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: LONGEST_REQUEST_MS,
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    // An address that cannot be decoded is refused before hooks and handlers, in the framework's own words.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).send(errorBody('The request cannot be read.', 'BAD_REQUEST'));
    },
    requestIdHeader: false,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    ...(options.tls
      ? {
          https: {
            ...timeouts,
            handshakeTimeout: timeouts.headersTimeout,
            cert: readFileSync(options.tls.certFile),
            key: readFileSync(options.tls.keyFile),
          },
        }
      : { http: timeouts }),
  });
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } });
  if (options.corsOrigins.length > 0) {
    await app.register(cors, { origin: [...options.corsOrigins], methods: ['POST'], maxAge: 600 });
  }
  acceptOnlyUtf8(app);
  limitArrival(app);
  const inHand = limitLoad(app);
  answerErrors(app, options.isUnavailable);
  return { app, requestsInHand: () => [...inHand].map(({ id }) => id) };
}

function acceptOnlyUtf8(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    // A reply is thenable and resolves when it was sent, so it is never awaited before that.
    void reply.headers({ 'cache-control': 'no-store', 'x-request-id': request.id });
    const encoding = request.headers['content-encoding'];
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if ((encoding && encoding !== 'identity') || (charset && !/^utf-?8$/i.test(charset))) {
      return reply.code(415).send(errorBody('Send UTF-8, not compressed.', 'BAD_REQUEST'));
    }
  });
}

/** Ends requests that have not arrived in time, the way Node ends those that break its own limits. */
function limitArrival(app: FastifyInstance): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  // A request that was made within this process has nothing on its way, and never closes itself.
  whenOver(app, (request) => {
    if (request.raw.complete !== false) clearTimeout(timers.get(request));
  });
  app.addHook('onRequest', async (request) => {
    const { raw } = request;
    const timer = setTimeout(() => {
      if (raw.complete || request.readsItself) return;
      const late = Object.assign(new Error('The request is late.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      app.server.emit('clientError', late, raw.socket);
    }, ARRIVAL_MS).unref();
    timers.set(request, timer);
    raw.once('close', () => clearTimeout(timer));
  });
}

/** More at once would only make everybody wait: past the limit a caller is told to come back. */
function limitLoad(app: FastifyInstance): ReadonlySet<FastifyRequest> {
  const inHand = new Set<FastifyRequest>();
  whenOver(app, (request) => inHand.delete(request));
  app.addHook('onRequest', async (request, reply) => {
    inHand.add(request);
    if (inHand.size > MAX_IN_HAND && !request.url.startsWith('/livez')) {
      return reply
        .code(503)
        .header('retry-after', '1')
        .send(errorBody('The server is busy. Try again.', 'UNAVAILABLE'));
    }
  });
  return inHand;
}

function answerErrors(app: FastifyInstance, isUnavailable: IsUnavailable = () => undefined): void {
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send(errorBody('There is nothing here.', 'NOT_FOUND')),
  );
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error instanceof Refusal) return refuse(reply, error.reason);
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      const message = status === 413 ? tooLarge(request.routeOptions.bodyLimit) : messages[status];
      return reply.code(status).send(errorBody(message ?? 'The request cannot be read.', 'BAD_REQUEST'));
    }
    const unavailable = isUnavailable(error);
    if (unavailable) {
      request.log.warn({ requestId: request.id, err: error }, 'request not answered');
      return reply
        .code(503)
        .header('retry-after', String(unavailable.retryAfterSeconds))
        .send(errorBody('The server cannot answer now. Try again.', 'UNAVAILABLE'));
    }
    request.log.error({ requestId: request.id, err: error }, 'request failed');
    return reply.code(500).send(errorBody('Something went wrong.', 'INTERNAL_SERVER_ERROR'));
  });
}

function refuse(reply: FastifyReply, { status, code, message, retryAfterSeconds }: RefusalReason): FastifyReply {
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(status).send(errorBody(message, code));
}

const messages: Readonly<Record<number, string>> = {
  408: 'The request took too long to arrive.',
  415: 'Send JSON: content-type application/json.',
};

function tooLarge(bodyLimit = MAX_BODY_BYTES): string {
  return `The request is larger than ${bodyLimit} bytes.`;
}

/** Every refusal before GraphQL has the shape of a GraphQL answer, so that clients need one reader. */
export function errorBody(
  message: string,
  code: string,
  facts?: object,
): { errors: { message: string; extensions: { code: string } }[] } {
  return { errors: [{ message, extensions: { ...facts, code } }] };
}
