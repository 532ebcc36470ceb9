import { z } from 'zod';
import type { Agreement } from '../../connectwise/agreements.js';
import type { Day } from '../../shared/day.js';
import type { BillingRule } from '../billing-settings/rule.js';
import { LineHold } from './line.js';

const day = z
  .string()
  .transform((text) => text as Day)
  .nullable();

export const agreementShape = z.object({
  ...{ id: z.int(), name: z.string(), companyId: z.int(), typeId: z.int().nullable() },
  ...{ startsOn: day, endsOn: day, hasNoEnd: z.boolean(), isCancelled: z.boolean(), cancelledOn: day },
  ...{ isOneTime: z.boolean(), billingCycleId: z.int().nullable(), nextInvoiceOn: day },
});

/** An agreement as far as a plan looks at it. */
export type AgreementFacts = Readonly<z.output<typeof agreementShape>>;

/** Undefined for one that belongs to no company. */
export function agreementFacts(agreement: Agreement): AgreementFacts | undefined {
  const { company, type, billingCycle } = agreement;
  const parsed = { companyId: company?.id, typeId: type?.id ?? null, billingCycleId: billingCycle?.id ?? null };
  return company ? agreementShape.parse({ ...agreement, ...parsed }) : undefined;
}

/** Which agreement a rule leads to. */
export type AgreementChoice =
  | { readonly kind: 'one'; readonly agreement: AgreementFacts; readonly holds: readonly LineHold[] }
  | { readonly kind: 'several'; readonly agreements: readonly AgreementFacts[] }
  | { readonly kind: 'none' };

interface Surroundings {
  /** Those of the user's company. */
  readonly agreements: readonly AgreementFacts[];
  /** The last day of the period. */
  readonly to: Day;
  readonly oneTimeCycleIds: readonly number[];
}

/**
 * The agreement that was chosen by its id, else the only usable one of the type. When none of the type is usable, the one
 * with the least against it, which a person may approve all the same.
 */
export function chooseAgreement(
  { agreementId, agreementTypeId }: Pick<BillingRule, 'agreementId' | 'agreementTypeId'>,
  { agreements, to, oneTimeCycleIds }: Surroundings,
): AgreementChoice {
  const candidates = agreements
    .filter(({ id, typeId }) => (agreementId === null ? typeId === agreementTypeId : id === agreementId))
    .filter(({ typeId }) => agreementId !== null || typeId !== null)
    .map((agreement) => ({ agreement, holds: holdsOf(agreement, to, oneTimeCycleIds) }));
  const usable = candidates.filter(({ holds }) => holds.length === 0);
  if (usable.length > 1) return { kind: 'several', agreements: usable.map(({ agreement }) => agreement) };
  const [best] = usable.length > 0 ? usable : [...candidates].sort(byPromise);
  return best ? { kind: 'one', ...best } : { kind: 'none' };
}

function holdsOf(agreement: AgreementFacts, to: Day, oneTimeCycleIds: readonly number[]): LineHold[] {
  const { isCancelled, cancelledOn, startsOn, endsOn, hasNoEnd, isOneTime, billingCycleId } = agreement;
  const isOnce = isOneTime || (billingCycleId !== null && oneTimeCycleIds.includes(billingCycleId));
  return [
    // One that will be cancelled later still runs for the whole period.
    ...(isCancelled && (cancelledOn === null || cancelledOn <= to) ? [LineHold.AGREEMENT_CANCELLED] : []),
    ...(!hasNoEnd && endsOn !== null && endsOn < to ? [LineHold.AGREEMENT_EXPIRED] : []),
    ...(startsOn !== null && startsOn > to ? [LineHold.AGREEMENT_NOT_STARTED] : []),
    ...(isOnce ? [LineHold.AGREEMENT_NOT_RECURRING] : []),
  ];
}

type Candidate = { readonly agreement: AgreementFacts; readonly holds: readonly LineHold[] };

function byPromise(a: Candidate, b: Candidate): number {
  const [startA, startB] = [a.agreement.startsOn ?? '', b.agreement.startsOn ?? ''];
  if (a.holds.length !== b.holds.length) return a.holds.length - b.holds.length;
  if (startA !== startB) return startA < startB ? 1 : -1;
  return b.agreement.id - a.agreement.id;
}
