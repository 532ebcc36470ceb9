import { z } from 'zod';
import type { ProductId } from '../../shared/ids.js';

/** Which of the two told quantities of a product is billed. */
export const BilledQuantity = { USED: 'USED', PURCHASED: 'PURCHASED' } as const;
export type BilledQuantity = (typeof BilledQuantity)[keyof typeof BilledQuantity];

/** How ConnectWise bills an addition that we make; those that are there keep what they have. */
export const BillCustomer = { BILLABLE: 'BILLABLE', DO_NOT_BILL: 'DO_NOT_BILL', NO_CHARGE: 'NO_CHARGE' } as const;
export type BillCustomer = (typeof BillCustomer)[keyof typeof BillCustomer];

/** How one product is billed, by ConnectWise's record ids. */
export interface BillingRule {
  readonly productId: ProductId;
  /** Without it nothing is billed and no line is made. */
  readonly isBilled: boolean;
  /** The product of ConnectWise's catalog; null: not chosen yet, so that nothing can be billed. */
  readonly catalogItemId: number | null;
  /** The company's agreement of this type, when no agreement is chosen by its id. */
  readonly agreementTypeId: number | null;
  /** One agreement of the user's own company; only a user has one. */
  readonly agreementId: number | null;
  readonly quantity: BilledQuantity;
  /** Whether an addition that is not there is made. */
  readonly createsMissing: boolean;
  readonly billCustomer: BillCustomer;
  /** A change by more of the quantity before holds the line; null: none does. */
  readonly maxChangePercent: number | null;
  /** Whether a period that the agreement was invoiced for already holds the line. */
  readonly holdsInvoiced: boolean;
}

/** What a rule says that says nothing else. */
export const RULE_DEFAULTS = {
  isBilled: true,
  catalogItemId: null,
  agreementTypeId: null,
  agreementId: null,
  quantity: BilledQuantity.USED,
  createsMissing: false,
  billCustomer: BillCustomer.BILLABLE,
  maxChangePercent: 50,
  holdsInvoiced: true,
} as const satisfies Omit<BillingRule, 'productId'>;

/** What counts for one user instead. What is absent is inherited; null clears what the account says. */
export type RuleOverride = Pick<BillingRule, 'productId'> & Partial<Omit<BillingRule, 'productId'>>;

const productId = z.custom<ProductId>((value) => typeof value === 'string');

export const ruleShape = z.object({
  productId,
  isBilled: z.boolean(),
  catalogItemId: z.int().nullable(),
  agreementTypeId: z.int().nullable(),
  agreementId: z.int().nullable(),
  quantity: z.enum(BilledQuantity),
  createsMissing: z.boolean(),
  billCustomer: z.enum(BillCustomer),
  maxChangePercent: z.int().nullable(),
  holdsInvoiced: z.boolean(),
}) satisfies z.ZodType<BillingRule>;

export const overrideShape = ruleShape.partial().required({ productId: true });

/** The rule that counts for a user: what the override leaves out is the account's. Undefined when nothing is said at all. */
export function effectiveRule(rule: BillingRule, part: RuleOverride | undefined): BillingRule;
export function effectiveRule(rule: BillingRule | undefined, part: RuleOverride | undefined): BillingRule | undefined;
export function effectiveRule(rule: BillingRule | undefined, part: RuleOverride | undefined): BillingRule | undefined {
  if (!part) return rule;
  const said = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  return { ...(rule ?? { ...RULE_DEFAULTS, productId: part.productId }), ...said };
}

/** Parts that name records of another ConnectWise bill nothing: what they meant cannot be known here. */
export function withoutRecords(parts: readonly RuleOverride[]): RuleOverride[] {
  return parts.map((part) => (recordsOf(part).length > 0 ? { ...part, catalogItemId: null } : part));
}

/** The record ids of ConnectWise that a rule, or a part of one, names. */
export function recordsOf({ catalogItemId, agreementTypeId, agreementId }: Partial<BillingRule>): number[] {
  return [catalogItemId, agreementTypeId, agreementId].filter((id) => typeof id === 'number');
}
