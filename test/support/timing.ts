import { systemTiming, type Timing } from '../../src/connectwise/timing.js';

/** Waits before another try last a hundredth of their time; everything else takes the time it takes. */
export const HASTY: Timing = {
  ...systemTiming,
  sleep: (milliseconds, signal) => systemTiming.sleep(milliseconds / 100, signal),
};
