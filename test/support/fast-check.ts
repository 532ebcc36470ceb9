// Every `fast-check` of the tests is this one, by jest.config.js: so the seed and the number of runs have one place.
import fc from '../../node_modules/fast-check/lib/fast-check.js';

const { FUZZ_SEED, FUZZ_TIMES = '1' } = process.env;

/** A run that finds something can be repeated, and `npm test` finds the same today and tomorrow. */
const SEED = 20_260_131;

/** The seed of `npm run fuzz` goes before the one that a test names, and its runs are so many times more. */
function lengthened<Values>({ seed = SEED, numRuns = 100, ...others }: fc.Parameters<Values> = {}) {
  const wanted = FUZZ_SEED === undefined ? seed : Number(FUZZ_SEED);
  return { ...others, seed: wanted, numRuns: numRuns * Number(FUZZ_TIMES) };
}

const assert: typeof fc.assert = ((property: fc.IRawProperty<unknown>, parameters?: fc.Parameters<unknown>) =>
  fc.assert(property, lengthened(parameters))) as typeof fc.assert;

export default { ...fc, assert };
