import type { BillingLineId, BillingPlanId } from '../../shared/ids.js';
import type { LineFilter } from './line.js';

/** Which lines of a plan are meant: those that are named, or all that the filter leaves. */
export interface Selection {
  readonly planId: BillingPlanId;
  readonly lineIds?: readonly BillingLineId[] | undefined;
  readonly filter?: LineFilter | undefined;
  /** Whether lines that a brake holds are meant too, where they are neither named nor filtered for. */
  readonly includesHeld: boolean;
}
