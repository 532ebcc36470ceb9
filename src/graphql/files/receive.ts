import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.js';
import type { FileLimits } from './file-route.js';
import { clientGone, type Transfer } from './transfer.js';

/** The body of a request as it arrives, held to the limits. */
export async function* receive(
  body: IncomingMessage,
  transfer: Transfer,
  limits: FileLimits,
): AsyncGenerator<Uint8Array, void> {
  // By itself the iterator would end with the connection, and nobody could be told why.
  const chunks = body.iterator({ destroyOnReturn: false });
  const cut = whenCut(transfer.signal);
  let total = 0;
  for (;;) {
    transfer.signal.throwIfAborted();
    transfer.wait();
    const next = await Promise.race([chunks.next().catch(broken), cut]);
    const bytes: Uint8Array | undefined = next.done ? undefined : next.value;
    transfer.moved(bytes?.length);
    if (!bytes) return;
    total += bytes.length;
    if (total > limits.maxBytes) {
      await chunks.return?.();
      throw tooLarge(limits);
    }
    yield bytes;
  }
}

export function tooLarge({ maxBytes }: FileLimits): Refusal {
  return new Refusal({ status: 413, code: 'BAD_REQUEST', message: `The file is larger than ${maxBytes} bytes.` });
}

function broken(cause: unknown): never {
  throw clientGone(cause);
}

function whenCut(signal: AbortSignal): Promise<never> {
  const cut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // It may come when nobody reads any more.
  cut.catch(() => undefined);
  return cut;
}
