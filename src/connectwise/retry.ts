import type { Call, Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import { isPassing, mayHaveArrived } from './problems.js';
import type { Timing } from './timing.js';

/** How often and how soon a failed call is tried again. */
export interface RetryPolicy {
  readonly tries: number;
  /** Only failures that cannot have reached ConnectWise, and that cost next to no time. */
  readonly onlyUnsent: boolean;
  /** Full jitter between these two, in milliseconds. */
  readonly shortestWait: number;
  readonly longestWait: number;
  /** Whether a call may wait for the end of a rate limit. */
  readonly waitsForRate: boolean;
}

/** `trial` is interactive too, but goes past an open breaker and never opens it: for values that are not the saved ones. */
export type Mode = 'interactive' | 'trial' | 'job';

const INTERACTIVE: RetryPolicy = { tries: 2, onlyUnsent: true, shortestWait: 0, longestWait: 0, waitsForRate: false };

export const RETRY_POLICIES: Readonly<Record<Mode, RetryPolicy>> = {
  interactive: INTERACTIVE,
  trial: INTERACTIVE,
  job: { tries: 3, onlyUnsent: false, shortestWait: 500, longestWait: 10_000, waitsForRate: true },
};

/** Tries again what is safe to repeat and likely to succeed, as long as the call has time left. */
export function retry(policy: RetryPolicy, timing: Timing): Step {
  return (next) => async (call) => {
    for (let tried = 1; ; tried++) {
      try {
        return await next(call);
      } catch (error) {
        if (tried >= policy.tries || !isRetryable(error, call, policy)) throw error;
        const wait = waitFor(error, policy, timing);
        if (wait >= call.timeLeft()) throw error;
        if (wait > 0) await timing.sleep(wait, call.signal);
      }
    }
  };
}

function isRetryable(error: unknown, call: Call, policy: RetryPolicy): error is ConnectWiseError {
  if (!(error instanceof ConnectWiseError) || call.signal.aborted || !isPassing(error.problem)) return false;
  const { problem } = error;
  // A refusal for rate is certain not to have been carried out, whatever the method.
  if (problem.kind === 'rate-limited') return policy.waitsForRate;
  if (policy.onlyUnsent) return !mayHaveArrived(problem) && problem.kind !== 'timeout';
  return call.effect === 'read' || !mayHaveArrived(problem);
}

function waitFor(error: ConnectWiseError, policy: RetryPolicy, timing: Timing): number {
  if (error.problem.kind === 'rate-limited') return error.problem.retryAfterSeconds * 1_000;
  return policy.shortestWait + timing.random() * (policy.longestWait - policy.shortestWait);
}
