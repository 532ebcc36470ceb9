import type { Actor } from '../../shared/caller.js';
import type { Day } from '../../shared/day.js';
import type { BillingPlanId, InstanceId } from '../../shared/ids.js';
import type { FrozenSettings } from '../billing-settings/frozen.js';
import type { LineAction, LineState } from './line.js';

export const PlanKind = {
  SCHEDULED: 'SCHEDULED',
  ON_DEMAND: 'ON_DEMAND',
  /** Takes back what another plan has written. */
  UNDO: 'UNDO',
} as const;
export type PlanKind = (typeof PlanKind)[keyof typeof PlanKind];

export const PlanStatus = {
  /** Its lines are being made. */
  PLANNING: 'PLANNING',
  /** Lines wait for approval, or to be written. */
  OPEN: 'OPEN',
  DONE: 'DONE',
  DISCARDED: 'DISCARDED',
  EXPIRED: 'EXPIRED',
  /** It could not be made. */
  FAILED: 'FAILED',
  /** A scheduled run that could not be made up for in time; it has no lines. */
  MISSED: 'MISSED',
} as const;
export type PlanStatus = (typeof PlanStatus)[keyof typeof PlanStatus];

/** Both days belong to it. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** What is to be written to agreements, and what became of it. */
export interface BillingPlan {
  readonly id: BillingPlanId;
  readonly kind: PlanKind;
  readonly status: PlanStatus;
  readonly instanceId: InstanceId | undefined;
  /** The first day of the month that it counts for; set exactly for scheduled ones, as is when it was due. */
  readonly month: Day | undefined;
  readonly dueAt: Date | undefined;
  readonly isLate: boolean;
  /** Undefined for what takes back. */
  readonly period: Period | undefined;
  readonly isForAll: boolean;
  readonly undoesPlanId: BillingPlanId | undefined;
  /** Who started it. */
  readonly actor: Actor;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly createdAt: Date;
  readonly plannedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  readonly closedAt: Date | undefined;
}

/** A plan that is to be made, or, for a run that was missed, never will be. */
export interface NewPlan {
  readonly kind: PlanKind;
  readonly isMissed?: boolean;
  readonly instanceId: InstanceId | undefined;
  readonly month?: Day | undefined;
  readonly dueAt?: Date | undefined;
  readonly isLate?: boolean;
  readonly period?: Period | undefined;
  readonly isForAll?: boolean;
  readonly undoesPlanId?: BillingPlanId | undefined;
  readonly settings: FrozenSettings;
  /** The same key again means the same run; the digest tells whether it is asked for in the same way. */
  readonly idempotencyKey?: string | undefined;
  readonly requestDigest?: string | undefined;
}

export interface PlanFilter {
  readonly statuses?: readonly PlanStatus[] | undefined;
  readonly kinds?: readonly PlanKind[] | undefined;
}

/** How many lines of a plan say and have come to the same. */
export interface LineCount {
  readonly action: LineAction;
  readonly state: LineState;
  readonly lines: number;
  /** Those of them that a brake holds. */
  readonly held: number;
}
