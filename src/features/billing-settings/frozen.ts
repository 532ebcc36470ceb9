import { z } from 'zod';
import { type BillingRule, ruleShape } from './rule.js';

/** What of the settings a plan goes by to its end, however they are changed meanwhile. */
export interface FrozenSettings {
  readonly rules: readonly BillingRule[];
  /** Billing cycles of ConnectWise that do not recur. */
  readonly oneTimeCycleIds: readonly number[];
  /** Whether what no brake holds is written without asking. */
  readonly isAutoApproved: boolean;
  /** Whether somebody else has to approve than whoever started the run. */
  readonly needsSecondPerson: boolean;
  /** So many days a plan waits for approval. */
  readonly expiryDays: number;
}

export const frozenShape = z.object({
  rules: z.array(ruleShape),
  oneTimeCycleIds: z.array(z.int()),
  isAutoApproved: z.boolean(),
  needsSecondPerson: z.boolean(),
  expiryDays: z.int(),
}) satisfies z.ZodType<FrozenSettings>;
