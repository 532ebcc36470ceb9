import { type CompanyFacts, type LikelySurvivor, SurvivorReason } from './drift.js';

/** A live company that resembles one that is gone, or that was named by ConnectWise. */
export interface Candidate extends CompanyFacts {
  readonly connectWiseId: number;
  readonly reasons: readonly SurvivorReason[];
}

/** Each weighs more than all behind it together; a phone number alone says nothing. */
const ORDER: readonly SurvivorReason[] = [
  SurvivorReason.CONTACT_MOVED,
  SurvivorReason.SAME_IDENTIFIER,
  SurvivorReason.SAME_NAME,
  SurvivorReason.SAME_DOMAIN,
  SurvivorReason.SAME_PHONE_NUMBER,
];

/**
 * The company that most speaks for, or none when two are equally good. ConnectWise never says into which company
 * another was merged, and no date moves; where people of the old one are now is the best evidence there is.
 */
export function likelySurvivor(candidates: readonly Candidate[]): LikelySurvivor | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, weight: weightOf(candidate.reasons) }))
    .filter(({ weight }) => weight > weightOf([SurvivorReason.SAME_PHONE_NUMBER]))
    .sort((one, other) => other.weight - one.weight);
  const [best, next] = ranked;
  if (!best || best.weight === next?.weight) return undefined;
  const { connectWiseId, identifier, name, status, reasons } = best.candidate;
  return { connectWiseId, identifier, name, status, reasons: ORDER.filter((reason) => reasons.includes(reason)) };
}

function weightOf(reasons: readonly SurvivorReason[]): number {
  return ORDER.reduce((sum, reason) => sum * 2 + (reasons.includes(reason) ? 1 : 0), 0);
}
