import type { Day } from '../../shared/day.js';
import type { BillingLineId, ProductId, UserId } from '../../shared/ids.js';
import type { AdditionState } from '../billing-plans/line.js';

/** How an addition stands to what was written to it. */
export const ReconciliationState = {
  MATCHES: 'MATCHES',
  /** It has another quantity. */
  DIFFERS: 'DIFFERS',
  /** Somebody has ended it. */
  ENDED: 'ENDED',
  /** It is not there any more. */
  GONE: 'GONE',
} as const;
export type ReconciliationState = (typeof ReconciliationState)[keyof typeof ReconciliationState];

/**
 * One product of one user as it was brought to ConnectWise last, beside what its addition had when it was last read.
 * Quantities are exact decimals in their shortest form.
 */
export interface ReconciliationRow {
  readonly userId: UserId;
  readonly productId: ProductId;
  /** ConnectWise's record ids. */
  readonly agreementId: number;
  readonly catalogItemId: number;
  readonly additionId: number | undefined;
  readonly lineId: BillingLineId;
  /** What the user adds; undefined when its source told nothing for the period. */
  readonly quantity: string | undefined;
  /** What all users of the addition make together. */
  readonly lineQuantity: string;
  /** Undefined when the addition is gone. */
  readonly foundQuantity: string | undefined;
  readonly foundCancelledOn: Day | undefined;
  readonly state: ReconciliationState;
  readonly checkedAt: Date;
}

export interface ReconciliationFilter {
  readonly states?: readonly ReconciliationState[] | undefined;
  readonly userIds?: readonly UserId[] | undefined;
  readonly productIds?: readonly ProductId[] | undefined;
}

/** An addition as ConnectWise has it now. */
export interface FoundAddition extends Pick<AdditionState, 'quantity' | 'cancelledOn'> {
  readonly agreementId: number;
  readonly additionId: number;
}
