import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { causeOf, subjectOf } from '../../src/connectwise/check-causes.js';
import { CHECK_SUBJECTS, CheckCause, type CheckSubject } from '../../src/connectwise/connection-report.js';
import type { ConnectWiseProblem, TlsProblem } from '../../src/connectwise/problems.js';

const host = 'psa.example.com';
const tls = (problem: TlsProblem): ConnectWiseProblem => ({ kind: 'tls', problem, host });

// Undefined: the problem belongs to whatever was being tried.
const PROBLEMS: readonly (readonly [ConnectWiseProblem, CheckCause, CheckSubject | undefined])[] = [
  [{ kind: 'address-forbidden', host, allow: host }, 'ADDRESS_FORBIDDEN', 'POLICY'],
  [{ kind: 'name-not-resolved', host }, 'NAME_NOT_RESOLVED', 'DNS'],
  [{ kind: 'timeout', phase: 'dns', host }, 'TIMEOUT', 'DNS'],
  [{ kind: 'refused', host }, 'REFUSED', 'CONNECT'],
  [{ kind: 'unreachable', host }, 'UNREACHABLE', 'CONNECT'],
  [{ kind: 'timeout', phase: 'connect', host }, 'TIMEOUT', 'CONNECT'],
  [{ kind: 'timeout', phase: 'tls', host }, 'TIMEOUT', 'TLS'],
  [tls('self-signed'), 'TLS_SELF_SIGNED', 'TLS'],
  [tls('unknown-authority'), 'TLS_UNKNOWN_AUTHORITY', 'TLS'],
  [tls('wrong-name'), 'TLS_WRONG_NAME', 'TLS'],
  [tls('expired'), 'TLS_EXPIRED', 'TLS'],
  [tls('not-yet-valid'), 'TLS_NOT_YET_VALID', 'TLS'],
  [tls('revoked'), 'TLS_REVOKED', 'TLS'],
  [tls('plain-http'), 'TLS_PLAIN_HTTP', 'TLS'],
  [tls('old-protocol'), 'TLS_OLD_PROTOCOL', 'TLS'],
  [tls('unreadable-ca'), 'TLS_UNREADABLE_CA', 'TLS'],
  [tls('handshake'), 'TLS_HANDSHAKE', 'TLS'],
  [{ kind: 'plain-http-refused' }, 'PLAIN_HTTP_REFUSED', 'TLS'],
  [{ kind: 'unknown-login-company' }, 'UNKNOWN_LOGIN_COMPANY_ID', 'COMPANY_KNOWN'],
  [{ kind: 'version', oldest: '2021.1' }, 'VERSION_TOO_OLD', 'COMPANY_KNOWN'],
  [{ kind: 'wrong-keys' }, 'WRONG_KEYS', 'KEYS'],
  [{ kind: 'client-id' }, 'CLIENT_ID_REFUSED', 'CLIENT_ID'],
  [{ kind: 'permission' }, 'PERMISSION', undefined],
  [{ kind: 'rate-limited', retryAfterSeconds: 1, isStated: true }, 'RATE_LIMITED', undefined],
  [{ kind: 'server-fault', isPassing: true }, 'CONNECTWISE_FAULT', undefined],
  [{ kind: 'connection-lost' }, 'CONNECTWISE_FAULT', undefined],
  [{ kind: 'timeout', phase: 'answer' }, 'TIMEOUT', undefined],
  [{ kind: 'bad-answer', reason: 'not-json' }, 'BAD_ANSWER', undefined],
  [{ kind: 'wrong-route' }, 'BAD_ANSWER', undefined],
  [{ kind: 'too-large' }, 'BAD_ANSWER', undefined],
  [{ kind: 'redirect' }, 'REDIRECT', undefined],
  [{ kind: 'integrator-login' }, 'LOGIN_REFUSED', undefined],
  [{ kind: 'integrator-right' }, 'LOGIN_LACKS_RIGHT', undefined],
];

/** What no problem of a call is; test/connectwise/connection-test, test/api/integration/connection-report and native-statistics have them. */
const WITHOUT_A_CALL: readonly CheckCause[] = [
  ...(['SITE_INVALID', 'HTTP_FORBIDDEN', 'LOGIN_COMPANY_ID_INVALID', 'KEYS_INVALID', 'CLIENT_ID_MISSING'] as const),
  ...(['RIGHTS_NOT_SHOWN', 'EARLIER_CHECK', 'NOT_NEEDED', 'SERVICE_ABSENT', 'LOGIN_MISSING'] as const),
];

describe('S8: the causes of a report', () => {
  it.each(PROBLEMS)('tell %j as %s, at %s', (problem, cause, subject) => {
    expect([causeOf(problem), subjectOf(problem)]).toEqual([cause, subject]);
  });

  it('are all met here, or found without a call', () => {
    const met = new Set([...PROBLEMS.map(([, cause]) => cause), ...WITHOUT_A_CALL]);
    expect([...met].sort()).toEqual(Object.values(CheckCause).sort());
  });

  it('and its checks are all in the documentation, with what to do', () => {
    const text = readFileSync('docs/connectwise-setup.md', 'utf8');
    const rows = Object.values(CheckCause).map((cause) =>
      new RegExp(`^\\| \`${cause}\` \\|[^|]{10,}\\|[^|]{5,}\\|$`, 'm').test(text),
    );
    expect(Object.values(CheckCause).filter((_cause, at) => !rows[at])).toEqual([]);
    expect(text).toContain(`A report lists ${CHECK_SUBJECTS.length} checks`);
  });
});
