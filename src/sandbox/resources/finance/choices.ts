import { flag, oneOfValues } from '../../store/shape.js';

/** Choices that agreements and their types share. */
export const BILL_OPTIONS = ['Billable', 'DoNotBill', 'NoCharge', 'NoDefault'] as const;
export const COMP_RATES = ['Actual', 'Hourly'] as const;
export const COMP_LIMITS = ['Billing', 'Amount', 'Percent'] as const;
export const INVOICING_CYCLES = ['ContractYear', 'CalendarYear'] as const;
export const APPLICATION_UNITS = ['Amount', 'Hours', 'Incidents'] as const;
export const APPLICATION_CYCLES = [
  'Contract2Weeks',
  'Contract4Weeks',
  'ContractYear',
  'CalendarMonth',
  'CalendarQuarter',
  'CalendarWeek',
  'ContractQuarter',
  'CalendarYear',
] as const;

export const flags = (names: readonly string[]): Readonly<Record<string, ReturnType<typeof flag>>> =>
  Object.fromEntries(names.map((name) => [name, flag()]));

export const allFalse = (names: readonly string[]): Readonly<Record<string, false>> =>
  Object.fromEntries(names.map((name) => [name, false]));

export const statusOfAgreement = oneOfValues(['Active', 'Cancelled', 'Expired', 'Inactive']);
