import type { Draft, Kept, Lookup } from '../../store/shape.js';
import type { Stored, Values } from '../../store/values.js';

const DAY = 86_400_000;

/** What an agreement takes from its type when it is made, where its maker says nothing. */
const FROM_TYPE = [
  'employeeCompRate',
  'employeeCompNotExceed',
  'invoicingCycle',
  'billTime',
  'billExpenses',
  'billProducts',
  'billingCycle',
  'billingTerms',
  'applicationUnits',
  'applicationLimit',
  'applicationCycle',
  'location',
  'prorateFlag',
] as const;

/** By the time of day: an agreement runs out, and begins, without anybody's doing. Its last day still counts. */
export function agreementStatus({ values }: Kept, tables: Lookup): string {
  const now = tables.now();
  const { startDate, endDate } = values;
  if (values['cancelledFlag'] === true) {
    return 'Cancelled';
  }
  if (typeof endDate === 'number' && values['noEndingDateFlag'] !== true && now >= startOfDay(endDate) + DAY) {
    return 'Expired';
  }
  return typeof startDate === 'number' && now < startOfDay(startDate) ? 'Inactive' : 'Active';
}

export function startOfDay(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

export function deriveAgreement({ values, before, tables, author }: Draft): Values {
  const today = startOfDay(author.at);
  const isEndless = values['noEndingDateFlag'] ?? (values['endDate'] ?? null) === null;
  const isCancelled = values['cancelledFlag'] === true;
  const filled = before === null ? fromType(values, tables) : {};
  const startDate = values['startDate'] ?? (before === null ? today : null);
  return {
    ...filled,
    startDate,
    billStartDate: values['billStartDate'] ?? startDate,
    noEndingDateFlag: isEndless,
    endDate: isEndless === true ? null : values['endDate'],
    dateCancelled: isCancelled ? (values['dateCancelled'] ?? today) : null,
    billToCompany: values['billToCompany'] ?? values['company'],
    billAmount: values['billAmount'] ?? 0,
    currency: values['currency'] ?? 1,
  };
}

function fromType(values: Values, tables: Lookup): Values {
  const type = tables.valuesOf('agreementTypes', Number(values['type'])) ?? {};
  const filled: Record<string, Stored | undefined> = {};
  for (const name of FROM_TYPE) {
    filled[name] = values[name] ?? type[name];
  }
  return filled;
}
