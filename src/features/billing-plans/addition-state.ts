import type { Addition } from '../../connectwise/addition.js';
import type { Day } from '../../shared/day.js';
import type { AdditionState } from './line.js';
import type { Period } from './plan.js';

/** An addition as far as we write it. ConnectWise bills one without a quantity as none. */
export function stateOf({ quantity, effectiveOn, cancelledOn }: Addition): AdditionState {
  return {
    quantity: quantity ?? '0',
    effectiveOn: (effectiveOn ?? undefined) as Day | undefined,
    cancelledOn: (cancelledOn ?? undefined) as Day | undefined,
  };
}

/** Quantities in their shortest form are the same exactly when their texts are. */
export function isSameState(one: AdditionState, other: AdditionState): boolean {
  return (
    one.quantity === other.quantity && one.effectiveOn === other.effectiveOn && one.cancelledOn === other.cancelledOn
  );
}

/** Whether it counts for a period: it has begun by its end, and is not cancelled before that. */
export function countsIn({ effectiveOn, cancelledOn }: AdditionState, { to }: Period): boolean {
  return (effectiveOn === undefined || effectiveOn <= to) && (cancelledOn === undefined || cancelledOn >= to);
}
