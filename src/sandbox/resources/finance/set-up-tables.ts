import type { Endpoint } from '../../http/operation.js';
import { datetime, decimal, flag, integer, oneOfValues, reference, text } from '../../store/shape.js';
import type { World } from '../../world.js';
import { type SetUpTable, setUpTable } from '../set-up.js';

const BILLING_CYCLES: SetUpTable = {
  table: 'billingCycles',
  item: 'Invoices / Billing Cycle',
  shape: {
    name: 'billingCycle',
    label: 'Billing Cycle',
    path: '/finance/billingCycles',
    shownAs: ['name'],
    fields: {
      identifier: text(5, { required: true }),
      name: text(50, { required: true }),
      defaultFlag: flag(),
      billingOptions: oneOfValues(
        ['BiMonthly', 'BiWeekly', 'Monthly', 'NotRecurring', 'Quarterly', 'SemiAnnual', 'Weekly', 'Yearly'],
        { required: true },
      ),
    },
    defaults: () => ({ defaultFlag: false }),
  },
  rows: [
    { identifier: 'M', name: 'Monthly', billingOptions: 'Monthly', defaultFlag: true },
    { identifier: 'Y', name: 'Yearly', billingOptions: 'Yearly' },
    { identifier: 'Q', name: 'Quarterly', billingOptions: 'Quarterly' },
    { identifier: 'O', name: 'One Time', billingOptions: 'NotRecurring' },
  ],
};

const BILLING_TERMS: SetUpTable = {
  table: 'billingTerms',
  item: 'Invoices / Billing Terms',
  shape: {
    name: 'billingTerm',
    label: 'Billing Terms',
    path: '/finance/billingTerms',
    shownAs: ['name'],
    fields: {
      name: text(50, { required: true }),
      defaultFlag: flag(),
      dueDays: integer({ required: true }),
      termsXref: text(50),
    },
    defaults: () => ({ defaultFlag: false }),
  },
  rows: [
    { name: 'Net 30 days', dueDays: 30, defaultFlag: true },
    { name: 'Net 14 days', dueDays: 14 },
    { name: 'Due on receipt', dueDays: 0 },
  ],
};

const BILLING_STATUSES: SetUpTable = {
  table: 'billingStatuses',
  item: 'Invoices / Billing Status',
  shape: {
    name: 'billingStatus',
    label: 'Billing Status',
    path: '/finance/billingStatuses',
    shownAs: ['name'],
    fields: {
      name: text(30, { required: true }),
      sortOrder: integer(),
      defaultFlag: flag(),
      closedFlag: flag(),
      inactiveFlag: flag(),
      sentFlag: flag(),
    },
    defaults: () => ({ defaultFlag: false, closedFlag: false, inactiveFlag: false, sentFlag: false }),
  },
  rows: [
    { name: 'New', sortOrder: 1, defaultFlag: true },
    { name: 'Sent', sortOrder: 2, sentFlag: true },
    { name: 'Closed', sortOrder: 3, closedFlag: true },
  ],
};

/** Without its six levels of rates: nobody here works out a tax. */
const TAX_CODES: SetUpTable = {
  table: 'taxCodes',
  item: 'General / Tax Code',
  shape: {
    name: 'taxCode',
    label: 'Tax Code',
    path: '/finance/taxCodes',
    shownAs: ['name'],
    fields: {
      identifier: text(8, { required: true }),
      description: text(50, { required: true }),
      invoiceCaption: text(25, { required: true }),
      country: reference('countries', 'Company.CountryReference'),
      effectiveDate: datetime({ required: true }),
      defaultFlag: flag(),
      displayOnInvoiceFlag: flag(),
      cancelDate: datetime(),
      levelOneRate: decimal(),
      levelOneRateType: oneOfValues(['Amount', 'Percent']),
    },
    defaults: () => ({ defaultFlag: false, displayOnInvoiceFlag: true }),
    derive: ({ values }) => ({ name: values['description'] }),
  },
  rows: (
    [
      ['NONE', 'No Tax', 0],
      ['FL', 'Florida', 0.06],
      ['JP', '消費税', 0.1],
    ] as const
  ).map(([identifier, description, levelOneRate]) => ({
    identifier,
    description,
    invoiceCaption: description,
    effectiveDate: Date.UTC(2019, 0, 1),
    levelOneRate,
    levelOneRateType: 'Percent',
    defaultFlag: identifier === 'NONE',
  })),
};

export function addFinanceSetUp(world: World): readonly Endpoint[] {
  return [BILLING_CYCLES, BILLING_TERMS, BILLING_STATUSES, TAX_CODES].flatMap((table) => setUpTable(table, world));
}
