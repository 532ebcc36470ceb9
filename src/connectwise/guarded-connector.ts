import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { buildConnector } from 'undici';
import { defaultPort } from './address-policy.js';
import { ConnectWiseError } from './connectwise-error.js';
import { allowedAddresses, openSocket, type SocketGuard, type Target } from './guarded-socket.js';
import { orAbort } from './or-abort.js';
import type { ConnectionPhase, ConnectWiseProblem } from './problems.js';
import { type OutboundProxy, openTunnel, reachProxy } from './proxy.js';
import { tlsProblem } from './socket-errors.js';

export interface ConnectorOptions extends SocketGuard {
  /** Milliseconds for name, connection and TLS handshake together. */
  readonly connectTimeout: number;
  /** PEM texts trusted beside the public authorities. There is no way to turn the check off. */
  readonly extraAuthorities: readonly string[];
  readonly proxy?: { readonly to: OutboundProxy; readonly authorities: readonly string[] };
}

/**
 * How every connection to ConnectWise is made: the addresses of the host are checked, one of exactly those is
 * connected to, by itself or through the proxy, and only then does TLS begin.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const startTls = buildConnector({ allowH2: false, timeout: 0, ...trust(options.extraAuthorities) });
  return (target, callback) => {
    new Attempt(options, target, startTls).connect().then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

class Attempt {
  readonly #options: ConnectorOptions;
  readonly #request: buildConnector.Options;
  readonly #startTls: buildConnector.connector;
  readonly #target: Target;
  readonly #limit = new AbortController();
  #phase: ConnectionPhase | 'proxy' = 'dns';

  constructor(options: ConnectorOptions, request: buildConnector.Options, startTls: buildConnector.connector) {
    const { hostname, port, protocol } = request;
    this.#options = options;
    this.#request = request;
    this.#startTls = startTls;
    this.#target = { hostname, port: port ? Number(port) : defaultPort(protocol) };
  }

  async connect(): Promise<Socket> {
    const { signal } = this.#limit;
    const timer = setTimeout(
      () => this.#limit.abort(new ConnectWiseError(this.#lateness())),
      this.#options.connectTimeout,
    );
    try {
      // A name look-up cannot be stopped, so it is left behind when time is up.
      const addresses = await orAbort(allowedAddresses(this.#target, this.#options), signal);
      const socket = await this.#open(addresses);
      if (this.#request.protocol !== 'https:') return socket;
      this.#phase = 'tls';
      const handshake = this.#secure(socket);
      return await orAbort(handshake, signal).finally(() => signal.aborted && socket.destroy());
    } finally {
      clearTimeout(timer);
    }
  }

  #open(addresses: readonly string[]): Promise<Socket> {
    const { proxy } = this.#options;
    if (proxy) return this.#tunnel(addresses, proxy);
    this.#phase = 'connect';
    const { signal } = this.#limit;
    return orAbort(openSocket(this.#target, addresses, signal), signal);
  }

  /** The addresses one after the other, as long as the proxy says that it cannot reach the one before. */
  async #tunnel(addresses: readonly string[], proxy: NonNullable<ConnectorOptions['proxy']>): Promise<Socket> {
    const { signal } = this.#limit;
    const guard = { resolver: this.#options.resolver, authorities: proxy.authorities };
    let failure: unknown;
    for (const address of addresses.slice(0, MOST_TUNNELS)) {
      this.#phase = 'proxy';
      const socket = await orAbort(reachProxy(proxy.to, guard, signal), signal);
      this.#phase = 'connect';
      try {
        await orAbort(openTunnel(socket, { ...this.#target, address }, proxy.to), signal);
        return socket;
      } catch (error) {
        socket.destroy();
        failure = error;
        if (!(error instanceof ConnectWiseError) || error.kind !== 'unreachable') break;
      }
    }
    throw failure;
  }

  #secure(socket: Socket): Promise<Socket> {
    const host = this.#target.hostname;
    // The TLS socket reports what goes wrong below it; without a listener of its own the lower one would end the process.
    socket.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      this.#startTls({ ...this.#request, httpSocket: socket }, (cause, secured) => {
        if (secured) return resolve(secured);
        socket.destroy();
        reject(new ConnectWiseError(tlsProblem(cause, host), { cause }));
      });
    });
  }

  #lateness(): ConnectWiseProblem {
    const host = this.#target.hostname;
    if (this.#phase === 'proxy') return { kind: 'proxy-failed', reason: 'unreachable' };
    return { kind: 'timeout', phase: this.#phase, host };
  }
}

const MOST_TUNNELS = 3;

function trust(extraAuthorities: readonly string[]): { ca: string[] } | Record<string, never> {
  // Left out when there is none, because then Node also honours NODE_EXTRA_CA_CERTS.
  return extraAuthorities.length === 0 ? {} : { ca: [...rootCertificates, ...extraAuthorities] };
}
