import type { Caller } from './caller.js';
import type { AccountId } from './ids.js';

/** Everything that is done in the background, by its kind. Added to, never renamed: the queue keeps them. */
export const WorkKind = {
  HEALTH_CHECK: 'HEALTH_CHECK',
  COMPANY_SYNC: 'COMPANY_SYNC',
  MAPPING_VERIFICATION: 'MAPPING_VERIFICATION',
  MATCHING: 'MATCHING',
  MAPPING_IMPORT: 'MAPPING_IMPORT',
  TICKETS: 'TICKETS',
  TEMPLATE_CHECK: 'TEMPLATE_CHECK',
  BILLING_PLAN: 'BILLING_PLAN',
  BILLING_APPLY: 'BILLING_APPLY',
  RECONCILIATION: 'RECONCILIATION',
  SPAM_DELIVERY: 'SPAM_DELIVERY',
  RETENTION: 'RETENTION',
  ERASURE: 'ERASURE',
} as const;
export type WorkKind = (typeof WorkKind)[keyof typeof WorkKind];

/** When an account wants to be woken again for the same kind of work. A wake-up that came meanwhile counts as well. */
export type NextWake =
  /** Nothing is left to do until something changes, and that change will wake it. */
  | { readonly kind: 'rest' }
  /** More is left to do: the next slice, behind whatever else is waiting for this account. */
  | { readonly kind: 'soon' }
  /** Not before this time of the database's clock; being put off uses up no try. */
  | { readonly kind: 'at'; readonly at: Date }
  /** The same, counted by the database's clock from the end of this slice. */
  | { readonly kind: 'after'; readonly seconds: number };

/** One start of a slice. It stops counting when the slice ends, or when another worker takes the work over. */
export interface WorkHold {
  readonly accountId: AccountId;
  readonly kind: WorkKind;
  readonly attempt: number;
  /** By the database's clock: what a schedule counts from. */
  readonly startedAt: Date;
}

/**
 * One kind of background work. What is to be done stands in our own tables; a wake-up only says that this account may
 * have some. A handler does one short slice of it, well under a minute, and can be run twice without harm: before
 * it writes to the outside it looks whether an earlier run did, and it writes to the database under `assertHold`.
 */
export interface WorkHandler {
  readonly kind: WorkKind;
  /**
   * Throws when the slice failed and shall be tried again. `signal` fires when the worker stops, when it lost its
   * hold, and when the slice has had its 55 seconds.
   */
  run(caller: Caller, signal: AbortSignal, hold: WorkHold): Promise<NextWake>;
}
