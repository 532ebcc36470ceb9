import type { Caller } from './caller.js';

/** Everything that is done in the background, by its kind. Added to, never renamed: the queue keeps them. */
export const WorkKind = {
  HEALTH_CHECK: 'HEALTH_CHECK',
} as const;
export type WorkKind = (typeof WorkKind)[keyof typeof WorkKind];

/** When an account wants to be woken again for the same kind of work. */
export type NextWake =
  /** Nothing is left to do until something changes, and that change will wake it. */
  | { readonly kind: 'rest' }
  /** More is left to do: the next slice, behind whatever else is waiting for this account. */
  | { readonly kind: 'soon' }
  /** Not before this time of the database's clock; being put off uses up no try. */
  | { readonly kind: 'at'; readonly at: Date };

/**
 * One kind of background work. What is to be done stands in our own tables; a wake-up only says that this account may
 * have some. A handler does one short slice of it, well under 75 seconds, and can be run twice without harm.
 */
export interface WorkHandler {
  readonly kind: WorkKind;
  /** Throws when the slice failed and shall be tried again. `signal` fires when the worker stops or lost its hold. */
  run(caller: Caller, signal: AbortSignal): Promise<NextWake>;
}
