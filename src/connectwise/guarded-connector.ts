import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { buildConnector } from 'undici';
import { defaultPort } from './address-policy.js';
import { ConnectWiseError } from './connectwise-error.js';
import { allowedAddresses, openSocket, type SocketGuard } from './guarded-socket.js';
import { orAbort } from './or-abort.js';
import type { ConnectionPhase } from './problems.js';
import { tlsProblem } from './socket-errors.js';

export interface ConnectorOptions extends SocketGuard {
  /** Milliseconds for name, connection and TLS handshake together. */
  readonly connectTimeout: number;
  /** PEM texts trusted beside the public authorities. There is no way to turn the check off. */
  readonly extraAuthorities: readonly string[];
}

/**
 * How every connection to ConnectWise is made: the addresses of the host are checked, one of exactly those is
 * connected to, and only then does TLS begin.
 */
export function createGuardedConnector(options: ConnectorOptions): buildConnector.connector {
  const startTls = buildConnector({ allowH2: false, timeout: 0, ...trust(options.extraAuthorities) });
  return (target, callback) => {
    connectWithin(options, target, startTls).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

async function connectWithin(
  options: ConnectorOptions,
  target: buildConnector.Options,
  startTls: buildConnector.connector,
): Promise<Socket> {
  let phase: ConnectionPhase = 'dns';
  const host = target.hostname;
  const port = target.port === '' || target.port === undefined ? defaultPort(target.protocol) : Number(target.port);
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new ConnectWiseError({ kind: 'timeout', phase, host }));
  }, options.connectTimeout);
  try {
    // A name look-up cannot be stopped, so it is left behind when time is up.
    const addresses = await orAbort(allowedAddresses({ hostname: host, port }, options), limit.signal);
    phase = 'connect';
    const socket = await orAbort(openSocket({ hostname: host, port }, addresses, limit.signal), limit.signal);
    if (target.protocol !== 'https:') return socket;
    phase = 'tls';
    const handshake = secure(socket, host, (done) => startTls({ ...target, httpSocket: socket }, done));
    return await orAbort(handshake, limit.signal).finally(() => limit.signal.aborted && socket.destroy());
  } finally {
    clearTimeout(timer);
  }
}

type StartTls = (done: buildConnector.Callback) => void;

function secure(socket: Socket, host: string, start: StartTls): Promise<Socket> {
  // The TLS socket reports what goes wrong below it; without a listener of its own the lower one would end the process.
  socket.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    start((cause, secured) => {
      if (secured) return resolve(secured);
      socket.destroy();
      reject(new ConnectWiseError(tlsProblem(cause, host), { cause }));
    });
  });
}

function trust(extraAuthorities: readonly string[]): { ca: string[] } | Record<string, never> {
  // Left out when there is none, because then Node also honours NODE_EXTRA_CA_CERTS.
  return extraAuthorities.length === 0 ? {} : { ca: [...rootCertificates, ...extraAuthorities] };
}
