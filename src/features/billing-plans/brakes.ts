import Big from 'big.js';
import type { AgreementFacts } from './agreement-choice.js';
import type { Contribution } from './contribution.js';
import { LineHold } from './line.js';
import type { Period } from './plan.js';

export interface Change {
  /** Undefined when an addition is made. */
  readonly before: string | undefined;
  readonly after: string;
  readonly contributions: readonly Contribution[];
  readonly agreement: AgreementFacts;
  /** What the agreement itself has against it. */
  readonly agreementHolds: readonly LineHold[];
  readonly period: Period;
}

/** Everything for which a person has to look at a change before it is written. */
export function brakesOf({ before, after, contributions, agreement, agreementHolds, period }: Change): LineHold[] {
  const { nextInvoiceOn } = agreement;
  const isInvoiced = nextInvoiceOn !== null && nextInvoiceOn > period.to;
  const isAny = (test: (one: Contribution) => boolean) => contributions.some(test);
  return [
    ...(before !== undefined && new Big(after).eq(0) ? [LineHold.DROPS_TO_ZERO] : []),
    ...(before !== undefined && changesMuch(before, after, contributions) ? [LineHold.CHANGES_MUCH] : []),
    ...(isAny(({ daysTold }) => daysTold === 0) ? [LineHold.NO_USAGE] : []),
    ...(isAny(({ wasBilled }) => !wasBilled) ? [LineHold.FIRST_PLAN] : []),
    ...(isInvoiced && isAny(({ rule }) => rule.holdsInvoiced) ? [LineHold.ALREADY_INVOICED] : []),
    ...agreementHolds,
  ];
}

/** The strictest contributor decides. */
function changesMuch(before: string, after: string, contributions: readonly Contribution[]): boolean {
  const percents = contributions.flatMap(({ rule }) => rule.maxChangePercent ?? []);
  if (percents.length === 0) return false;
  const change = new Big(after).minus(before).abs();
  return change.times(100).gt(new Big(before).abs().times(Math.min(...percents)));
}
