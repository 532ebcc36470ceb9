import type { Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { ConnectWiseProblem } from './problems.js';
import type { Timing } from './timing.js';

type RateLimited = Extract<ConnectWiseProblem, { kind: 'rate-limited' }>;

const LONGEST_GUESS_SECONDS = 3_600;

/** What one instance told us about waiting. Every call to it passes here, so none goes out before the time given. */
export class RateGate {
  readonly #timing: Timing;
  #closedUntil = 0;
  #guesses = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Milliseconds until the next call may go out. */
  remaining(): number {
    return Math.max(0, this.#closedUntil - this.#timing.monotonic());
  }

  /** Without a usable time from ConnectWise the wait doubles with every refusal in a row. Answers the seconds to wait. */
  close(problem: RateLimited): number {
    const factor = problem.isStated ? 1 : 2 ** this.#guesses;
    this.#guesses = problem.isStated ? 0 : this.#guesses + 1;
    const guess = Math.min(problem.retryAfterSeconds * factor, LONGEST_GUESS_SECONDS);
    const seconds = problem.isStated ? problem.retryAfterSeconds : guess;
    this.#closedUntil = Math.max(this.#closedUntil, this.#timing.monotonic() + seconds * 1_000);
    return seconds;
  }

  succeeded(): void {
    this.#guesses = 0;
  }
}

/** Holds a call back until its instance may be asked again, or fails at once when that is too late or not wanted. */
export function rateGate(gate: RateGate, timing: Timing, waits: boolean): Step {
  return (next) => async (call) => {
    const remaining = gate.remaining();
    if (remaining > 0) {
      if (!waits || remaining >= call.timeLeft()) throw limited(Math.ceil(remaining / 1_000));
      await timing.sleep(remaining, call.signal);
    }
    try {
      const answer = await next(call);
      gate.succeeded();
      return answer;
    } catch (error) {
      if (!(error instanceof ConnectWiseError) || error.problem.kind !== 'rate-limited') throw error;
      throw limited(gate.close(error.problem), error);
    }
  };
}

function limited(retryAfterSeconds: number, cause?: ConnectWiseError): ConnectWiseError {
  const problem = { kind: 'rate-limited', retryAfterSeconds, isStated: true } as const;
  return new ConnectWiseError(problem, { cause, status: cause?.status, requestId: cause?.requestId });
}
