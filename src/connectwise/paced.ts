import type { Call, Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Claim, Lane, Outcome, Pace, PaceFigures, PaceKey, Verdict } from './pace.js';
import { isFromConnectWise, isOutage } from './problems.js';
import type { CallLogger } from './record.js';
import type { Timing } from './timing.js';
import type { Turns } from './turns.js';

export interface PacedOptions {
  readonly pace: Pace;
  readonly figures: PaceFigures;
  readonly key: PaceKey;
  readonly lane: Lane;
  /** Whether a pause that ConnectWise asked for is waited for rather than told. */
  readonly waitsForRate: boolean;
  readonly usesBreaker: boolean;
  /** How long the breaker's trial call may take. */
  readonly trialLimit: Step;
  /** Whether an answer shows that the API works; the pages around it can answer while the API is down. */
  readonly provesApi: boolean;
  /** Shared by everything in the process: of a crowd that waits for a lane, one asks the store. */
  readonly turns: Turns;
  readonly timing: Timing;
  readonly logger: CallLogger;
}

/** How often a place is asked for that comes free when another call ends. */
const POLL_MS = 100;
/** A lease outlives its call by this much, so that the answer to a late call cannot find its place taken. */
const LEASE_MARGIN_MS = 5_000;

/** Sends a call when its account's pace allows it. What is refused here was not sent, whatever the method. */
export function paced(options: PacedOptions): Step {
  const { pace, key } = options;
  return (next) => async (call) => {
    const { lease, isTrial } = await takePlace(options, call);
    const settle = (outcome: Outcome) => pace.settle(key, lease, outcome);
    // A trial that hangs would keep everything waiting that could go on by now.
    const send = isTrial ? options.trialLimit(next) : next;
    try {
      const answer = await send(call);
      await settle(answered(options));
      return answer;
    } catch (error) {
      const outcome = outcomeOf(error, options);
      const seconds = await settle(outcome);
      throw outcome.kind === 'limited' ? rateLimited(seconds, error) : error;
    }
  };
}

type Place = Extract<Verdict, { kind: 'go' }>;

async function takePlace(options: PacedOptions, call: Call): Promise<Place> {
  const { key, lane, turns, logger } = options;
  try {
    return await turns.take(`${key.accountId} ${key.instance} ${lane}`, call.signal, () => waitForPlace(options, call));
  } catch (error) {
    // A time-out of ours says that the request may have arrived; here it certainly has not.
    const isOutOfTime = error instanceof ConnectWiseError && error.kind === 'timeout';
    const refusal = isOutOfTime
      ? new ConnectWiseError({ kind: 'busy', retryAfterSeconds: 5 }, { cause: error })
      : error;
    const reason = refusal instanceof ConnectWiseError ? refusal.kind : 'other';
    logger.info({ method: call.method, route: call.route, reason }, 'ConnectWise call held back');
    throw refusal;
  }
}

async function waitForPlace(options: PacedOptions, call: Call): Promise<Place> {
  const { pace, key, timing } = options;
  for (;;) {
    call.signal.throwIfAborted();
    const verdict = await pace.claim(key, claimOf(options, call));
    if (verdict.kind === 'go') {
      // By the clock too: in a process that was frozen the signal comes after the answer that was waited for.
      if (!call.signal.aborted && call.timeLeft() > 0) return verdict;
      await pace.settle(key, verdict.lease, { kind: 'unknown' });
    } else {
      await timing.sleep(waitOf(verdict, options, call), call.signal);
    }
  }
}

function claimOf({ figures, lane, usesBreaker, provesApi }: PacedOptions, call: Call): Claim {
  const leaseMs = call.timeLeft() + LEASE_MARGIN_MS;
  const breaker = usesBreaker ? figures.breaker : undefined;
  return { lane, ...figures[lane], leaseMs, breaker, isTrial: provesApi };
}

function answered({ provesApi }: PacedOptions): Outcome {
  return { kind: provesApi ? 'answered' : 'unknown' };
}

/** Milliseconds until it makes sense to ask again; throws when that is too late or not to be waited for. */
function waitOf(verdict: Exclude<Verdict, { kind: 'go' }>, { waitsForRate }: PacedOptions, call: Call): number {
  const seconds = Math.max(1, Math.ceil(verdict.milliseconds / 1_000));
  if (verdict.kind === 'open') throw new ConnectWiseError({ kind: 'breaker-open', retryAfterSeconds: seconds });
  const isTooLate = verdict.milliseconds >= call.timeLeft();
  if (verdict.kind === 'limited' && (isTooLate || !waitsForRate)) throw rateLimited(seconds);
  if (isTooLate) throw new ConnectWiseError({ kind: 'busy', retryAfterSeconds: seconds });
  return verdict.milliseconds === 0 ? POLL_MS : verdict.milliseconds;
}

function outcomeOf(error: unknown, options: PacedOptions): Outcome {
  if (!(error instanceof ConnectWiseError)) return { kind: 'unknown' };
  const { problem } = error;
  if (problem.kind === 'rate-limited') {
    return { kind: 'limited', seconds: problem.retryAfterSeconds, isStated: problem.isStated };
  }
  if (isFromConnectWise(problem)) return answered(options);
  const { breaker } = options.figures;
  return options.usesBreaker && isOutage(problem) ? { kind: 'outage', breaker } : { kind: 'unknown' };
}

function rateLimited(retryAfterSeconds: number, cause?: unknown): ConnectWiseError {
  const { status, requestId } = cause instanceof ConnectWiseError ? cause : { status: undefined, requestId: undefined };
  const problem = { kind: 'rate-limited', retryAfterSeconds, isStated: true } as const;
  return new ConnectWiseError(problem, { cause, status, requestId });
}
