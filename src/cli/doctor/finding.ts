/** What a check found out: fine; worth a look though everything works; or in the way of something. */
export type Verdict = 'ok' | 'warning' | 'failed';

export interface Finding {
  /** What was looked at, such as `migrations`. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** What is the case. Never holds a secret. */
  readonly message: string;
  /** What to do about it; absent when nothing is to be done. */
  readonly remedy?: string;
}

/** The findings of one check, all about the same subject. */
export class Sheet {
  readonly findings: Finding[] = [];

  constructor(private readonly subject: string) {}

  ok(message: string): this {
    return this.#add({ verdict: 'ok', message });
  }

  warn(message: string, remedy: string): this {
    return this.#add({ verdict: 'warning', message, remedy });
  }

  fail(message: string, remedy?: string): this {
    return this.#add({ verdict: 'failed', message, remedy });
  }

  #add(finding: Omit<Finding, 'subject'>): this {
    this.findings.push({ subject: this.subject, ...finding });
    return this;
  }
}
