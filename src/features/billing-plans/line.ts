import type { Day } from '../../shared/day.js';
import type { BillingLineId, BillingPlanId, ProductId, UserId } from '../../shared/ids.js';
import type { BillCustomer, BillingRule } from '../billing-settings/rule.js';
import type { PeriodRule } from '../usage/product.js';

/** What a plan says of a line. */
export const LineAction = {
  UPDATE: 'UPDATE',
  CREATE: 'CREATE',
  /** ConnectWise has it already. */
  NONE: 'NONE',
  /** Cannot be billed, or is not to be; the reason tells why. */
  SKIP: 'SKIP',
  /** A brake has fired: nothing is written before a person approves. */
  HOLD: 'HOLD',
} as const;
export type LineAction = (typeof LineAction)[keyof typeof LineAction];

/** What is written when a line is approved. */
export const LineWrite = { CREATE: 'CREATE', UPDATE: 'UPDATE' } as const;
export type LineWrite = (typeof LineWrite)[keyof typeof LineWrite];

/** The brakes. Added to, never renamed. */
export const LineHold = {
  DROPS_TO_ZERO: 'DROPS_TO_ZERO',
  CHANGES_MUCH: 'CHANGES_MUCH',
  NO_USAGE: 'NO_USAGE',
  FIRST_PLAN: 'FIRST_PLAN',
  ALREADY_INVOICED: 'ALREADY_INVOICED',
  AGREEMENT_CANCELLED: 'AGREEMENT_CANCELLED',
  AGREEMENT_EXPIRED: 'AGREEMENT_EXPIRED',
  AGREEMENT_NOT_STARTED: 'AGREEMENT_NOT_STARTED',
  AGREEMENT_NOT_RECURRING: 'AGREEMENT_NOT_RECURRING',
  /** Several agreements could be meant; nothing can be written. */
  AGREEMENT_AMBIGUOUS: 'AGREEMENT_AMBIGUOUS',
  /** Several additions count for the product; nothing can be written. */
  DUPLICATE_ADDITIONS: 'DUPLICATE_ADDITIONS',
  /** Nothing can be written. */
  COMPANY_BROKEN: 'COMPANY_BROKEN',
  /** Of what is taken back: the agreement was invoiced since, so the invoice has to be corrected by hand. */
  INVOICED_SINCE: 'INVOICED_SINCE',
} as const;
export type LineHold = (typeof LineHold)[keyof typeof LineHold];

/** Why nothing is to be written. Added to, never renamed. */
export const LineReason = {
  UNCHANGED: 'UNCHANGED',
  USER_ARCHIVED: 'USER_ARCHIVED',
  NOT_MAPPED: 'NOT_MAPPED',
  MAPPING_DISABLED: 'MAPPING_DISABLED',
  MAPPING_UNVERIFIED: 'MAPPING_UNVERIFIED',
  MAPPING_ON_OTHER_INSTANCE: 'MAPPING_ON_OTHER_INSTANCE',
  /** It became billable when the plan had been past its company. */
  MAPPING_CHANGED: 'MAPPING_CHANGED',
  /** The product has no catalog item to be billed as. */
  NO_CATALOG_ITEM: 'NO_CATALOG_ITEM',
  NO_AGREEMENT: 'NO_AGREEMENT',
  /** There is no addition, and none is to be made. */
  NO_ADDITION: 'NO_ADDITION',
  /** There is no addition, and nothing that one would be made for. */
  NOTHING_TO_CREATE: 'NOTHING_TO_CREATE',
  /** ConnectWise keeps 15 digits of a number; this one has more. */
  TOO_MANY_DIGITS: 'TOO_MANY_DIGITS',
  /** Of what is taken back: somebody has changed it since. */
  CHANGED_SINCE: 'CHANGED_SINCE',
} as const;
export type LineReason = (typeof LineReason)[keyof typeof LineReason];

export const LineState = {
  /** A person has to approve or reject it. */
  PENDING: 'PENDING',
  /** It waits to be written. */
  APPROVED: 'APPROVED',
  /** It is being written, or nobody knows yet what became of it. */
  WRITING: 'WRITING',
  APPLIED: 'APPLIED',
  /** ConnectWise has something else by now than the plan saw; nothing was written. */
  CONFLICT: 'CONFLICT',
  /** ConnectWise refused it, or did not do what it answered. */
  FAILED: 'FAILED',
  /** Several additions may be the one that was made; a person has to tell. */
  UNCLEAR: 'UNCLEAR',
  REJECTED: 'REJECTED',
  /** There is nothing to be written. */
  NOTHING: 'NOTHING',
} as const;
export type LineState = (typeof LineState)[keyof typeof LineState];

/** A line in one of these keeps its plan open. */
export const UNSETTLED: readonly LineState[] = [
  LineState.PENDING,
  LineState.APPROVED,
  LineState.WRITING,
  LineState.UNCLEAR,
];

export interface LineFilter {
  readonly actions?: readonly LineAction[] | undefined;
  readonly states?: readonly LineState[] | undefined;
  /** Lines with at least one of these. */
  readonly holds?: readonly LineHold[] | undefined;
  /** Lines to which one of these users adds. */
  readonly userIds?: readonly UserId[] | undefined;
  readonly productIds?: readonly ProductId[] | undefined;
  /** By ConnectWise's record ids. */
  readonly agreementIds?: readonly number[] | undefined;
}

/** What one product of one user adds to a line. */
export interface LineShare {
  readonly lineId: BillingLineId;
  readonly userId: UserId;
  readonly productId: ProductId;
  readonly from: Day;
  readonly to: Day;
  readonly periodRule: PeriodRule;
  /** Undefined when no day was told. */
  readonly quantity: string | undefined;
  readonly exactQuantity: string | undefined;
  readonly daysTold: number;
  readonly lastDay: Day | undefined;
  readonly rule: BillingRule;
}

/** An addition as far as we write it. Quantities are exact decimals in their shortest form. */
export interface AdditionState {
  readonly quantity: string;
  readonly effectiveOn: Day | undefined;
  readonly cancelledOn: Day | undefined;
}

/** One addition of one agreement, before and after; or why there is none. */
export interface BillingLine {
  readonly id: BillingLineId;
  readonly planId: BillingPlanId;
  /** ConnectWise's record ids, as far as they are known. */
  readonly companyId: number | undefined;
  readonly agreementId: number | undefined;
  readonly agreementName: string | undefined;
  readonly catalogItemId: number | undefined;
  readonly additionId: number | undefined;
  readonly action: LineAction;
  readonly write: LineWrite | undefined;
  readonly reason: LineReason | undefined;
  readonly holds: readonly LineHold[];
  /** Undefined while there is no addition. */
  readonly before: AdditionState | undefined;
  /** Undefined when nothing can be said. */
  readonly after: AdditionState | undefined;
  readonly billCustomer: BillCustomer | undefined;
  readonly nextInvoiceOn: Day | undefined;
  readonly evidence: unknown;
  readonly undoesLineId: BillingLineId | undefined;
  readonly state: LineState;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Date | undefined;
  /** What ConnectWise returned when it was written, or what it has instead of what the plan saw. */
  readonly found: AdditionState | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly endedAt: Date | undefined;
}
