import type { Day } from '../../shared/day.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import type { Quantity } from './quantity.js';

/** What one user used and purchased of one product on one day; one of the two is told at least. */
export interface UsageQuantities {
  readonly used: Quantity | undefined;
  readonly purchased: Quantity | undefined;
}

/** Which day of which user it is, and of what. */
export interface UsageKey {
  readonly userId: UserId;
  readonly productId: ProductId;
  readonly day: Day;
}

export interface UsageDay extends UsageKey, UsageQuantities {
  /** When it was told last with other quantities than before. */
  readonly recordedAt: Date;
}

export interface UsageFilter {
  readonly userIds?: readonly UserId[] | undefined;
  readonly productIds?: readonly ProductId[] | undefined;
  /** Both days belong to what is asked for. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}
