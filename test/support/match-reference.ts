import { type CompanyFacts, companyFacts, type UserFacts, userFacts } from '../../src/features/matching/match-facts.js';
import {
  decidingReasons,
  type Evidence,
  isSure,
  MatchReason,
  matchRules,
  type Rivals,
  scoreOf,
} from '../../src/features/matching/scoring.js';
import type { LabelledCompany, LabelledUser } from './match-pairs.js';
import { similarity } from './trigrams.js';

export interface Suggestion {
  readonly identifier: string;
  readonly reasons: readonly MatchReason[];
  readonly score: number;
  readonly isSure: boolean;
}

interface Side<Row, Facts> {
  readonly row: Row;
  readonly facts: Facts;
}
type CompanySide = Side<LabelledCompany, CompanyFacts>;
type UserSide = Side<LabelledUser, UserFacts>;
interface Pair extends Evidence {
  readonly user: UserSide;
  readonly company: CompanySide;
}

/**
 * What the database computes, in memory and one user after the other: the measure of the rules, and what the SQL is
 * compared with. Suggestions in the order of `users`, best first.
 */
export function suggestAll(
  users: readonly LabelledUser[],
  companies: readonly LabelledCompany[],
): readonly (readonly Suggestion[])[] {
  const sides = companies.filter(({ state }) => state !== 'deleted').map((row) => ({ row, facts: companyFacts(row) }));
  const index = new KeyIndex(sides);
  const pairs = users.map((row) => {
    const { externalId, name, domains: mailDomains } = row;
    const user = { row, facts: userFacts({ externalId, name, mailDomains, contactEmail: undefined }) };
    return index.candidatesOf(user.facts).map((company) => pairOf(user, company));
  });
  const claims = claimsOf(pairs.flat());
  return pairs.map((ofUser) => suggestionsOf(ofUser, claims));
}

/** Companies by everything that a user may have in common with them. */
class KeyIndex {
  private readonly companies = new Map<string, CompanySide[]>();

  constructor(companies: readonly CompanySide[]) {
    for (const company of companies) for (const key of keysOf(company.facts)) this.add(key, company);
  }

  candidatesOf(user: UserFacts): readonly CompanySide[] {
    const equal = [
      `identifier ${user.foldedExternalId}`,
      `cut ${user.cut50}`,
      `cut ${user.cut156}`,
      `cut ${user.folded}`,
      `name ${user.normalised}`,
      ...user.domains.map((domain) => `domain ${domain}`),
    ].flatMap((key) => this.companies.get(key) ?? []);
    const alike = user.keys
      .map((key) => this.companies.get(`key ${key}`) ?? [])
      .filter((companies) => companies.length <= matchRules.commonKey)
      .flat();
    return [...new Set([...equal, ...alike])];
  }

  private add(key: string, company: CompanySide): void {
    this.companies.set(key, [...(this.companies.get(key) ?? []), company]);
  }
}

function keysOf(facts: CompanyFacts): readonly string[] {
  return [
    `identifier ${facts.foldedIdentifier}`,
    `cut ${facts.folded}`,
    `name ${facts.normalised}`,
    ...(facts.domain === undefined ? [] : [`domain ${facts.domain}`]),
    ...facts.keys.map((key) => `key ${key}`),
  ];
}

function pairOf(user: UserSide, company: CompanySide): Pair {
  const [u, c] = [user.facts, company.facts];
  const alike = similarity(u.sketch, c.sketch);
  const isSameDomain = c.domain !== undefined && u.domains.includes(c.domain);
  const held: Readonly<Record<MatchReason, boolean>> = {
    SAME_IDENTIFIER: u.foldedExternalId === c.foldedIdentifier,
    SAME_NAME: u.folded === c.folded,
    SAME_NORMALISED_NAME: u.normalised === c.normalised,
    TRUNCATED_NAME: u.cut50 === c.folded || u.cut156 === c.folded,
    SAME_DOMAIN: isSameDomain,
    SIMILAR_NAME: alike >= matchRules.similarFrom,
  };
  return {
    user,
    company,
    reasons: new Set(Object.values(MatchReason).filter((reason) => held[reason])),
    similarity: alike,
    hasOtherForm: u.legalForm !== '' && c.legalForm !== '' && u.legalForm !== c.legalForm,
    hasOtherDomain: u.domains.length > 0 && c.domain !== undefined && !isSameDomain,
  };
}

/** How many users of a source hold a company by a reason that decides, by source and identifier. */
function claimsOf(pairs: readonly Pair[]): ReadonlyMap<string, number> {
  const claims = new Map<string, number>();
  for (const pair of pairs.filter(decides)) claims.set(claimKey(pair), (claims.get(claimKey(pair)) ?? 0) + 1);
  return claims;
}

function suggestionsOf(pairs: readonly Pair[], claims: ReadonlyMap<string, number>): readonly Suggestion[] {
  return pairs
    .filter(({ company }) => company.row.state === 'active')
    .map((pair) => ({
      identifier: pair.company.row.identifier,
      reasons: [...pair.reasons],
      score: scoreOf(pair),
      isSure: isSure(pair, rivalsOf(pair, pairs, claims)),
    }))
    .filter(({ score }) => score >= matchRules.threshold)
    .sort((a, b) => b.score - a.score || (a.identifier < b.identifier ? -1 : 1))
    .slice(0, matchRules.suggestionsPerUser);
}

function rivalsOf(pair: Pair, pairs: readonly Pair[], claims: ReadonlyMap<string, number>): Rivals {
  const others = pairs.filter((other) => other !== pair);
  const hasDomain = pair.reasons.has(MatchReason.SAME_DOMAIN);
  return {
    companies: others.filter(decides).length,
    companiesOfDomain: hasDomain ? 0 : others.filter(({ reasons }) => reasons.has(MatchReason.SAME_DOMAIN)).length,
    users: (claims.get(claimKey(pair)) ?? 0) - (decides(pair) ? 1 : 0),
  };
}

function claimKey({ user, company }: Pair): string {
  return `${user.row.source} ${company.row.identifier}`;
}

function decides({ reasons }: Pair): boolean {
  return decidingReasons.some((reason) => reasons.has(reason));
}
