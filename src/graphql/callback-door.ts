import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from './http-server.js';

/** What the feature makes of callbacks; `sender` is who may call at an address. */
export interface CallbackDesk<Sender extends object = object> {
  /** Undefined when there is no such address. */
  sender(key: string, requestId: string): Promise<Sender | undefined>;
  take(
    sender: Sender,
    sent: { readonly body: Uint8Array; readonly signature: unknown; readonly requestId: string },
  ): Promise<CallbackOutcome>;
}

type CallbackOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-now'; readonly retryAfterSeconds: number };

const MAX_BODY_BYTES = 262_144;

interface Addressed {
  readonly Params: { readonly key: string };
}

/**
 * Where ConnectWise tells of changes. It signs the bytes that it sends, so a body stays as it came. Whoever does not know
 * the address is told that there is nothing, before a body is read.
 */
export async function addCallbackRoute<Sender extends object>(
  app: FastifyInstance,
  desk: CallbackDesk<Sender>,
): Promise<void> {
  const senders = new WeakMap<FastifyRequest, Sender>();
  const onRequest = async (request: FastifyRequest<Addressed>, reply: FastifyReply) => {
    const sender = await desk.sender(request.params.key, request.id);
    if (!sender) return reply.callNotFound();
    senders.set(request as FastifyRequest, sender);
    return undefined;
  };
  const handler = async (request: FastifyRequest<Addressed>, reply: FastifyReply) => {
    const sender = senders.get(request as FastifyRequest);
    if (!sender) throw new Error('A callback was read without an address.');
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const signature = request.headers['x-content-signature'];
    return answer(reply, await desk.take(sender, { body, signature, requestId: request.id }));
  };
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/callbacks/connectwise/:key', { bodyLimit: MAX_BODY_BYTES, onRequest }, handler);
  });
}

function answer(reply: FastifyReply, outcome: CallbackOutcome): FastifyReply {
  if (outcome.kind === 'taken') return reply.code(204).send();
  if (outcome.kind === 'refused') {
    return reply.code(401).send(errorBody('This is not signed by the ConnectWise of this address.', 'UNAUTHENTICATED'));
  }
  // Of all refusals that mean "later" ConnectWise tries this one again by itself.
  return reply
    .code(429)
    .header('retry-after', String(outcome.retryAfterSeconds))
    .send(errorBody('This cannot be checked now. Try again later.', 'RATE_LIMITED'));
}
