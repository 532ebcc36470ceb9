import { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseProblem, TlsProblem } from './problems.js';

const TLS_PROBLEMS: ReadonlyMap<string, TlsProblem> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-authority'],
  ['CERT_UNTRUSTED', 'unknown-authority'],
  ['INVALID_CA', 'unknown-authority'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong-name'],
  ['HOSTNAME_MISMATCH', 'wrong-name'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not-yet-valid'],
  ['CERT_REVOKED', 'revoked'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'plain-http'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'plain-http'],
  ['ERR_SSL_HTTP_REQUEST', 'plain-http'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'old-protocol'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'old-protocol'],
]);

const REFUSED = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** What a failed TCP connection means. */
export function connectProblem(error: unknown, host: string): ConnectWiseProblem {
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return { kind: 'timeout', phase: 'connect', host };
  return { kind: REFUSED.has(code) ? 'refused' : 'unreachable', host };
}

/** What a failed TLS handshake means. */
export function tlsProblem(error: unknown, host: string): ConnectWiseProblem {
  return { kind: 'tls', problem: TLS_PROBLEMS.get(codeOf(error)) ?? 'handshake', host };
}

/** What a failure after the request was handed to the connection means. Errors that are ours already pass through. */
export function exchangeError(error: unknown): unknown {
  if (error instanceof ConnectWiseError) return error;
  switch (codeOf(error)) {
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return new ConnectWiseError({ kind: 'too-large' }, { cause: error });
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return new ConnectWiseError({ kind: 'timeout', phase: 'answer' }, { cause: error });
    default:
      return isHttpParseError(error)
        ? // Without its cause: the parser's error carries the raw bytes of the answer.
          new ConnectWiseError({ kind: 'bad-answer', reason: 'not-json' })
        : lostConnection(error);
  }
}

const LOST = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_ABORTED',
]);

/** What cannot be named is a fault of ours and flies on as it is. */
function lostConnection(error: unknown): unknown {
  const isLost = LOST.has(codeOf(error));
  return isLost ? new ConnectWiseError({ kind: 'connection-lost' }, { cause: error }) : error;
}

function isHttpParseError(error: unknown): boolean {
  return codeOf(error).startsWith('HPE_');
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
