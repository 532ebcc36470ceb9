import type { BillingRule } from '../billing-settings/rule.js';
import { type AgreementFacts, chooseAgreement } from './agreement-choice.js';
import type { Contribution } from './contribution.js';
import { LineHold, LineReason } from './line.js';
import { type LineDraft, skipped, stuck } from './line-draft.js';
import type { Period } from './plan.js';
import { sumOf } from './sum.js';

/** What adds up to one addition. */
export interface WantedAddition {
  readonly companyId: number;
  readonly agreement: AgreementFacts;
  readonly agreementHolds: readonly LineHold[];
  readonly catalogItemId: number;
  readonly contributions: readonly Contribution[];
}

/** What is to be looked up for a company, and what is known without. */
export interface CompanyPlan {
  readonly wanted: readonly WantedAddition[];
  readonly lines: readonly LineDraft[];
}

export interface CompanyFacts {
  readonly companyId: number;
  readonly contributions: readonly Contribution[];
  readonly agreements: readonly AgreementFacts[];
  readonly period: Period;
  readonly oneTimeCycleIds: readonly number[];
}

type Destination =
  | Pick<WantedAddition, 'agreement' | 'agreementHolds' | 'catalogItemId'>
  | { readonly catalogItemId: number; readonly several: readonly AgreementFacts[] }
  | { readonly catalogItemId: number | undefined; readonly reason: LineReason };

/** Puts what lands on the same addition together. Where nobody is whom the run is for, it changes nothing. */
export function planCompany(facts: CompanyFacts): CompanyPlan {
  const groups = new Map<string, { to: Destination; contributions: Contribution[] }>();
  for (const contribution of facts.contributions) {
    const to = destinationOf(contribution, facts);
    // Without usage there is nothing to be told of a product that leads nowhere.
    if ('reason' in to && contribution.daysTold === 0) continue;
    const key = keyOf(to, contribution);
    const group = groups.get(key) ?? { to, contributions: [] };
    groups.set(key, group);
    group.contributions.push(contribution);
  }
  const due = [...groups.values()].filter(({ contributions }) => contributions.some(({ hasTurn }) => hasTurn));
  const { companyId } = facts;
  return {
    wanted: due.flatMap(({ to, contributions }) => ('agreement' in to ? [{ ...to, companyId, contributions }] : [])),
    lines: due.flatMap(({ to, contributions }) => ('agreement' in to ? [] : [unwritten(to, companyId, contributions)])),
  };
}

function destinationOf({ rule }: Contribution, facts: CompanyFacts): Destination {
  const catalogItemId = rule.catalogItemId ?? undefined;
  if (catalogItemId === undefined) return { catalogItemId, reason: LineReason.NO_CATALOG_ITEM };
  const choice = chooseAgreement(rule, { ...facts, to: facts.period.to });
  switch (choice.kind) {
    case 'one':
      return { catalogItemId, agreement: choice.agreement, agreementHolds: choice.holds };
    case 'several':
      return { catalogItemId, several: choice.agreements };
    case 'none':
      return { catalogItemId, reason: LineReason.NO_AGREEMENT };
  }
}

function keyOf(to: Destination, { productId, rule }: Contribution): string {
  if ('agreement' in to) return `${to.agreement.id}/${to.catalogItemId}`;
  if ('several' in to) return `several ${to.several.map(({ id }) => id).join()}/${to.catalogItemId}`;
  return `${to.reason} ${to.catalogItemId ?? productId} ${chosenBy(rule)}`;
}

function chosenBy({ agreementId, agreementTypeId }: BillingRule): string {
  return agreementId === null ? `type ${agreementTypeId}` : `id ${agreementId}`;
}

function unwritten(
  to: Exclude<Destination, { readonly agreement: unknown }>,
  companyId: number,
  contributions: readonly Contribution[],
): LineDraft {
  const line = { place: { companyId, catalogItemId: to.catalogItemId }, contributions, quantity: sumOf(contributions) };
  if ('reason' in to) return skipped(to.reason, line);
  const agreements = to.several.map(({ id, name }) => ({ id, name }));
  return stuck(LineHold.AGREEMENT_AMBIGUOUS, { ...line, evidence: { agreements } });
}
