import { z } from 'zod';
import { type Decimal, wireNumber } from './decimal.js';
import { InputCheck } from './input-check.js';
import type { Changes } from './patch.js';
import { day, decimal, fieldsOf, type NamedReference, recordId, recordInfo, reference, text } from './shapes.js';

/** A priced line of an agreement. Quantities and amounts are exact decimals, dates are days. */
export interface Addition {
  readonly id: number;
  readonly product: NamedReference | null;
  readonly quantity: Decimal | null;
  readonly lessIncluded: Decimal | null;
  readonly unitPrice: Decimal | null;
  readonly unitCost: Decimal | null;
  readonly billedQuantity: Decimal | null;
  readonly extendedPrice: Decimal | null;
  /** Billable, DoNotBill, NoCharge, or what newer servers know. */
  readonly billCustomer: string | null;
  readonly effectiveOn: string | null;
  readonly cancelledOn: string | null;
  readonly description: string | null;
  readonly unitOfMeasure: string | null;
  readonly lastUpdated: Date | null;
  readonly updatedBy: string | null;
}

const fields = z.object({
  id: recordId,
  product: reference,
  ...{ quantity: decimal, lessIncluded: decimal, unitPrice: decimal, unitCost: decimal, billedQuantity: decimal },
  ...{ extPrice: decimal, billCustomer: text, effectiveDate: day, cancelledDate: day, description: text, uom: text },
  _info: recordInfo,
});

export const ADDITION_FIELDS = fieldsOf(fields);

export const additionShape = fields.transform(
  ({ extPrice, effectiveDate, cancelledDate, uom, _info, ...same }): Addition => ({
    ...same,
    ..._info,
    extendedPrice: extPrice,
    effectiveOn: effectiveDate,
    cancelledOn: cancelledDate,
    unitOfMeasure: uom,
  }),
);

export interface NewAddition {
  /** Record id of the catalog item. */
  readonly productId: number;
  readonly quantity: Decimal;
  readonly billCustomer: 'Billable' | 'DoNotBill' | 'NoCharge';
  readonly effectiveOn: string;
}

/** Absolute values, never differences: the same change can then be made twice without harm. Null takes a date away. */
export interface AdditionChanges {
  readonly quantity?: Decimal;
  readonly effectiveOn?: string;
  readonly cancelledOn?: string | null;
}

export function additionBody({ productId, quantity, billCustomer, effectiveOn }: NewAddition): object {
  new InputCheck().ids({ productId }).day('effectiveOn', effectiveOn).throwIfAny();
  return {
    product: { id: productId },
    quantity: wireNumber(quantity),
    billCustomer,
    effectiveDate: midnight(effectiveOn),
  };
}

export function additionChanges({ quantity, effectiveOn, cancelledOn }: AdditionChanges): Changes {
  new InputCheck()
    .day('effectiveOn', effectiveOn)
    .day('cancelledOn', cancelledOn ?? undefined)
    .throwIfAny();
  return {
    quantity: quantity === undefined ? undefined : wireNumber(quantity),
    effectiveDate: effectiveOn === undefined ? undefined : midnight(effectiveOn),
    cancelledDate: typeof cancelledOn === 'string' ? midnight(cancelledOn) : cancelledOn,
  };
}

function midnight(date: string): string {
  return `${date}T00:00:00Z`;
}
