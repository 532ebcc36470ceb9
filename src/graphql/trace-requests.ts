import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { type Span, type Tracing, within } from '../shared/tracing.js';
import type { Context } from './context.js';
import { whenOver } from './request-end.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request's time is told by; absent without a collector. */
    span?: Span;
  }
}

/** Health is asked every second, and tells a trace nothing. */
const UNTOLD = new Set(['/livez', '/readyz']);

/** Has each request told as a trace, from its first byte to its answer. */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (UNTOLD.has(route)) return done();
    const { method, id, headers } = request;
    const values = { 'http.request.method': method, 'http.route': route, 'psa_bridge.request_id': id };
    request.span = tracing.beginTrace({ name: `${method} ${route}`, kind: 'SERVER', values }, headers);
    request.span.run(done);
  });
  // The body arrives by events of the socket, which know of no request.
  app.addHook('preHandler', (request, _reply, done) => (request.span ? request.span.run(done) : done()));
  whenOver(app, ({ span, caller }, { status }) => {
    span?.tell({ 'http.response.status_code': status, 'psa_bridge.account_id': caller?.accountId });
    if (status >= 500) span?.fail(new Error('server error'));
    span?.end();
  });
}

/** Names the trace of a request after its operation's root fields, which are of the schema and not of the caller. */
export function nameOperations(tracing: Tracing): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, schema }) => {
        if (!operation) return;
        const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
        const names = operation.selectionSet.selections.flatMap((selection) =>
          selection.kind === 'Field' && selection.name.value in fields ? [selection.name.value] : [],
        );
        const span = tracing.current();
        span?.rename(`${operation.operation} ${names.join(', ')}`.trim());
        span?.tell({ 'graphql.operation.type': operation.operation });
      },
    }),
  };
}

/** Has each root field told as a part of its request: what it calls stands below it. */
export function traceRootFields(schema: GraphQLSchema, tracing: Tracing): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve, name } = field;
      if (!resolve) continue;
      field.resolve = (...parameters) =>
        within(tracing.begin({ name: `${type.name}.${name}`, kind: 'INTERNAL' }), async () => resolve(...parameters));
    }
  }
}
