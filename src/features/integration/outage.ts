import { ConnectWiseError } from '../../connectwise/connectwise-error.js';
import { type ConnectWiseProblem, isOutage } from '../../connectwise/problems.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';

/** How long work rests that met an outage: its own turn comes well within a minute of ConnectWise's return. */
const REST_SECONDS = 20;

/** What the request can have brought about itself, and an outage too: pages of a front end, faults without a reason. */
const UNCLEAR_KINDS = new Set<ConnectWiseProblem['kind']>(['server-fault', 'bad-answer', 'wrong-route', 'redirect']);

/** Seconds until it makes sense to ask again; undefined when that is not a matter of time. */
export async function restSeconds({ problem }: ConnectWiseError, session: ConnectWiseSession) {
  // Somebody else may have made the trial call by then, so not always as long as the breaker says.
  if (problem.kind === 'breaker-open') return Math.min(problem.retryAfterSeconds, REST_SECONDS);
  if ('retryAfterSeconds' in problem) return problem.retryAfterSeconds;
  if (problem.kind === 'wrong-keys' || problem.kind === 'client-id' || isOutage(problem)) return REST_SECONDS;
  return UNCLEAR_KINDS.has(problem.kind) && (await isDown(session)) ? REST_SECONDS : undefined;
}

/** Whether even the plainest question has no good answer: then it was not the request. */
async function isDown(session: ConnectWiseSession): Promise<boolean> {
  try {
    await session.system.info();
    return false;
  } catch (error) {
    if (!(error instanceof ConnectWiseError)) return false;
    // Where it may not even be asked, because its breaker is open for one, nothing shows that it was the request.
    return UNCLEAR_KINDS.has(error.kind) || isOutage(error.problem) || 'retryAfterSeconds' in error.problem;
  }
}
