import { describeProblem } from './messages.js';
import type { ConnectWiseErrorKind, ConnectWiseProblem } from './problems.js';

export interface ConnectWiseErrorOptions {
  readonly cause?: unknown;
  /** Status of the answer, when there was one. */
  readonly status?: number;
  /** ConnectWise's own id of the call, for its support. */
  readonly requestId?: string;
  /** How an unusable answer began: for the log, which redacts it, and to tell causes apart; never to be shown. */
  readonly excerpt?: string;
}

/** A call to ConnectWise that failed. The message is ours and safe to show; facts are in `problem`. */
export class ConnectWiseError extends Error {
  override readonly name = 'ConnectWiseError';
  readonly problem: ConnectWiseProblem;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  // Private, so that nothing which prints an error prints what ConnectWise wrote.
  readonly #excerpt: string | undefined;

  constructor(problem: ConnectWiseProblem, options: ConnectWiseErrorOptions = {}) {
    super(describeProblem(problem), { cause: options.cause });
    this.problem = problem;
    this.status = options.status;
    this.requestId = options.requestId;
    this.#excerpt = options.excerpt;
  }

  get kind(): ConnectWiseErrorKind {
    return this.problem.kind;
  }

  excerpt(): string | undefined {
    return this.#excerpt;
  }
}
