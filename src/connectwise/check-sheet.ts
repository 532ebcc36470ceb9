import {
  CHECK_SUBJECTS,
  CheckCause,
  type CheckSubject,
  CONNECTION_SUBJECTS,
  type ConnectionCheck,
} from './connection-report.js';

export type Verdict = Omit<ConnectionCheck, 'subject'>;

/** Collects the verdicts of a test. What has none at the end was skipped because of the check that failed. */
export class CheckSheet {
  readonly #verdicts = new Map<CheckSubject, Verdict>();

  pass(subject: CheckSubject, message: string): void {
    this.#verdicts.set(subject, { outcome: 'PASSED', cause: null, message, role: null });
  }

  put(subject: CheckSubject, verdict: Partial<Verdict> & Omit<Verdict, 'role'>): void {
    this.#verdicts.set(subject, { role: null, ...verdict });
  }

  /** What came after a check that fails late (at another host, say) no longer stands. */
  fail(subject: CheckSubject, cause: CheckCause, message: string): void {
    for (const later of CHECK_SUBJECTS.slice(CHECK_SUBJECTS.indexOf(subject))) this.#verdicts.delete(later);
    this.put(subject, { outcome: 'FAILED', cause, message });
  }

  checks(): readonly ConnectionCheck[] {
    const failed = CONNECTION_SUBJECTS.find((subject) => this.#verdicts.get(subject)?.outcome === 'FAILED');
    const skipped: Verdict = {
      outcome: 'SKIPPED',
      cause: CheckCause.EARLIER_CHECK,
      message: failed ? `Not tried, because ${NAMES[failed]} has to be put right first.` : 'Not tried.',
      role: null,
    };
    return CHECK_SUBJECTS.map((subject) => ({ subject, ...(this.#verdicts.get(subject) ?? skipped) }));
  }
}

const NAMES: Readonly<Partial<Record<CheckSubject, string>>> = {
  POLICY: 'the site',
  DNS: 'the name of the site',
  CONNECT: 'the connection to the site',
  TLS: 'the TLS connection',
  COMPANY_KNOWN: 'the login company id',
  KEYS: 'the pair of keys',
  CLIENT_ID: 'the clientId',
};
