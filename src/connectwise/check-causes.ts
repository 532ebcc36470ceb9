import type { CheckCause, CheckSubject } from './connection-report.js';
import type { ConnectWiseProblem, TlsProblem } from './problems.js';

const TLS_CAUSES = {
  'self-signed': 'TLS_SELF_SIGNED',
  'unknown-authority': 'TLS_UNKNOWN_AUTHORITY',
  'wrong-name': 'TLS_WRONG_NAME',
  expired: 'TLS_EXPIRED',
  'not-yet-valid': 'TLS_NOT_YET_VALID',
  revoked: 'TLS_REVOKED',
  'plain-http': 'TLS_PLAIN_HTTP',
  'old-protocol': 'TLS_OLD_PROTOCOL',
  'unreadable-ca': 'TLS_UNREADABLE_CA',
  handshake: 'TLS_HANDSHAKE',
} as const satisfies Record<TlsProblem, CheckCause>;

const CAUSES = {
  'name-not-resolved': 'NAME_NOT_RESOLVED',
  refused: 'REFUSED',
  unreachable: 'UNREACHABLE',
  timeout: 'TIMEOUT',
  'connection-lost': 'CONNECTWISE_FAULT',
  'address-forbidden': 'ADDRESS_FORBIDDEN',
  'proxy-failed': 'UNREACHABLE',
  'plain-http-refused': 'PLAIN_HTTP_REFUSED',
  'unknown-login-company': 'UNKNOWN_LOGIN_COMPANY_ID',
  'wrong-route': 'BAD_ANSWER',
  'wrong-keys': 'WRONG_KEYS',
  'client-id': 'CLIENT_ID_REFUSED',
  permission: 'PERMISSION',
  'integrator-login': 'LOGIN_REFUSED',
  'integrator-right': 'LOGIN_LACKS_RIGHT',
  'not-found': 'BAD_ANSWER',
  'endpoint-missing': 'BAD_ANSWER',
  version: 'VERSION_TOO_OLD',
  'rate-limited': 'RATE_LIMITED',
  busy: 'RATE_LIMITED',
  'breaker-open': 'CONNECTWISE_FAULT',
  rejected: 'BAD_ANSWER',
  'server-fault': 'CONNECTWISE_FAULT',
  'bad-answer': 'BAD_ANSWER',
  redirect: 'REDIRECT',
  'too-large': 'BAD_ANSWER',
  'outcome-unknown': 'CONNECTWISE_FAULT',
  'change-ignored': 'BAD_ANSWER',
} as const satisfies Record<Exclude<ConnectWiseProblem['kind'], 'tls'>, CheckCause>;

export function causeOf(problem: ConnectWiseProblem): CheckCause {
  return problem.kind === 'tls' ? TLS_CAUSES[problem.problem] : CAUSES[problem.kind];
}

/** The check that a problem belongs to whenever it comes up; undefined when it belongs to what was being tried. */
export function subjectOf(problem: ConnectWiseProblem): CheckSubject | undefined {
  switch (problem.kind) {
    case 'address-forbidden':
      return 'POLICY';
    case 'name-not-resolved':
      return 'DNS';
    case 'refused':
    case 'unreachable':
    case 'proxy-failed':
      return 'CONNECT';
    case 'tls':
    case 'plain-http-refused':
      return 'TLS';
    case 'unknown-login-company':
    case 'version':
      return 'COMPANY_KNOWN';
    case 'wrong-keys':
      return 'KEYS';
    case 'client-id':
      return 'CLIENT_ID';
    case 'timeout':
      return TIMEOUT_SUBJECTS[problem.phase];
    default:
      return undefined;
  }
}

const TIMEOUT_SUBJECTS = { dns: 'DNS', connect: 'CONNECT', tls: 'TLS', answer: undefined } as const;
