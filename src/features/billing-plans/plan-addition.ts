import Big from 'big.js';
import type { Addition } from '../../connectwise/addition.js';
import { parseDecimal } from '../../connectwise/decimal.js';
import type { Day } from '../../shared/day.js';
import { countsIn, stateOf } from './addition-state.js';
import { brakesOf } from './brakes.js';
import { LineAction, LineHold, LineReason, LineWrite } from './line.js';
import { type LineDraft, type LineEvidence, skipped, stuck } from './line-draft.js';
import type { Period } from './plan.js';
import type { WantedAddition } from './plan-company.js';
import { sumOf } from './sum.js';

/** The line of one addition: what the agreement has against what adds up. */
export function planAddition(wanted: WantedAddition, additions: readonly Addition[], period: Period): LineDraft {
  const { companyId, agreement, catalogItemId, contributions } = wanted;
  const nextInvoiceOn = agreement.nextInvoiceOn ?? undefined;
  const place = {
    ...{ companyId, agreementId: agreement.id, agreementName: agreement.name, catalogItemId, nextInvoiceOn },
  };
  const quantity = sumOf(contributions);
  const line = { place, contributions, quantity };
  const counting = additions.filter(
    (addition) => addition.product?.id === catalogItemId && countsIn(stateOf(addition), period),
  );
  if (counting.length > 1) {
    const evidence = { additionIds: counting.map(({ id }) => id) };
    return stuck(LineHold.DUPLICATE_ADDITIONS, { ...line, evidence });
  }
  // More digits cannot be sent without loss.
  if (parseDecimal(quantity) === undefined) return skipped(LineReason.TOO_MANY_DIGITS, line);
  const [addition] = counting;
  return addition
    ? update({ wanted, place, addition, quantity, period })
    : creation({ wanted, place, quantity, period }, additions);
}

/**
 * Additions that one of the product from a day on would double: all that are in force on a later day, also those that
 * begin after the period or ended inside it. One that is cancelled by the day on which it begins never is, as undo leaves it.
 */
export function rivalsFrom(from: Day | undefined, catalogItemId: number, additions: readonly Addition[]): Addition[] {
  return additions.filter((addition) => {
    const { effectiveOn, cancelledOn } = stateOf(addition);
    if (addition.product?.id !== catalogItemId) return false;
    if (cancelledOn === undefined) return true;
    return [from, effectiveOn].every((day) => day === undefined || cancelledOn > day);
  });
}

interface Missing {
  readonly wanted: WantedAddition;
  readonly place: Pick<LineDraft, 'companyId' | 'agreementId' | 'agreementName' | 'catalogItemId' | 'nextInvoiceOn'>;
  readonly quantity: string;
  readonly period: Period;
}

function creation({ wanted, place, quantity, period }: Missing, additions: readonly Addition[]): LineDraft {
  const { contributions, agreement, agreementHolds, catalogItemId } = wanted;
  const line = { place, contributions, quantity };
  // One that says no is enough: what is made bills all of them together.
  if (!contributions.every(({ rule }) => rule.createsMissing)) return skipped(LineReason.NO_ADDITION, line);
  if (!new Big(quantity).gt(0)) return skipped(LineReason.NOTHING_TO_CREATE, line);
  const rivals = rivalsFrom(period.from, catalogItemId, additions);
  if (rivals.length > 0) {
    return stuck(LineHold.DUPLICATE_ADDITIONS, { ...line, evidence: { additionIds: rivals.map(({ id }) => id) } });
  }
  const holds = brakesOf({ before: undefined, after: quantity, contributions, agreement, agreementHolds, period });
  const [first] = contributions;
  return {
    ...place,
    ...{ action: holds.length > 0 ? LineAction.HOLD : LineAction.CREATE, write: LineWrite.CREATE, holds },
    after: { quantity, effectiveOn: period.from, cancelledOn: undefined },
    ...(first && { billCustomer: first.rule.billCustomer }),
    ...{ evidence: {}, contributions },
  };
}

function update({ wanted, place, addition, quantity, period }: Missing & { readonly addition: Addition }): LineDraft {
  const { contributions, agreement, agreementHolds } = wanted;
  const before = stateOf(addition);
  const after = { ...before, quantity };
  const line = { ...place, additionId: addition.id, before, after, evidence: evidenceOf(addition), contributions };
  if (new Big(before.quantity).eq(quantity)) {
    return { ...line, action: LineAction.NONE, reason: LineReason.UNCHANGED, holds: [] };
  }
  const change = { before: before.quantity, after: quantity, contributions, agreement, agreementHolds, period };
  const holds = brakesOf(change);
  return { ...line, action: holds.length > 0 ? LineAction.HOLD : LineAction.UPDATE, write: LineWrite.UPDATE, holds };
}

function evidenceOf({ description, billedQuantity, lessIncluded, updatedBy, lastUpdated }: Addition): LineEvidence {
  return {
    ...(description !== null && { additionDescription: description }),
    ...(billedQuantity !== null && { billedQuantity }),
    ...(lessIncluded !== null && { lessIncluded }),
    ...(updatedBy !== null && { updatedBy }),
    ...(lastUpdated !== null && { updatedAt: lastUpdated.toISOString() }),
  };
}
