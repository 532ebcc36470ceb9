import { createHash } from 'node:crypto';
import { Agent, type Dispatcher } from 'undici';
import { BoundedCache } from '../shared/bounded-cache.js';
import { readAuthorities } from './authorities.js';
import { createGuardedConnector } from './guarded-connector.js';
import type { SocketGuard } from './guarded-socket.js';
import type { Limits } from './limits.js';
import type { OutboundProxy } from './proxy.js';

export interface ConnectionOptions extends SocketGuard {
  readonly limits: Limits;
  /** PEM text of authorities the operator trusts for every account. */
  readonly serverCa?: string;
  /** Where every connection goes through. */
  readonly proxy?: OutboundProxy;
}

/** Makes the dispatcher for one origin; tests put a fake one here. */
export type OpenDispatcher = (origin: string, customCa: string | undefined) => Dispatcher;

const MOST_DISPATCHERS = 200;

/** Open connections, shared by all calls to one origin under one custom CA. */
export class Connections {
  readonly #open: OpenDispatcher;
  readonly #dispatchers = new BoundedCache<Dispatcher>(MOST_DISPATCHERS, (dispatcher) => void closeQuietly(dispatcher));

  constructor(open: OpenDispatcher) {
    this.#open = open;
  }

  /** Throws a ConnectWiseError when the custom CA cannot be read. */
  to(origin: string, customCa: string | undefined): Dispatcher {
    const key = `${origin} ${customCa === undefined ? '' : createHash('sha256').update(customCa).digest('hex')}`;
    const known = this.#dispatchers.get(key);
    if (known) return known;
    const opened = this.#open(origin, customCa);
    this.#dispatchers.set(key, opened);
    return opened;
  }

  /** Ends all connections; calls still in hand fail. */
  async close(): Promise<void> {
    await Promise.all(this.#dispatchers.drain().map((dispatcher) => dispatcher.destroy()));
  }
}

/** The dispatchers of real use: guarded, without redirects, without decompression, with bounded answers. */
export function openGuarded(options: ConnectionOptions): OpenDispatcher {
  const { limits, serverCa, proxy } = options;
  const ofServer = serverCa === undefined ? [] : [serverCa];
  return (origin, customCa) => {
    const host = new URL(origin).hostname;
    const extraAuthorities = [...ofServer, customCa].flatMap((pem) =>
      pem === undefined ? [] : readAuthorities(pem, host),
    );
    return new Agent({
      connect: createGuardedConnector({
        ...options,
        ...{ connectTimeout: limits.connectMs, extraAuthorities },
        proxy: proxy && { to: proxy, authorities: ofServer },
      }),
      connections: limits.connectionsPerOrigin,
      pipelining: 1,
      maxHeaderSize: limits.headerBytes,
      maxResponseSize: limits.answerBytes,
      // The whole call has its own limit; these two only keep a forgotten socket from living for ever.
      headersTimeout: limits.jobMs + 5_000,
      bodyTimeout: limits.jobMs + 5_000,
      // Short, because a server that closes an idle connection first costs an interactive call its only try.
      keepAliveTimeout: 4_000,
    });
  };
}

async function closeQuietly(dispatcher: Dispatcher): Promise<void> {
  await dispatcher.close().catch(() => undefined);
}
