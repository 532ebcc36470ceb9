import type { Step } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { Timing } from './timing.js';

/**
 * Ends a call as a whole, with all its tries and waits. One signal does it: time-outs between two bytes do not stop
 * a server that sends a byte now and then.
 */
export function deadline(limitMs: number, timing: Timing): Step {
  return (next) => async (call) => {
    call.signal.throwIfAborted();
    const ends = timing.monotonic() + limitMs;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new ConnectWiseError({ kind: 'timeout', phase: 'answer' })), limitMs);
    const stop = () => limit.abort(call.signal.reason);
    call.signal.addEventListener('abort', stop, { once: true });
    try {
      const timeLeft = () => Math.min(call.timeLeft(), Math.max(0, ends - timing.monotonic()));
      return await next({ ...call, signal: limit.signal, timeLeft });
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', stop);
    }
  };
}
