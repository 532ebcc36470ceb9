import type { ApolloServer } from '@apollo/server';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../shared/logger.js';
import type { Authenticate } from '../shared/sign-in.js';
import type { Tracing } from '../shared/tracing.js';
import { createApolloServer } from './apollo.js';
import { addCallbackRoute, type CallbackDesk } from './callback-door.js';
import { type Context, createContext } from './context.js';
import { addExplorer } from './explorer.js';
import { addFileRoutes, type FileDoorParts } from './files/file-door.js';
import { createHttpServer, errorBody, type HttpServer, type HttpServerOptions } from './http-server.js';
import { createErrorMask, type IsUnavailable } from './mask-errors.js';
import type { Metrics } from './metrics.js';
import { whenOver } from './request-end.js';
import { createSignIn, type SignInHook } from './sign-in.js';
import { nameOperations, traceRequests } from './trace-requests.js';

export interface HealthDoorParts extends HttpServerOptions {
  /** Whether the database answers within a second. */
  readonly ping: () => Promise<boolean>;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
}

export interface FrontDoorParts extends HealthDoorParts {
  readonly schema: GraphQLSchema;
  readonly authenticate: Authenticate;
  readonly isUnavailable: IsUnavailable;
  readonly explorer: boolean;
  readonly requestsPerMinute: number;
  readonly files: FileDoorParts;
  readonly callbacks: CallbackDesk;
}

export interface FrontDoor extends HttpServer {
  /** From now on `/readyz` says no, so that balancers send nothing more; requests in hand go on. */
  readonly startDraining: () => void;
  /** Stops listening, finishes the requests in hand, and ends whatever is left after ten seconds. */
  readonly close: () => Promise<void>;
}

/** Everything that listens to the outside: `/graphql`, `/files/…`, `/callbacks/…`, `/livez`, `/readyz`, and the explorer's pages. */
export async function createFrontDoor(parts: FrontDoorParts): Promise<FrontDoor> {
  const { app, startDraining, requestsInHand } = await createHealthDoor(parts);
  const signIn = createSignIn(parts.authenticate, parts.requestsPerMinute);
  const apollo = await addGraphQL(app, parts, signIn);
  await addFileRoutes(app, { ...parts.files, signIn, metrics: parts.metrics });
  await addCallbackRoute(app, parts.callbacks);
  if (parts.explorer) await addExplorer(app, parts.logger);
  // Apollo's drain plugin closes the app; the other way round each would wait for the other.
  return { app, requestsInHand, startDraining, close: () => apollo.stop() };
}

/** `/livez` and `/readyz` alone, for a process that only works in the background. */
export async function createHealthDoor(parts: HealthDoorParts): Promise<FrontDoor> {
  const { app, requestsInHand } = await createHttpServer(parts);
  const phase: { current: 'serving' | 'draining' } = { current: 'serving' };
  if (parts.tracing) traceRequests(app, parts.tracing);
  observe(app, parts);
  addHealth(app, { ping: parts.ping, isServing: () => phase.current === 'serving' });
  const startDraining = () => {
    phase.current = 'draining';
  };
  return { app, requestsInHand, startDraining, close: () => app.close() };
}

async function addGraphQL(
  app: FastifyInstance,
  parts: FrontDoorParts,
  onRequest: SignInHook,
): Promise<ApolloServer<Context>> {
  const apollo = createApolloServer({
    schema: parts.schema,
    introspection: parts.explorer,
    mask: createErrorMask(parts.logger, parts.isUnavailable),
    plugins: [
      ...[fastifyApolloDrainPlugin(app), parts.metrics.apolloPlugin],
      ...(parts.tracing ? [nameOperations(parts.tracing)] : []),
    ],
  });
  await apollo.start();
  const handler = fastifyApolloHandler(apollo, {
    context: async (request) => {
      if (!request.caller) throw new Error('A request reached GraphQL without being signed in.');
      return createContext(request.caller);
    },
  });
  app.post('/graphql', { onRequest, preHandler: demandBody }, handler);
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    // Before a body is read: it has nothing to say here.
    onRequest: async (_request, reply) =>
      reply.code(405).header('allow', 'POST').send(errorBody('Send POST.', 'BAD_REQUEST')),
    handler: async () => undefined,
  });
  return apollo;
}

/** A request of neither body nor content type passes all parsers; Apollo Server would take it for a forged one. */
async function demandBody(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (request.body !== undefined) return undefined;
  return reply.code(400).send(errorBody('Send JSON: content-type application/json.', 'BAD_REQUEST'));
}

function addHealth(app: FastifyInstance, health: { ping: () => Promise<boolean>; isServing: () => boolean }): void {
  let pinging: Promise<boolean> | undefined;
  // Anybody may ask, so all who ask at the same moment share one look at the database.
  const ping = () => {
    pinging ??= health.ping().finally(() => {
      pinging = undefined;
    });
    return pinging;
  };
  app.get('/livez', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (!health.isServing()) return reply.code(503).send({ status: 'stopping' });
    if (await ping()) return { status: 'ready' };
    return reply.code(503).send({ status: 'database does not answer' });
  });
}

function observe(app: FastifyInstance, { logger, metrics }: { logger: Logger; metrics: Metrics }): void {
  whenOver(app, (request, { status, milliseconds }) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.observeRequest({ route, status, seconds: milliseconds / 1_000 });
    const level =
      route === '/graphql' || route.startsWith('/files/') || route.startsWith('/callbacks/') ? 'info' : 'debug';
    logger[level](
      {
        ...{ requestId: request.id, traceId: request.span?.traceId },
        ...{ method: request.method, route, status, ms: Math.round(milliseconds) },
      },
      'request',
    );
  });
}
