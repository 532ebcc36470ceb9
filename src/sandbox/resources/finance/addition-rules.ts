import type { ErrorItem } from '../../api-error.js';
import { minus, times } from '../../store/decimal.js';
import type { Draft, Kept, Lookup } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import { agreementStatus, startOfDay } from './agreement-rules.js';

const DAY = 86_400_000;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What is left to bill once what the agreement's own price includes is taken off. */
export function billedQuantity({ values }: Kept): number {
  return Math.max(0, minus(numberOf(values['quantity']), numberOf(values['lessIncluded'])));
}

export function extended(row: Kept, unit: 'unitPrice' | 'unitCost'): number {
  return times(billedQuantity(row), numberOf(row.values[unit]));
}

export function margin(row: Kept): number {
  return minus(extended(row, 'unitPrice'), extended(row, 'unitCost'));
}

/** A month's amount for the days that are left of the month in which the addition begins, in hundredths. */
export function prorated({ values }: Kept, unit: 'unitPrice' | 'unitCost', quantity = 1): number {
  const start = new Date(numberOf(values['effectiveDate']));
  const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
  const share = (days - start.getUTCDate() + 1) / days;
  return Math.round(times(times(numberOf(values[unit]), quantity), 100) * share) / 100;
}

export function unitOf({ values }: Kept, tables: Lookup): string | null {
  const item = tables.valuesOf('catalogItems', Number(values['product']));
  const unit = tables.valuesOf('unitsOfMeasure', Number(item?.['unitOfMeasure']));
  return unit ? String(unit['name']) : null;
}

export function additionStatus({ values }: Kept, tables: Lookup): string | null {
  const id = Number(values['agreementId']);
  const agreement = tables.valuesOf('agreements', id);
  return agreement ? agreementStatus({ id, values: agreement }, tables) : null;
}

/** The product fills in what nobody says of its addition, at a PUT that leaves it out as well. */
export function deriveAddition({ values, tables, author }: Draft): Values {
  const item = tables.valuesOf('catalogItems', Number(values['product'])) ?? {};
  return {
    quantity: values['quantity'] ?? 1,
    lessIncluded: values['lessIncluded'] ?? 0,
    unitPrice: values['unitPrice'] ?? item['price'] ?? 0,
    unitCost: values['unitCost'] ?? item['cost'] ?? 0,
    effectiveDate: values['effectiveDate'] ?? startOfDay(author.at),
    taxableFlag: values['taxableFlag'] ?? item['taxableFlag'] ?? false,
    description: values['description'] ?? item['description'],
    invoiceDescription: values['invoiceDescription'] ?? item['customerDescription'],
    sequenceNumber: values['sequenceNumber'] ?? 0,
  };
}

/** It may be cancelled on the very day on which it begins, and no day before. */
export function checkAddition({ values }: Draft): readonly ErrorItem[] {
  const { effectiveDate, cancelledDate } = values;
  const isBefore = typeof cancelledDate === 'number' && startOfDay(cancelledDate) < startOfDay(numberOf(effectiveDate));
  const message = 'The cancelledDate must not be before the effectiveDate.';
  return isBefore ? [{ code: 'InvalidField', message, resource: 'addition', field: 'cancelledDate' }] : [];
}

/** Whether the addition runs on at least one day from the first to the last. */
export function runsWithin({ values }: Kept, [first, last]: readonly [number, number]): boolean {
  const cancelled = values['cancelledDate'];
  const begins = numberOf(values['effectiveDate']) < startOfDay(last) + DAY;
  return begins && (typeof cancelled !== 'number' || startOfDay(cancelled) > startOfDay(first));
}
