import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, systemClock } from '../shared/clock.js';

/** Everything that depends on time or chance, so that tests can decide both. */
export interface Timing {
  readonly clock: Clock;
  /** Milliseconds that only ever go forward: the time of day may jump in the middle of a call. */
  monotonic(): number;
  /** Rejects with the signal's reason when the signal fires first. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const systemTiming: Timing = {
  clock: systemClock,
  monotonic: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
  random: Math.random,
};
