import { DEFAULT_PACE, type PaceFigures } from '../../src/connectwise/pace.js';

/** Lets a stand-in be called as often as tests like; everything else about the pace is as in real use. */
export const TEST_PACE: PaceFigures = {
  ...DEFAULT_PACE,
  interactive: { inFlight: 1_000, aSecond: 1_000 },
  background: { inFlight: 1_000, aSecond: 1_000 },
};
