/** How far a connection had come when time ran out. Only in `answer` may ConnectWise have seen the request. */
export type ConnectionPhase = 'dns' | 'connect' | 'tls' | 'answer';

export type TlsProblem =
  | 'self-signed'
  | 'unknown-authority'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'plain-http'
  | 'old-protocol'
  | 'unreadable-ca'
  | 'handshake';

/** One field that ConnectWise did not accept. `limit` is a number it named, for example the longest length. */
export interface RejectedField {
  readonly field: string;
  readonly code: string;
  readonly limit?: number;
}

/** What can go wrong in a call to ConnectWise: a closed list, fine enough to tell a person what to do. */
export type ConnectWiseProblem =
  | { readonly kind: 'name-not-resolved'; readonly host: string }
  | { readonly kind: 'refused'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly host: string }
  | { readonly kind: 'timeout'; readonly phase: ConnectionPhase; readonly host?: string }
  | { readonly kind: 'connection-lost' }
  | { readonly kind: 'tls'; readonly problem: TlsProblem; readonly host: string }
  | { readonly kind: 'address-forbidden'; readonly host: string; readonly allow: string }
  /** The operator's own proxy is at fault, not what is behind it. */
  | { readonly kind: 'proxy-failed'; readonly reason: ProxyReason }
  | { readonly kind: 'plain-http-refused' }
  | { readonly kind: 'unknown-login-company' }
  | { readonly kind: 'wrong-route' }
  | { readonly kind: 'wrong-keys' }
  | { readonly kind: 'client-id' }
  | { readonly kind: 'permission' }
  /** The integrator login of the older services, which has nothing to do with the keys. */
  | { readonly kind: 'integrator-login' }
  | { readonly kind: 'integrator-right' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'endpoint-missing' }
  | { readonly kind: 'version'; readonly found?: string; readonly oldest: string }
  /** `isStated` is false when ConnectWise gave no usable time and the seconds are our own. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number; readonly isStated: boolean }
  /** Our own pace: too many calls of the account are waiting. Nothing was sent. */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  /** The instance failed several times in a row and is left alone for a while. Nothing was sent. */
  | { readonly kind: 'breaker-open'; readonly retryAfterSeconds: number }
  | { readonly kind: 'rejected'; readonly code?: string; readonly fields: readonly RejectedField[] }
  /** `isPassing` marks faults that tend to go away: 408, 502, 503, 504, and 500 with a time-out text. */
  | { readonly kind: 'server-fault'; readonly isPassing: boolean }
  /** `path` is where in the answer the fault is. */
  | { readonly kind: 'bad-answer'; readonly reason: BadAnswerReason; readonly path?: string }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'too-large' }
  /** A write may or may not have been carried out: look the record up before trying again. */
  | { readonly kind: 'outcome-unknown' }
  /** A change was accepted, yet the record that came back does not show it in these fields. */
  | { readonly kind: 'change-ignored'; readonly fields: readonly string[] };

export type ProxyReason = 'unreachable' | 'credentials' | 'forbidden' | 'bad-answer';

export type BadAnswerReason =
  | 'not-json'
  | 'too-deep'
  | 'too-many'
  | 'wrong-shape'
  | 'compressed'
  | 'no-text'
  | 'foreign-page'
  | 'repeats-itself';
export type ConnectWiseErrorKind = ConnectWiseProblem['kind'];

/** May ConnectWise have seen, and acted on, the request that met this problem? */
export function mayHaveArrived(problem: ConnectWiseProblem): boolean {
  switch (problem.kind) {
    case 'name-not-resolved':
    case 'refused':
    case 'unreachable':
    case 'tls':
    case 'address-forbidden':
    case 'rate-limited':
    case 'busy':
    case 'breaker-open':
    case 'proxy-failed':
      return false;
    case 'timeout':
      return problem.phase === 'answer';
    default:
      return true;
  }
}

/** Can the same request succeed a moment later without anyone changing anything? */
export function isPassing(problem: ConnectWiseProblem): boolean {
  switch (problem.kind) {
    case 'name-not-resolved':
    case 'refused':
    case 'unreachable':
    case 'timeout':
    case 'connection-lost':
    case 'rate-limited':
      return true;
    case 'server-fault':
      return problem.isPassing;
    case 'proxy-failed':
      return problem.reason === 'unreachable';
    default:
      return false;
  }
}

/** Is it that nobody serves, rather than that somebody refuses? Such failures in a row open the breaker. */
export function isOutage(problem: ConnectWiseProblem): boolean {
  if (problem.kind === 'tls') return problem.problem !== 'unreadable-ca';
  return problem.kind !== 'rate-limited' && isPassing(problem);
}

const SPOKEN_KINDS = new Set<ConnectWiseErrorKind>([
  ...(['plain-http-refused', 'unknown-login-company', 'wrong-route', 'wrong-keys', 'client-id', 'permission'] as const),
  ...(['not-found', 'endpoint-missing', 'version', 'rejected', 'integrator-login', 'integrator-right'] as const),
]);

/** Does this problem show that ConnectWise itself is there and answers? */
export function isFromConnectWise(problem: ConnectWiseProblem): boolean {
  return SPOKEN_KINDS.has(problem.kind) || (problem.kind === 'server-fault' && !problem.isPassing);
}
