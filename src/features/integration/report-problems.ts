import { type ConnectionReport, isBlocking } from '../../connectwise/connection-report.js';
import { FailureCode, type Problem } from '../../shared/failure.js';

type Subject = ConnectionReport['checks'][number]['subject'];

/** Which input a failed check speaks of, so that a form can mark it. */
const FIELDS: Readonly<Partial<Record<Subject, string>>> = {
  POLICY: 'site',
  DNS: 'site',
  CONNECT: 'site',
  TLS: 'site',
  COMPANY_KNOWN: 'loginCompanyId',
  KEYS: 'privateKey',
  CLIENT_ID: 'clientId',
};

const CODES: Readonly<Partial<Record<Subject, FailureCode>>> = {
  POLICY: FailureCode.INVALID,
  DNS: FailureCode.CONNECTWISE_UNAVAILABLE,
  CONNECT: FailureCode.CONNECTWISE_UNAVAILABLE,
  TLS: FailureCode.CONNECTWISE_TLS,
};

/** What stands in the way of enabling, in the words of the report. */
export function problemsOfReport(report: ConnectionReport): readonly Problem[] {
  return report.checks
    .filter((check) => check.outcome === 'FAILED' && isBlocking(check.subject))
    .map(({ subject, cause, message }) => ({
      code: codeOf(subject, cause),
      message,
      field: fieldOf(subject, cause),
      retryAfterSeconds: cause === 'RATE_LIMITED' ? (report.retryAfterSeconds ?? undefined) : undefined,
    }));
}

function fieldOf(subject: Subject, cause: string | null): readonly string[] | undefined {
  const field = cause === 'TLS_UNREADABLE_CA' ? 'customCa' : FIELDS[subject];
  return field === undefined ? undefined : [field];
}

function codeOf(subject: Subject, cause: string | null): FailureCode {
  if (cause === 'RATE_LIMITED') return FailureCode.CONNECTWISE_RATE_LIMITED;
  if (cause === 'REDIRECT') return FailureCode.CONNECTWISE_REDIRECT;
  if (cause === 'BAD_ANSWER') return FailureCode.CONNECTWISE_BAD_ANSWER;
  if (cause === 'CONNECTWISE_FAULT' || cause === 'TIMEOUT') return FailureCode.CONNECTWISE_UNAVAILABLE;
  if (cause === 'CLIENT_ID_MISSING') return FailureCode.NOT_CONFIGURED;
  return CODES[subject] ?? FailureCode.CONNECTWISE_DENIED;
}
