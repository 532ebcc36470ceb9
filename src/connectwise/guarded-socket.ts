import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { type AddressPolicy, policyEntry } from './address-policy.js';
import { canonicalAddress, isPublicAddress, withoutBrackets } from './addresses.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Resolver } from './resolver.js';
import { connectProblem } from './socket-errors.js';

export interface Target {
  /** A name or a literal address, as a URL has it. */
  readonly hostname: string;
  readonly port: number;
}

export interface SocketGuard {
  readonly policy: AddressPolicy;
  readonly resolver: Resolver;
}

/**
 * The addresses of a host that may be used. Literals are checked like names, because no resolver is asked for them.
 * Non-public addresses of a name are passed over; a name that has no other is refused.
 */
export async function allowedAddresses({ hostname, port }: Target, guard: SocketGuard): Promise<readonly string[]> {
  const host = withoutBrackets(hostname);
  const addresses = isIP(host) === 0 ? await resolveName(host, guard.resolver) : [host];
  if (guard.policy.allowsNonPublic(hostname, port)) return addresses;
  const allowed = addresses.filter(isPublicAddress);
  if (allowed.length === 0) throw forbidden({ hostname, port });
  return allowed;
}

/** Connects to exactly the addresses given. Rejects when the far end turns out to be another one. */
export async function openSocket(target: Target, addresses: readonly string[], signal: AbortSignal): Promise<Socket> {
  const host = withoutBrackets(target.hostname);
  const socket = connect({
    host,
    port: target.port,
    lookup: fixedLookup(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1_000,
    signal,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
    noDelay: true,
  });
  await connected(socket, host);
  if (isExpected(socket.remoteAddress, addresses)) return socket;
  socket.destroy();
  throw forbidden(target);
}

/** Whether the address at the other end is one of those that were checked. */
export function isExpected(remoteAddress: string | undefined, addresses: readonly string[]): boolean {
  if (remoteAddress === undefined) return false;
  return addresses.some((address) => canonicalAddress(address) === canonicalAddress(remoteAddress));
}

/** Rejects with kind `name-not-resolved` when there is no address. */
export async function resolveName(host: string, resolver: Resolver): Promise<readonly string[]> {
  try {
    const addresses = await resolver(host);
    if (addresses.length > 0) return addresses;
  } catch (cause) {
    throw new ConnectWiseError({ kind: 'name-not-resolved', host }, { cause });
  }
  throw new ConnectWiseError({ kind: 'name-not-resolved', host });
}

/** Answers with what was checked and never asks DNS again: a name that changes in between gains nothing. */
function fixedLookup(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function connected(socket: Socket, host: string): Promise<void> {
  return new Promise((resolvePromise, reject) => {
    socket.once('connect', () => {
      socket.off('error', fail);
      resolvePromise();
    });
    socket.once('error', fail);
    function fail(cause: Error): void {
      reject(new ConnectWiseError(connectProblem(cause, host), { cause }));
    }
  });
}

function forbidden({ hostname, port }: Target): ConnectWiseError {
  const host = withoutBrackets(hostname);
  return new ConnectWiseError({ kind: 'address-forbidden', host, allow: policyEntry(host, port) });
}
