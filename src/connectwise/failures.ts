import { Failure, FailureCode } from '../shared/failure.js';
import type { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseErrorKind } from './problems.js';

const FAILURE_CODES = {
  'name-not-resolved': FailureCode.CONNECTWISE_UNAVAILABLE,
  refused: FailureCode.CONNECTWISE_UNAVAILABLE,
  unreachable: FailureCode.CONNECTWISE_UNAVAILABLE,
  timeout: FailureCode.CONNECTWISE_UNAVAILABLE,
  'connection-lost': FailureCode.CONNECTWISE_UNAVAILABLE,
  tls: FailureCode.CONNECTWISE_TLS,
  'address-forbidden': FailureCode.CONNECTWISE_UNAVAILABLE,
  'proxy-failed': FailureCode.CONNECTWISE_UNAVAILABLE,
  'plain-http-refused': FailureCode.CONNECTWISE_TLS,
  'unknown-login-company': FailureCode.CONNECTWISE_DENIED,
  'wrong-route': FailureCode.CONNECTWISE_BAD_ANSWER,
  'wrong-keys': FailureCode.CONNECTWISE_DENIED,
  'client-id': FailureCode.CONNECTWISE_DENIED,
  permission: FailureCode.CONNECTWISE_DENIED,
  'integrator-login': FailureCode.CONNECTWISE_DENIED,
  'integrator-right': FailureCode.CONNECTWISE_DENIED,
  'not-found': FailureCode.CONNECTWISE_REJECTED,
  'endpoint-missing': FailureCode.CONNECTWISE_REJECTED,
  version: FailureCode.CONNECTWISE_REJECTED,
  'rate-limited': FailureCode.CONNECTWISE_RATE_LIMITED,
  busy: FailureCode.CONNECTWISE_RATE_LIMITED,
  'breaker-open': FailureCode.CONNECTWISE_UNAVAILABLE,
  rejected: FailureCode.CONNECTWISE_REJECTED,
  'server-fault': FailureCode.CONNECTWISE_UNAVAILABLE,
  'bad-answer': FailureCode.CONNECTWISE_BAD_ANSWER,
  redirect: FailureCode.CONNECTWISE_REDIRECT,
  'too-large': FailureCode.CONNECTWISE_BAD_ANSWER,
  'outcome-unknown': FailureCode.CONNECTWISE_UNAVAILABLE,
  'change-ignored': FailureCode.CONNECTWISE_REJECTED,
} as const satisfies Record<ConnectWiseErrorKind, FailureCode>;

export function failureCodeOf(kind: ConnectWiseErrorKind): FailureCode {
  return FAILURE_CODES[kind];
}

/** The failure to tell a caller of ours; the error stays its cause. */
export function toFailure(error: ConnectWiseError): Failure {
  const { problem } = error;
  const code = failureCodeOf(problem.kind);
  const wait = 'retryAfterSeconds' in problem ? { retryAfterSeconds: problem.retryAfterSeconds } : {};
  return new Failure({ code, message: error.message, ...wait }, { cause: error });
}
