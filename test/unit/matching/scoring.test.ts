import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Evidence, isSure, MatchReason, matchRules, scoreOf } from '../../../src/features/matching/scoring.js';

function evidence(reasons: readonly MatchReason[], rest: Partial<Evidence> = {}): Evidence {
  return { reasons: new Set(reasons), similarity: 1, hasOtherForm: false, hasOtherDomain: false, ...rest };
}
const nobody = { companies: 0, companiesOfDomain: 0, users: 0 };
const anyEvidence = fc.record({
  reasons: fc.uniqueArray(fc.constantFrom(...Object.values(MatchReason))).map((reasons) => new Set(reasons)),
  similarity: fc.double({ min: 0, max: 1, noNaN: true }),
  hasOtherForm: fc.boolean(),
  hasOtherDomain: fc.boolean(),
});

describe('the score of a suggestion', () => {
  it('is between 0 and 1, and no reason lowers it', () => {
    fc.assert(
      fc.property(anyEvidence, fc.constantFrom(...Object.values(MatchReason)), (held, reason) => {
        const score = scoreOf(held);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(1);
        expect(scoreOf({ ...held, reasons: new Set([...held.reasons, reason]) })).toBeGreaterThanOrEqual(score);
      }),
      { seed: 20_261_124, numRuns: 1_000 },
    );
  });

  it('puts the same name before the normalised one, and that before a similar one', () => {
    const scores = [
      scoreOf(evidence(['SAME_NAME', 'SAME_NORMALISED_NAME', 'SIMILAR_NAME'])),
      scoreOf(evidence(['SAME_NORMALISED_NAME', 'SIMILAR_NAME'])),
      scoreOf(evidence(['SIMILAR_NAME'])),
      scoreOf(evidence(['SIMILAR_NAME'], { similarity: 0.7 })),
    ];
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length);
  });

  it('puts the company of the same domain first among equal names', () => {
    const here = scoreOf(evidence(['SAME_NAME', 'SAME_DOMAIN']));
    const silent = scoreOf(evidence(['SAME_NAME']));
    const elsewhere = scoreOf(evidence(['SAME_NAME'], { hasOtherDomain: true }));
    expect(here).toBeGreaterThan(silent);
    expect(silent).toBeGreaterThan(elsewhere);
  });

  it('puts the company of the same legal form first among equal normalised names', () => {
    const same = scoreOf(evidence(['SAME_NORMALISED_NAME']));
    expect(same).toBeGreaterThan(scoreOf(evidence(['SAME_NORMALISED_NAME'], { hasOtherForm: true })));
  });

  it('lets a name win over an identifier that belongs to somebody else by chance', () => {
    expect(scoreOf(evidence(['SAME_NAME']))).toBeGreaterThan(scoreOf(evidence(['SAME_IDENTIFIER'], { similarity: 0 })));
  });

  it('shows every reason that stands alone, and a similar name only from some similarity on', () => {
    for (const reason of Object.values(MatchReason)) {
      expect(scoreOf(evidence([reason]))).toBeGreaterThanOrEqual(matchRules.threshold);
    }
    expect(scoreOf(evidence(['SIMILAR_NAME'], { similarity: 0.4 }))).toBeLessThan(matchRules.threshold);
  });
});

describe('a sure suggestion', () => {
  it.each<[string, readonly MatchReason[]]>([
    ['the very same name', ['SAME_NAME', 'SAME_NORMALISED_NAME']],
    ['the same identifier with the normalised name', ['SAME_IDENTIFIER', 'SAME_NORMALISED_NAME']],
    ['the same identifier with the domain', ['SAME_IDENTIFIER', 'SAME_DOMAIN']],
    ['the same identifier with a name that was cut off', ['SAME_IDENTIFIER', 'TRUNCATED_NAME']],
  ])('C3: has %s', (_, reasons) => {
    expect(isSure(evidence(reasons), nobody)).toBe(true);
  });

  it.each<[string, readonly MatchReason[]]>([
    ['an identifier alone', ['SAME_IDENTIFIER', 'SIMILAR_NAME']],
    ['a normalised name', ['SAME_NORMALISED_NAME', 'SAME_DOMAIN', 'SIMILAR_NAME']],
    ['a name that was cut off', ['TRUNCATED_NAME', 'SAME_DOMAIN']],
    ['a domain', ['SAME_DOMAIN', 'SIMILAR_NAME']],
  ])('C3: never comes of %s', (_, reasons) => {
    expect(isSure(evidence(reasons), nobody)).toBe(false);
  });

  it.each([
    ['another company that could be meant', { companies: 1 }],
    ['another company with the domain', { companiesOfDomain: 1 }],
    ['another user who could be meant', { users: 1 }],
  ])('C3: is none beside %s', (_, rivals) => {
    expect(isSure(evidence(['SAME_NAME']), { ...nobody, ...rivals })).toBe(false);
  });

  it('C3: is none where the domains speak against it', () => {
    expect(isSure(evidence(['SAME_NAME', 'SAME_IDENTIFIER'], { hasOtherDomain: true }), nobody)).toBe(false);
  });
});
