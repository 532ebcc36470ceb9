import type { Day } from '../../shared/day.js';
import type { BillCustomer } from '../billing-settings/rule.js';
import type { Contribution } from './contribution.js';
import { type AdditionState, LineAction, LineHold, type LineReason, LineState, type LineWrite } from './line.js';

/** What else the plan saw of a line, for a person to judge it by. */
export interface LineEvidence {
  /** Additions that all count for the product. */
  readonly additionIds?: readonly number[];
  /** Agreements that all could be meant. */
  readonly agreements?: readonly { readonly id: number; readonly name: string }[];
  readonly additionDescription?: string;
  /** What ConnectWise bills of the quantity now, and what it leaves out as included. */
  readonly billedQuantity?: string;
  readonly lessIncluded?: string;
  /** Who changed the addition last, and when. */
  readonly updatedBy?: string;
  readonly updatedAt?: string;
}

/** A line that is to be stored, with what adds up to it. */
export interface LineDraft {
  readonly companyId?: number | undefined;
  readonly agreementId?: number | undefined;
  readonly agreementName?: string | undefined;
  readonly catalogItemId?: number | undefined;
  readonly additionId?: number | undefined;
  readonly action: LineAction;
  readonly write?: LineWrite;
  readonly reason?: LineReason;
  readonly holds: readonly LineHold[];
  readonly before?: AdditionState;
  readonly after?: AdditionState;
  readonly billCustomer?: BillCustomer;
  readonly nextInvoiceOn?: Day | undefined;
  readonly evidence: LineEvidence;
  readonly contributions: readonly Contribution[];
}

type Place = Pick<LineDraft, 'companyId' | 'agreementId' | 'agreementName' | 'catalogItemId' | 'nextInvoiceOn'>;

export interface Unwritten {
  readonly place: Place;
  readonly contributions: readonly Contribution[];
  /** What would have been written. */
  readonly quantity?: string;
  readonly evidence?: LineEvidence;
}

/** A line by which nothing can be written, and why. */
export function skipped(reason: LineReason, unwritten: Unwritten): LineDraft {
  return { ...unwrittenLine(unwritten), action: LineAction.SKIP, reason, holds: [] };
}

/** A line that a brake holds and that no approval could have written. */
export function stuck(hold: LineHold, unwritten: Unwritten): LineDraft {
  return { ...unwrittenLine(unwritten), action: LineAction.HOLD, holds: [hold] };
}

function unwrittenLine({ place, contributions, quantity, evidence = {} }: Unwritten) {
  const after = quantity === undefined ? undefined : { quantity, effectiveOn: undefined, cancelledOn: undefined };
  return { ...place, contributions, evidence, ...(after && { after }) };
}

/** Only what can be written waits for anybody; of the rest the plan just tells. */
export function firstState({ write }: Pick<LineDraft, 'write'>): LineState {
  return write ? LineState.PENDING : LineState.NOTHING;
}
