/** Which hosts may be reached although they are not public, and which without TLS. Both lists are empty by default. */
export interface AddressPolicy {
  /** May this host resolve to non-public addresses, be such an address, or be a name of one label? */
  allowsNonPublic(hostname: string, port: number): boolean;
  /** May this host be reached over plain http? */
  allowsHttp(hostname: string, port: number): boolean;
}

export interface AddressPolicyLists {
  /** Entries `host` (default port of https or http) or `host:port`. */
  readonly allowedHosts: readonly string[];
  readonly httpHosts: readonly string[];
}

export const ALLOWED_HOSTS_VARIABLE = 'CONNECTWISE_ALLOWED_HOSTS';
export const HTTP_HOSTS_VARIABLE = 'CONNECTWISE_HTTP_HOSTS';
export const PROXY_VARIABLE = 'CONNECTWISE_PROXY';

const DEFAULT_PORTS = new Map([
  ['https:', 443],
  ['http:', 80],
]);

/** Throws an Error that names the variable and the entry when an entry is not `host` or `host:port`. */
export function createAddressPolicy(lists: AddressPolicyLists): AddressPolicy {
  const allowed = parseList(lists.allowedHosts, ALLOWED_HOSTS_VARIABLE);
  const http = parseList(lists.httpHosts, HTTP_HOSTS_VARIABLE);
  return {
    allowsNonPublic: (hostname, port) => allowed.has(policyEntry(hostname, port)),
    allowsHttp: (hostname, port) => http.has(policyEntry(hostname, port)),
  };
}

/** The entry that would allow this host and port, as an operator writes it. */
export function policyEntry(hostname: string, port: number): string {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return port === 443 || port === 80 ? host : `${host}:${port}`;
}

export function defaultPort(protocol: string): number {
  return DEFAULT_PORTS.get(protocol) ?? 443;
}

function parseList(entries: readonly string[], variable: string): ReadonlySet<string> {
  return new Set(
    entries
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map((entry) => parseEntry(entry, variable)),
  );
}

function parseEntry(entry: string, variable: string): string {
  const isPlain = /^[^\s/?#@\\%]+$/u.test(entry);
  const url = isPlain && URL.canParse(`https://${entry}`) ? new URL(`https://${entry}`) : undefined;
  if (url?.pathname !== '/') throw new Error(`${variable}: "${entry}" is not a host or host:port.`);
  return policyEntry(url.hostname.replace(/\.$/, ''), url.port === '' ? 443 : Number(url.port));
}
