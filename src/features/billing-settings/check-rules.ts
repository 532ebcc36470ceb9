import { eq, splitIn } from '../../connectwise/conditions.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import { FailureCode, type ProblemList } from '../../shared/failure.js';
import type { ProductId } from '../../shared/ids.js';
import type { BillingRule, RuleOverride } from './rule.js';

type Part = RuleOverride | BillingRule;

/** ConnectWise counts records so far. */
const MOST_ID = 2_147_483_647;
const MOST_PERCENT = 10_000;
export const MOST_RULES = 200;

/** What can be said of rules without ConnectWise. `known` are the products that there are. */
export function checkRules(parts: readonly Part[], known: ReadonlySet<ProductId>, problems: ProblemList): void {
  if (parts.length > MOST_RULES) problems.add('rules', `This takes at most ${MOST_RULES} rules.`);
  const seen = new Set<ProductId>();
  for (const [at, part] of parts.entries()) {
    const { productId, maxChangePercent } = part;
    if (!known.has(productId)) {
      problems.add(fieldOf(at, 'productId'), 'There is no Product with this id.', FailureCode.NOT_FOUND);
    } else if (seen.has(productId)) {
      problems.add(fieldOf(at, 'productId'), 'A rule for the same product stands above.');
    }
    seen.add(productId);
    for (const field of ['catalogItemId', 'agreementTypeId', 'agreementId'] as const) {
      const id = part[field];
      const isOdd = typeof id === 'number' && (id < 1 || id > MOST_ID);
      if (isOdd) problems.add(fieldOf(at, field), 'A record id of ConnectWise is a whole number above 0.');
    }
    if (typeof maxChangePercent === 'number' && (maxChangePercent < 0 || maxChangePercent > MOST_PERCENT)) {
      problems.add(fieldOf(at, 'maxChangePercent'), 'This takes 0 to 10,000 percent, or null.');
    }
  }
}

/**
 * Catalog items and agreement types are there and in use.
 * @throws ConnectWiseError
 */
export async function checkRecords(
  { catalog, agreementTypes }: Pick<ConnectWiseSession, 'catalog' | 'agreementTypes'>,
  parts: readonly Part[],
  problems: ProblemList,
): Promise<void> {
  const items = idsOf(parts, 'catalogItemId');
  const found = new Map<number, boolean>();
  for (const conditions of splitIn('id', items)) {
    for await (const { id, isInactive } of catalog.list({ conditions })) found.set(id, isInactive);
  }
  const types = new Map<number, boolean>();
  if (idsOf(parts, 'agreementTypeId').length > 0) {
    for await (const { id, isInactive } of agreementTypes.list()) types.set(id, isInactive);
  }
  const require = (at: number, field: 'catalogItemId' | 'agreementTypeId', known: ReadonlyMap<number, boolean>) => {
    const id = parts[at]?.[field];
    if (typeof id !== 'number') return;
    const [one, isInactive] = [field === 'catalogItemId' ? 'catalog item' : 'agreement type', known.get(id)];
    if (isInactive === undefined) problems.add(fieldOf(at, field), `ConnectWise has no ${one} with this record id.`);
    else if (isInactive) problems.add(fieldOf(at, field), `This ${one} is inactive in ConnectWise.`);
  };
  for (const at of parts.keys()) {
    require(at, 'catalogItemId', found);
    require(at, 'agreementTypeId', types);
  }
}

/**
 * Agreements are ones of the company, and not cancelled.
 * @throws ConnectWiseError
 */
export async function checkAgreements(
  { agreements }: Pick<ConnectWiseSession, 'agreements'>,
  { companyId, rules }: { readonly companyId: number; readonly rules: readonly RuleOverride[] },
  problems: ProblemList,
): Promise<void> {
  const own = new Map<number, boolean>();
  for await (const { id, isCancelled } of agreements.list({ conditions: eq('company/id', companyId) })) {
    own.set(id, isCancelled);
  }
  for (const [at, { agreementId }] of rules.entries()) {
    if (typeof agreementId !== 'number') continue;
    const isCancelled = own.get(agreementId);
    const field = fieldOf(at, 'agreementId');
    if (isCancelled === undefined) problems.add(field, "This is no agreement of the user's company.");
    else if (isCancelled) problems.add(field, 'This agreement is cancelled.');
  }
}

export function fieldOf(at: number, field: string): string[] {
  return ['rules', String(at), field];
}

export function idsOf(parts: readonly Part[], field: 'catalogItemId' | 'agreementTypeId' | 'agreementId'): number[] {
  return [...new Set(parts.map((part) => part[field]).filter((id) => typeof id === 'number'))];
}
