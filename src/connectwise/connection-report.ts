/** What a connection test looks at, in this order. */
export const CHECK_SUBJECTS = [
  'POLICY',
  'DNS',
  'CONNECT',
  'TLS',
  'COMPANY_KNOWN',
  'KEYS',
  'CLIENT_ID',
  'READ_COMPANIES',
  'READ_AGREEMENTS',
  'WRITE_ADDITIONS',
  'READ_CATALOG',
  'READ_BOARDS',
  'WRITE_TICKETS',
  'CLOSE_TICKETS',
  'COMPANY_NOTES',
  'DOCUMENTS',
  'CALLBACKS',
  'SUMMARY_REPORTS',
  'NATIVE_STATISTICS',
] as const;
export type CheckSubject = (typeof CHECK_SUBJECTS)[number];

/** Up to here a failed check makes the later ones pointless. The rest are capabilities, each on its own. */
export const CONNECTION_SUBJECTS = CHECK_SUBJECTS.slice(0, 7);

const BLOCKING: ReadonlySet<CheckSubject> = new Set([...CONNECTION_SUBJECTS, 'READ_COMPANIES']);

/** Whether a failure of this check keeps the connection from being used at all. */
export function isBlocking(subject: CheckSubject): boolean {
  return BLOCKING.has(subject);
}

export const CheckOutcome = {
  PASSED: 'PASSED',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
  NOT_PROVABLE: 'NOT_PROVABLE',
} as const;
export type CheckOutcome = (typeof CheckOutcome)[keyof typeof CheckOutcome];

/** Why a check did not pass. */
export const CheckCause = {
  SITE_INVALID: 'SITE_INVALID',
  ADDRESS_FORBIDDEN: 'ADDRESS_FORBIDDEN',
  HTTP_FORBIDDEN: 'HTTP_FORBIDDEN',
  NAME_NOT_RESOLVED: 'NAME_NOT_RESOLVED',
  REFUSED: 'REFUSED',
  UNREACHABLE: 'UNREACHABLE',
  TIMEOUT: 'TIMEOUT',
  TLS_SELF_SIGNED: 'TLS_SELF_SIGNED',
  TLS_UNKNOWN_AUTHORITY: 'TLS_UNKNOWN_AUTHORITY',
  TLS_WRONG_NAME: 'TLS_WRONG_NAME',
  TLS_EXPIRED: 'TLS_EXPIRED',
  TLS_NOT_YET_VALID: 'TLS_NOT_YET_VALID',
  TLS_REVOKED: 'TLS_REVOKED',
  TLS_PLAIN_HTTP: 'TLS_PLAIN_HTTP',
  TLS_OLD_PROTOCOL: 'TLS_OLD_PROTOCOL',
  TLS_UNREADABLE_CA: 'TLS_UNREADABLE_CA',
  TLS_HANDSHAKE: 'TLS_HANDSHAKE',
  PLAIN_HTTP_REFUSED: 'PLAIN_HTTP_REFUSED',
  LOGIN_COMPANY_ID_INVALID: 'LOGIN_COMPANY_ID_INVALID',
  UNKNOWN_LOGIN_COMPANY_ID: 'UNKNOWN_LOGIN_COMPANY_ID',
  VERSION_TOO_OLD: 'VERSION_TOO_OLD',
  KEYS_INVALID: 'KEYS_INVALID',
  WRONG_KEYS: 'WRONG_KEYS',
  CLIENT_ID_MISSING: 'CLIENT_ID_MISSING',
  CLIENT_ID_REFUSED: 'CLIENT_ID_REFUSED',
  PERMISSION: 'PERMISSION',
  RIGHTS_NOT_SHOWN: 'RIGHTS_NOT_SHOWN',
  SERVICE_ABSENT: 'SERVICE_ABSENT',
  LOGIN_MISSING: 'LOGIN_MISSING',
  LOGIN_REFUSED: 'LOGIN_REFUSED',
  LOGIN_LACKS_RIGHT: 'LOGIN_LACKS_RIGHT',
  RATE_LIMITED: 'RATE_LIMITED',
  CONNECTWISE_FAULT: 'CONNECTWISE_FAULT',
  BAD_ANSWER: 'BAD_ANSWER',
  REDIRECT: 'REDIRECT',
  EARLIER_CHECK: 'EARLIER_CHECK',
  NOT_NEEDED: 'NOT_NEEDED',
} as const;
export type CheckCause = (typeof CheckCause)[keyof typeof CheckCause];

/** The row of the API member's security role to change in ConnectWise, and the levels it needs, like `Inquire: All`. */
export interface RoleRow {
  readonly module: string;
  readonly function: string;
  readonly level: string;
}

export interface ConnectionCheck {
  readonly subject: CheckSubject;
  readonly outcome: CheckOutcome;
  /** Null exactly when the check passed. */
  readonly cause: CheckCause | null;
  /** One or two sentences for the person who set the connection up. */
  readonly message: string;
  readonly role: RoleRow | null;
}

export interface ConnectionReport {
  /** One check per subject, in order. */
  readonly checks: readonly ConnectionCheck[];
  /** Whether the connection can be used: missing capabilities other than reading companies do not count. */
  readonly isHealthy: boolean;
  readonly checkedAt: Date;
  /** As the server writes it, like `v2025.1.10333`; null while unknown, like the three below. */
  readonly version: string | null;
  readonly region: string | null;
  readonly isCloud: boolean | null;
  readonly apiBaseUrl: string | null;
  /** Set when ConnectWise asked for a pause: no test before that makes sense. */
  readonly retryAfterSeconds: number | null;
}

/** Plain http has no TLS to check; everything else that blocks must have passed. */
export function isHealthy(checks: readonly ConnectionCheck[]): boolean {
  return checks
    .filter(({ subject }) => isBlocking(subject))
    .every(({ outcome, cause }) => outcome === 'PASSED' || cause === 'NOT_NEEDED');
}
