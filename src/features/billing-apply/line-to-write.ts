import type { BillingLineId, BillingPlanId, InstanceId, UserId } from '../../shared/ids.js';
import type { AdditionState, LineState, LineWrite } from '../billing-plans/line.js';
import type { PlanKind, PlanStatus } from '../billing-plans/plan.js';
import type { BillCustomer } from '../billing-settings/rule.js';

/** A plan as far as it matters to writing it. */
export interface PlanToWrite {
  readonly id: BillingPlanId;
  readonly kind: PlanKind;
  readonly status: PlanStatus;
  /** Whose record ids its lines have. */
  readonly instanceId: InstanceId | undefined;
}

/** A line that is approved, or that was being written when nobody could tell what became of it. */
export interface LineToWrite {
  readonly id: BillingLineId;
  readonly companyId: number | undefined;
  readonly agreementId: number;
  readonly catalogItemId: number;
  /** Undefined for one that is to be made. */
  readonly additionId: number | undefined;
  readonly write: LineWrite;
  /** Undefined for one that is to be made. */
  readonly before: AdditionState | undefined;
  readonly after: AdditionState;
  readonly billCustomer: BillCustomer;
  readonly state: LineState;
  /** The additions that were there before one was made. */
  readonly seenIds: readonly number[];
  /** Whose usage it bills; nobody's where it takes something back. */
  readonly userIds: readonly UserId[];
}
