/** Why a company is suggested for a user. Added to, never renamed. */
export const MatchReason = {
  SAME_IDENTIFIER: 'SAME_IDENTIFIER',
  SAME_NAME: 'SAME_NAME',
  SAME_NORMALISED_NAME: 'SAME_NORMALISED_NAME',
  TRUNCATED_NAME: 'TRUNCATED_NAME',
  SAME_DOMAIN: 'SAME_DOMAIN',
  SIMILAR_NAME: 'SIMILAR_NAME',
} as const;
export type MatchReason = (typeof MatchReason)[keyof typeof MatchReason];

/** Raised whenever the same facts would lead to other suggestions: then all are made anew. */
export const SCORING_RULES = 1;

/**
 * How far each reason alone is to be trusted, 0 to 1; SIMILAR_NAME is multiplied by the similarity. The database is handed
 * this table, so that it stands nowhere else.
 */
export const reasonWeights = {
  SAME_IDENTIFIER: 0.7,
  SAME_NAME: 0.9,
  SAME_NORMALISED_NAME: 0.85,
  TRUNCATED_NAME: 0.85,
  SAME_DOMAIN: 0.6,
  SIMILAR_NAME: 0.8,
} as const satisfies Readonly<Record<MatchReason, number>>;

export const matchRules = {
  /** Suggestions below are not shown. */
  threshold: 0.45,
  /** Less similar names are no reason at all. */
  similarFrom: 0.35,
  /** What is left of the trust in a name when both have a legal form, and not the same. */
  otherForm: 0.9,
  /** The same when both have a domain, and not the same. */
  otherDomain: 0.85,
  /** A key that more companies share is passed over. */
  commonKey: 300,
  suggestionsPerUser: 5,
} as const;

/** One user beside one company. */
export interface Evidence {
  readonly reasons: ReadonlySet<MatchReason>;
  /** Of the names, 0 to 1. */
  readonly similarity: number;
  /** Both have a legal form, and not the same. */
  readonly hasOtherForm: boolean;
  /** Both have a domain of their own, and none in common. */
  readonly hasOtherDomain: boolean;
}

/** What stands in the way of one pair. Companies count that are inactive as well, deleted ones do not. */
export interface Rivals {
  /** Other companies that are this user's by a reason that decides. */
  readonly companies: number;
  /** Other companies that have a domain of this user, when this one does not. */
  readonly companiesOfDomain: number;
  /** Other users of the same source, mapped or not, whose this company is by a reason that decides. */
  readonly users: number;
}

/** Each of them points at one company by itself; a rival that has one leaves the choice to a person. */
export const decidingReasons: readonly MatchReason[] = [
  MatchReason.SAME_IDENTIFIER,
  MatchReason.SAME_NAME,
  MatchReason.SAME_NORMALISED_NAME,
  MatchReason.TRUNCATED_NAME,
];

/** Two ways of counting the same score must not lead to two sides of a threshold. */
const PRECISION = 1_000_000;

/** 0 to 1. Reasons add up as independent ones do; of those that the name gives only the best counts. */
export function scoreOf(evidence: Evidence): number {
  const { reasons } = evidence;
  const weightOf = (reason: MatchReason) => (reasons.has(reason) ? reasonWeights[reason] : 0);
  const trust =
    (evidence.hasOtherForm ? matchRules.otherForm : 1) * (evidence.hasOtherDomain ? matchRules.otherDomain : 1);
  const name = Math.max(
    weightOf(MatchReason.SAME_NAME),
    weightOf(MatchReason.SAME_NORMALISED_NAME),
    weightOf(MatchReason.TRUNCATED_NAME),
    weightOf(MatchReason.SIMILAR_NAME) * evidence.similarity,
  );
  const doubt =
    (1 - name * trust) * (1 - weightOf(MatchReason.SAME_IDENTIFIER)) * (1 - weightOf(MatchReason.SAME_DOMAIN));
  return Math.round((1 - doubt) * PRECISION) / PRECISION;
}

/**
 * May be mapped without a person, where that is switched on: the very same name, or the same identifier with a name or
 * a domain that bears it out, nothing that speaks against it, and nobody else who could be meant.
 */
export function isSure({ reasons, hasOtherDomain }: Evidence, rivals: Rivals): boolean {
  if (hasOtherDomain || rivals.companies + rivals.companiesOfDomain + rivals.users > 0) return false;
  if (reasons.has(MatchReason.SAME_NAME)) return true;
  if (!reasons.has(MatchReason.SAME_IDENTIFIER)) return false;
  return [MatchReason.SAME_NORMALISED_NAME, MatchReason.TRUNCATED_NAME, MatchReason.SAME_DOMAIN].some((reason) =>
    reasons.has(reason),
  );
}
