import type { FastifyRequest } from 'fastify';
import type { HeldTransfer } from './transfer-desk.js';

export interface Sending {
  readonly first: IteratorResult<Uint8Array, unknown>;
  readonly rest: AsyncIterator<Uint8Array, unknown>;
  readonly held: HeldTransfer;
  readonly request: FastifyRequest;
}

/** A file whose first bytes are there, no faster than its client takes it. */
export async function* send({ first, rest, held, request }: Sending): AsyncGenerator<Uint8Array, void> {
  const { transfer, end } = held;
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      transfer.signal.throwIfAborted();
      transfer.wait(next.value.length);
      yield next.value;
      transfer.moved();
    }
  } catch (error) {
    // The status is out already, so that nobody else tells.
    if (!transfer.signal.aborted) request.log.error({ requestId: request.id, err: error }, 'request failed');
    throw error;
  } finally {
    await rest.return?.();
    await end();
  }
}
