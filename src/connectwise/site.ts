import {
  type AddressPolicy,
  ALLOWED_HOSTS_VARIABLE,
  defaultPort,
  HTTP_HOSTS_VARIABLE,
  policyEntry,
} from './address-policy.js';
import { isPublicAddress, withoutBrackets } from './addresses.js';
import { apiHostOf } from './cloud-hosts.js';

/** A ConnectWise site that was checked and normalised. `origin` is what to store: parsing it again gives the same site. */
export interface Site {
  readonly origin: string;
  /** Host with the port when it is not the scheme's own. */
  readonly host: string;
  /** Without port; IPv6 in brackets. */
  readonly hostname: string;
  readonly port: number;
  /** One name per instance: known UI hosts become their API host. */
  readonly instanceHost: string;
}

export type SiteRefusalKind =
  | 'empty'
  | 'malformed'
  | 'control-characters'
  | 'scheme'
  | 'user-info'
  | 'query'
  | 'fragment'
  | 'path'
  | 'non-public-address'
  | 'single-label-name'
  | 'http-not-allowed';

/** What the server's operator would have to set for this site to be accepted: `value` joins the comma list in `variable`. */
export interface PolicyChange {
  readonly variable: typeof ALLOWED_HOSTS_VARIABLE | typeof HTTP_HOSTS_VARIABLE;
  readonly value: string;
}

export interface SiteRefusal {
  readonly kind: SiteRefusalKind;
  readonly message: string;
  /** Filled exactly when the policy is what stands in the way. */
  readonly policyChanges: readonly PolicyChange[];
}

export type ParsedSite =
  | { readonly kind: 'site'; readonly site: Site }
  | { readonly kind: 'refused'; readonly refusal: SiteRefusal };

/** Reading a name beyond ASCII takes time by the square of its length. */
const LONGEST_SITE = 2_000;
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOSTNAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const PASTED_PATH = /^\/(?:v4_6_release|v20\d{2}_\d{1,2})(?:\/.*)?$/i;

/** Normalises what a person typed as the ConnectWise site: a URL or a host name; a name without scheme means https. */
export function parseSite(input: string, policy: AddressPolicy): ParsedSite {
  const text = input.trim();
  const url = parseUrl(text);
  if (!(url instanceof URL)) return refused(url.kind, url.message);

  const hostname = url.hostname.replace(/\.$/, '');
  const isAddress = isLiteral(hostname);
  if (!isAddress && (hostname.length > 253 || !HOSTNAME.test(hostname))) {
    return refused('malformed', 'The site is not a valid host name. Enter it like na.myconnectwise.net.');
  }
  const port = url.port === '' ? defaultPort(url.protocol) : Number(url.port);
  if (port === 0) return refused('malformed', 'Port 0 cannot be reached. Enter the site with the port it listens on.');
  const refusal = policyRefusal({ hostname, port, isHttp: url.protocol === 'http:' }, policy);
  if (refusal) return { kind: 'refused', refusal };

  const host = url.port === '' ? hostname : `${hostname}:${url.port}`;
  const instanceHost = url.port === '' ? apiHostOf(hostname) : host;
  return { kind: 'site', site: { origin: `${url.protocol}//${host}`, host, hostname, port, instanceHost } };
}

interface TextRefusal {
  readonly kind: SiteRefusalKind;
  readonly message: string;
}

/** Each rule looks at the text as typed: a URL parser would repair or hide what is refused here. */
function parseUrl(text: string): URL | TextRefusal {
  if (text.length > LONGEST_SITE) {
    return {
      kind: 'malformed',
      message: `A site has at most ${LONGEST_SITE} characters. Enter it like na.myconnectwise.net.`,
    };
  }
  if (text === '') return { kind: 'empty', message: 'Enter the ConnectWise site, like na.myconnectwise.net.' };
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text)) {
    return { kind: 'control-characters', message: 'The site holds control characters. Type it in again.' };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
    return { kind: 'scheme', message: `A site cannot start with ${scheme}://. Enter a host name or an https:// URL.` };
  }
  const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
  const fault = restFault(rest);
  if (fault) return fault;
  const href = `${scheme ?? 'https'}://${rest}`;
  if (!URL.canParse(href)) {
    return {
      kind: 'malformed',
      message: 'The site is not a valid host name or URL. Enter it like na.myconnectwise.net.',
    };
  }
  const url = new URL(href);
  if (url.pathname === '/' || PASTED_PATH.test(url.pathname)) return url;
  return { kind: 'path', message: `The site must be a host only. Leave out the path "${url.pathname.slice(0, 80)}".` };
}

function restFault(rest: string): TextRefusal | undefined {
  if (rest.includes('#')) return { kind: 'fragment', message: 'Leave out the part of the site from "#" on.' };
  if (rest.includes('?')) return { kind: 'query', message: 'Leave out the part of the site from "?" on.' };
  const authority = rest.split('/', 1)[0] ?? '';
  if (authority.includes('@'))
    return { kind: 'user-info', message: 'Leave out the user name in front of "@" in the site.' };
  if (authority === '' || /[\s\\%]/u.test(rest)) {
    return {
      kind: 'malformed',
      message: 'The site is not a valid host name or URL. Enter it like na.myconnectwise.net.',
    };
  }
  return undefined;
}

interface Target {
  readonly hostname: string;
  readonly port: number;
  readonly isHttp: boolean;
}

function policyRefusal(target: Target, policy: AddressPolicy): SiteRefusal | undefined {
  const { hostname, port, isHttp } = target;
  const value = policyEntry(hostname, port);
  const isLocal = isLiteral(hostname) ? !isPublicAddress(withoutBrackets(hostname)) : !hostname.includes('.');
  const needsHost = isLocal && !policy.allowsNonPublic(hostname, port);
  const needsHttp = isHttp && !policy.allowsHttp(hostname, port);
  if (!needsHost && !needsHttp) return undefined;

  const policyChanges: PolicyChange[] = [];
  if (needsHost) policyChanges.push({ variable: ALLOWED_HOSTS_VARIABLE, value });
  if (needsHttp) policyChanges.push({ variable: HTTP_HOSTS_VARIABLE, value });
  const reasons: string[] = [];
  if (needsHost && isLiteral(hostname)) reasons.push(`${hostname} is not a public address.`);
  if (needsHost && !isLiteral(hostname)) reasons.push(`${hostname} is not a fully qualified name.`);
  if (needsHttp)
    reasons.push(
      'The site is a URL with scheme http, but the policy of this server does not allow http for it. Use https.',
    );
  const remedies = policyChanges.map((change) => `${change.variable} must list ${change.value}`);
  return {
    kind: kindOf(needsHost, isLiteral(hostname)),
    message: `${reasons.join(' ')} To allow it, the server's operator sets: ${remedies.join('; ')}.`,
    policyChanges,
  };
}

function kindOf(needsHost: boolean, isAddress: boolean): SiteRefusalKind {
  if (!needsHost) return 'http-not-allowed';
  return isAddress ? 'non-public-address' : 'single-label-name';
}

/** A URL parser has turned every spelling of an IPv4 address (octal, hex, short, decimal) into four numbers by now. */
function isLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

function refused(kind: SiteRefusalKind, message: string): ParsedSite {
  return { kind: 'refused', refusal: { kind, message, policyChanges: [] } };
}
