/** Every way in which a request can fail that its caller can act on. Added to, never renamed. */
export const FailureCode = {
  INVALID: 'INVALID',
  NOT_FOUND: 'NOT_FOUND',
  FORBIDDEN: 'FORBIDDEN',
  NOT_CONFIGURED: 'NOT_CONFIGURED',
  INTEGRATION_DISABLED: 'INTEGRATION_DISABLED',
  USER_NOT_MAPPED: 'USER_NOT_MAPPED',
  ALREADY_MAPPED: 'ALREADY_MAPPED',
  COMPANY_IN_USE: 'COMPANY_IN_USE',
  COMPANY_NOT_USABLE: 'COMPANY_NOT_USABLE',
  VERSION_CONFLICT: 'VERSION_CONFLICT',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  JOB_IN_PROGRESS: 'JOB_IN_PROGRESS',
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
  RATE_LIMITED: 'RATE_LIMITED',
  CREDENTIAL_LOCKED: 'CREDENTIAL_LOCKED',
  UNAVAILABLE: 'UNAVAILABLE',
  CONNECTWISE_UNAVAILABLE: 'CONNECTWISE_UNAVAILABLE',
  CONNECTWISE_DENIED: 'CONNECTWISE_DENIED',
  CONNECTWISE_REJECTED: 'CONNECTWISE_REJECTED',
  CONNECTWISE_RATE_LIMITED: 'CONNECTWISE_RATE_LIMITED',
  CONNECTWISE_BAD_ANSWER: 'CONNECTWISE_BAD_ANSWER',
  CONNECTWISE_REDIRECT: 'CONNECTWISE_REDIRECT',
  CONNECTWISE_TLS: 'CONNECTWISE_TLS',
} as const;
export type FailureCode = (typeof FailureCode)[keyof typeof FailureCode];

/** One thing wrong with a request. `field` is the path into the input, absent when the request as a whole is at fault. */
export interface Problem {
  readonly code: FailureCode;
  readonly message: string;
  readonly field?: readonly string[];
  /** For VERSION_CONFLICT: the version the object has now. */
  readonly currentVersion?: number;
  /** For rate limits and outages: when a new try makes sense. */
  readonly retryAfterSeconds?: number;
}

/**
 * An expected failure: services throw it, `payload()` of the front door turns it into `userErrors`, nobody else
 * catches it. Messages are safe to show to a person.
 */
export class Failure extends Error {
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: Problem | readonly [Problem, ...Problem[]], options?: { cause?: unknown }) {
    const list: readonly [Problem, ...Problem[]] = isList(problems) ? problems : [problems];
    super(list.map((problem) => problem.message).join(' '), options);
    this.name = 'Failure';
    this.problems = list;
  }
}

/** The object changed since the caller read it; the message says what to read again. */
export function versionConflict(message: string, currentVersion: number): Failure {
  return new Failure({ code: FailureCode.VERSION_CONFLICT, message, field: ['expectedVersion'], currentVersion });
}

/** Collects what is wrong with an input as a whole, so that a caller learns everything at once. */
export class ProblemList {
  readonly #problems: Problem[] = [];

  add(field: string | readonly string[], message: string, code: FailureCode = FailureCode.INVALID): void {
    this.#problems.push({ code, message, field: typeof field === 'string' ? [field] : field });
  }

  /** For one item of a bulk call, which reports instead of throwing. */
  list(): readonly Problem[] {
    return this.#problems;
  }

  throwIfAny(): void {
    const [first, ...rest] = this.#problems;
    if (first) throw new Failure([first, ...rest]);
  }
}

function isList(problems: Problem | readonly [Problem, ...Problem[]]): problems is readonly [Problem, ...Problem[]] {
  return Array.isArray(problems);
}
