import type { Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import { isGood } from './errors.js';

/**
 * ConnectWise has no idempotency keys. A write that may have been carried out, although its answer did not come or
 * cannot be read, is told as such: whoever made it looks the record up before trying again.
 */
export function outcome(): Step {
  return (next) => async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (call.effect === 'read' || !(error instanceof ConnectWiseError) || !isUnclear(error)) throw error;
      const { status, requestId } = error;
      throw new ConnectWiseError({ kind: 'outcome-unknown' }, { cause: error, status, requestId });
    }
  };
}

function isUnclear({ problem, status }: ConnectWiseError): boolean {
  switch (problem.kind) {
    case 'connection-lost':
    case 'too-large':
      return true;
    case 'timeout':
      return problem.phase === 'answer';
    case 'server-fault':
      // The other faults of 500 stand for refused input.
      return problem.isPassing;
    case 'bad-answer':
      return status === undefined || isGood(status);
    default:
      return false;
  }
}
