import type { Endpoint } from '../../http/operation.js';
import {
  datetime,
  decimal,
  type Field,
  flag,
  integer,
  oneOfValues,
  reference,
  type Shape,
  text,
} from '../../store/shape.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';

const company = (): Field => reference('companies', 'Company.CompanyReference');

const INVOICE: Shape = {
  name: 'invoice',
  label: 'Invoice',
  path: '/finance/invoices',
  shownAs: ['identifier'],
  indexed: ['agreement'],
  fields: {
    invoiceNumber: text(15, { requiredOnUpdate: true }),
    type: oneOfValues(
      ['Agreement', 'CreditMemo', 'DownPayment', 'Miscellaneous', 'Progress', 'Standard', 'Consolidated'],
      { required: true },
    ),
    status: reference('billingStatuses', 'Finance.BillingStatusReference'),
    company: { ...company(), required: true },
    billToCompany: company(),
    applyToType: oneOfValues(['All', 'Agreement', 'Project', 'ProjectPhase', 'SalesOrder', 'Ticket']),
    applyToId: integer(),
    billingTerms: reference('billingTerms', 'Finance.BillingTermsReference'),
    reference: text(50),
    customerPO: text(50),
    date: datetime(),
    topComment: text(),
    bottomComment: text(),
    taxableFlag: flag(),
    taxCode: reference('taxCodes', 'Finance.TaxCodeReference'),
    internalNotes: text(),
    serviceTotal: decimal(),
    currency: reference('currencies', 'Finance.CurrencyReference'),
    dueDate: datetime(),
    expenseTotal: decimal(),
    productTotal: decimal(),
    agreementAmount: decimal(),
    subtotal: decimal(),
    total: decimal(),
    salesTax: decimal(),
    payments: decimal(),
    credits: decimal(),
    balance: decimal(),
    agreement: reference('agreements', 'Finance.AgreementReference'),
  },
  defaults: (tables) => ({ status: tables.defaultOf('billingStatuses'), taxableFlag: false }),
  derive: ({ values }) => ({ identifier: values['invoiceNumber'] }),
};

/** Invoices can be read; making one is what other people do, with `sandbox.agreements.invoice`. */
export function addInvoices(world: World): readonly Endpoint[] {
  world.tables.add('invoices', INVOICE);
  const authorize = byRole('Invoicing', world);
  return collection({ path: '/finance/invoices', table: 'invoices', authorize, writes: [] }, world);
}
