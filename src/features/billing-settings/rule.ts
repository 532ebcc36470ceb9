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

/** What counts for a product that the settings say nothing of: it is looked at, and lacks its catalog item. */
export function unsetRule(id: ProductId): BillingRule {
  return {
    ...{ productId: id, isBilled: true, catalogItemId: null, agreementTypeId: null, agreementId: null },
    ...{ quantity: BilledQuantity.USED, createsMissing: false, billCustomer: BillCustomer.BILLABLE },
    ...{ maxChangePercent: null, holdsInvoiced: true },
  };
}

export function effectiveRule(rule: BillingRule, part: RuleOverride | undefined): BillingRule {
  return { ...rule, ...part };
}
