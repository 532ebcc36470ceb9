import { isIP, type Socket } from 'node:net';
import { rootCertificates, connect as startTls } from 'node:tls';
import type { Secret } from '../shared/secret.js';
import { withoutBrackets } from './addresses.js';
import { ConnectWiseError } from './connectwise-error.js';
import { openSocket, resolveName, type Target } from './guarded-socket.js';
import type { ProxyReason } from './problems.js';
import type { Resolver } from './resolver.js';

/** An HTTP proxy that the operator wants every call to go through. */
export interface OutboundProxy extends Target {
  /** Whether the way to the proxy itself is TLS. */
  readonly isTls: boolean;
  /** Value of the Proxy-Authorization header. */
  readonly authorization?: Secret;
}

export interface ProxyGuard {
  readonly resolver: Resolver;
  /** PEM texts trusted beside the public authorities, for a proxy with TLS. */
  readonly authorities: readonly string[];
}

/** Connects to the proxy. Its address is the operator's own choice, so the rules for sites do not apply to it. */
export async function reachProxy(proxy: OutboundProxy, guard: ProxyGuard, signal: AbortSignal): Promise<Socket> {
  try {
    const host = withoutBrackets(proxy.hostname);
    const addresses = isIP(host) === 0 ? await resolveName(host, guard.resolver) : [host];
    const socket = await openSocket(proxy, addresses, signal);
    return proxy.isTls ? await secured(socket, host, guard.authorities) : socket;
  } catch (cause) {
    throw failed('unreachable', cause);
  }
}

const MOST_HEAD_BYTES = 16_384;

/**
 * Asks for a tunnel to one address. An address, never the name: the proxy's own name server might answer differently
 * from ours, and then what was checked would not be what is reached. TLS inside the tunnel still checks the name.
 */
export async function openTunnel(
  socket: Socket,
  target: { readonly hostname: string; readonly address: string; readonly port: number },
  { authorization }: OutboundProxy,
): Promise<void> {
  const host = isIP(target.address) === 6 ? `[${target.address}]` : target.address;
  const authority = `${host}:${target.port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (authorization) lines.push(`Proxy-Authorization: ${authorization.reveal()}`);
  // Between this step and the next nobody else listens, and an error without a listener ends the process.
  socket.on('error', () => undefined);
  const answer = answerHead(socket);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(await answer)?.[1] ?? 0);
  if (status >= 200 && status < 300) return;
  // The proxy did what it could: these tell of the target.
  if (status === 504) throw new ConnectWiseError({ kind: 'timeout', phase: 'connect', host: target.hostname });
  if (status === 502 || status === 503) throw new ConnectWiseError({ kind: 'unreachable', host: target.hostname });
  if (status === 407) throw failed('credentials');
  throw failed(status >= 400 && status < 500 ? 'forbidden' : 'bad-answer');
}

/** The head of the proxy's answer. Nothing may follow it: whoever is behind the tunnel speaks second. */
function answerHead(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1 && head.length <= MOST_HEAD_BYTES) return;
      stop();
      if (end === -1 || (isGranted(head) && end + 4 !== head.length)) reject(failed('bad-answer'));
      else resolve(head.toString('latin1', 0, end));
    };
    const onEnd = (cause?: Error) => {
      stop();
      reject(failed('unreachable', cause));
    };
    const stop = () => {
      socket.off('data', onData).off('error', onEnd).off('end', onEnd).off('close', onEnd);
      socket.pause();
    };
    socket.on('data', onData).on('error', onEnd).on('end', onEnd).on('close', onEnd);
  });
}

function isGranted(head: Buffer): boolean {
  return /^HTTP\/1\.[01] 2/.test(head.toString('latin1', 0, 12));
}

function secured(socket: Socket, host: string, authorities: readonly string[]): Promise<Socket> {
  const ca = authorities.length === 0 ? undefined : [...rootCertificates, ...authorities];
  return new Promise((resolve, reject) => {
    const tls = startTls({ socket, ca, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
    tls.once('secureConnect', () => {
      tls.off('error', reject);
      resolve(tls);
    });
    tls.once('error', reject);
    socket.on('error', reject);
  });
}

function failed(reason: ProxyReason, cause?: unknown): ConnectWiseError {
  return new ConnectWiseError({ kind: 'proxy-failed', reason }, { cause });
}
