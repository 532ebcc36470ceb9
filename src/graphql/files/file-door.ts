import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Metrics } from '../metrics.js';
import { whenOver } from '../request-end.js';
import type { SignInHook } from '../sign-in.js';
import { callerOf, demandCsv, demandRole, type OnFileDenied, readQuery } from './admit.js';
import { answerEarly } from './answer-early.js';
import { answerFailure } from './answer-failure.js';
import {
  type DownloadRoute,
  FILE_LIMITS,
  type FileLimits,
  type FilePlaces,
  type FileRoute,
  type UploadRoute,
} from './file-route.js';
import { receive } from './receive.js';
import { send } from './send.js';
import { TransferDesk } from './transfer-desk.js';

export interface FileDoorParts {
  readonly routes: readonly FileRoute[];
  readonly places: FilePlaces;
  readonly onDenied: OnFileDenied;
  /** Others than `FILE_LIMITS`; only tests have them. */
  readonly limits?: FileLimits;
}

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

const METHODS = { upload: 'POST', download: 'GET' } as const;

interface Surroundings {
  readonly signIn: SignInHook;
  readonly metrics: Metrics;
}

/** Files come in and go out beside GraphQL, with the same tokens, roles and refusals. */
export async function addFileRoutes(app: FastifyInstance, parts: FileDoorParts & Surroundings): Promise<void> {
  const { routes, limits = FILE_LIMITS, signIn, onDenied, metrics } = parts;
  const desk = new TransferDesk(parts.places, limits);
  await app.register(async (scope) => {
    // Bodies are left alone: a route reads its own.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.addHook('onSend', answerEarly);
    scope.setErrorHandler(answerFailure);
    whenOver(scope, ({ caller, method, routeOptions }, { status }) => {
      const route = routes.find(({ path, kind }) => path === routeOptions.url && METHODS[kind] === method);
      if (caller && route) metrics.observeOperation({ field: route.operation, outcome: status < 400 ? 'ok' : 'error' });
    });
    for (const route of routes) {
      const isUpload = route.kind === 'upload';
      scope.route({
        method: METHODS[route.kind],
        url: route.path,
        exposeHeadRoute: false,
        onRequest: [
          signIn,
          async (request) => {
            await demandRole(callerOf(request), route, onDenied);
            if (isUpload) demandCsv(request, limits);
          },
        ],
        handler: isUpload ? takeFile(route, desk, limits) : giveFile(route, desk),
      });
    }
  });
}

function takeFile(route: UploadRoute, desk: TransferDesk, limits: FileLimits): RouteHandlerMethod {
  return async (request, reply) => {
    const caller = callerOf(request);
    const query = readQuery(route, request.query);
    const { transfer, end } = await desk.begin(caller.accountId, reply.raw);
    const { signal } = transfer;
    request.readsItself = true;
    const bytes = receive(request.raw, transfer, limits);
    const answer = await route
      .receive(caller, { query, signal, bytes })
      // Whatever the reader made of it, this is why.
      .catch((error: unknown) => Promise.reject(signal.aborted ? signal.reason : error))
      // Before the answer: whoever has it may send the next file.
      .finally(end);
    return reply.code(route.status ?? 200).send(answer);
  };
}

function giveFile(route: DownloadRoute, desk: TransferDesk): RouteHandlerMethod {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = callerOf(request);
    const query = readQuery(route, request.query);
    const held = await desk.begin(caller.accountId, reply.raw);
    const { signal } = held.transfer;
    // Part of a file is out, or nobody is there: all that is left to say is that it did not end well.
    signal.addEventListener('abort', () => reply.raw.destroy(), { once: true });
    const rest = route.send(caller, { query, signal })[Symbol.asyncIterator]();
    try {
      // Until something was sent, a failure can be answered as one.
      const first = await rest.next();
      const file = Readable.from(send({ first, rest, held, request }));
      const fileName = typeof route.fileName === 'string' ? route.fileName : route.fileName();
      void reply.header('content-disposition', `attachment; filename="${fileName}"`);
      return await reply.type(CONTENT_TYPES[route.format ?? 'csv']).send(file);
    } catch (error) {
      await held.end();
      throw error;
    }
  };
}
