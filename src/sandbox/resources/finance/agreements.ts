import type { Endpoint } from '../../http/operation.js';
import {
  computed,
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
import { agreementStatus, deriveAgreement } from './agreement-rules.js';
import {
  APPLICATION_CYCLES,
  APPLICATION_UNITS,
  allFalse,
  BILL_OPTIONS,
  COMP_LIMITS,
  COMP_RATES,
  flags,
  INVOICING_CYCLES,
  statusOfAgreement,
} from './choices.js';

const onUpdate = { requiredOnUpdate: true };
const company = (rules = {}): Field => reference('companies', 'Company.CompanyReference', rules);
const contact = (rules = {}): Field => reference('contacts', 'Company.ContactReference', rules);
const site = (): Field => reference('sites', 'Company.SiteReference');

const FLAGS = [
  'restrictLocationFlag',
  'restrictDepartmentFlag',
  'oneTimeFlag',
  'coverAgreementTime',
  'coverAgreementProduct',
  'coverAgreementExpense',
  'coverSalesTax',
  'carryOverUnused',
  'allowOverruns',
  'expireWhenZero',
  'chargeToFirm',
  'billOneTimeFlag',
  'taxable',
  'restrictDownPayment',
  'prorateFlag',
  'invoiceProratedAdditionsFlag',
  'topComment',
  'bottomComment',
  'billableTimeInvoice',
  'billableExpenseInvoice',
  'billableProductInvoice',
  'autoInvoiceFlag',
  'billZeroAmountFlag',
] as const;

const AGREEMENT: Shape = {
  name: 'agreement',
  label: 'Agreement',
  path: '/finance/agreements',
  shownAs: ['name'],
  indexed: ['company'],
  fields: {
    name: text(100, { required: true }),
    type: reference('agreementTypes', 'Finance.AgreementTypeReference', { required: true }),
    company: company({ required: true }),
    contact: contact({ required: true }),
    site: site(),
    subContractCompany: company(),
    subContractContact: contact(),
    parentAgreement: reference('agreements', 'Finance.AgreementReference'),
    customerPO: text(50),
    location: reference('locations', 'System.SystemLocationReference'),
    department: reference('departments', 'System.SystemDepartmentReference'),
    opportunity: reference('opportunities', 'Sales.OpportunityReference'),
    sla: reference('slas', 'Service.SLAReference'),
    workRole: reference('workRoles', 'Time.WorkRoleReference'),
    workType: reference('workTypes', 'Time.WorkTypeReference'),
    startDate: datetime(),
    endDate: datetime(),
    noEndingDateFlag: flag(),
    cancelledFlag: flag(),
    dateCancelled: datetime(),
    reasonCancelled: text(100),
    workOrder: text(20),
    internalNotes: text(),
    applicationUnits: oneOfValues(APPLICATION_UNITS),
    applicationLimit: decimal(),
    applicationCycle: oneOfValues(APPLICATION_CYCLES),
    applicationUnlimitedFlag: flag(),
    ...flags(FLAGS),
    expiredDays: integer(),
    limit: integer(),
    employeeCompRate: oneOfValues(COMP_RATES, onUpdate),
    employeeCompNotExceed: oneOfValues(COMP_LIMITS),
    compHourlyRate: decimal(),
    compLimitAmount: decimal(),
    billingCycle: reference('billingCycles', 'Finance.BillingCycleReference'),
    billingTerms: reference('billingTerms', 'Finance.BillingTermsReference'),
    invoicingCycle: oneOfValues(INVOICING_CYCLES, onUpdate),
    billToCompany: company(),
    billToContact: contact(),
    billToSite: site(),
    billAmount: decimal(),
    prorateFirstBill: decimal(),
    billStartDate: datetime(),
    taxCode: reference('taxCodes', 'Finance.TaxCodeReference'),
    invoiceDescription: text(),
    invoiceTemplate: reference('invoiceTemplates', 'Finance.InvoiceTemplateReference'),
    billTime: oneOfValues(BILL_OPTIONS, onUpdate),
    billExpenses: oneOfValues(BILL_OPTIONS, onUpdate),
    billProducts: oneOfValues(BILL_OPTIONS, onUpdate),
    currency: reference('currencies', 'Finance.CurrencyReference'),
    periodType: oneOfValues(['Current', 'Future', 'Both', 'Undefined']),
    nextInvoiceDate: text(undefined, { readOnly: true }),
    companyLocation: reference('locations', 'System.SystemLocationReference'),
    shipToCompany: company(),
    shipToContact: contact(),
    shipToSite: site(),
    agreementStatus: computed(statusOfAgreement, agreementStatus),
    customFields: { kind: 'customFields' },
  },
  defaults: () => ({ ...allFalse(FLAGS), cancelledFlag: false, applicationUnlimitedFlag: true, periodType: 'Current' }),
  derive: deriveAgreement,
};

const ADJUSTMENT: Shape = {
  name: 'adjustment',
  label: 'Adjustment',
  path: '/finance/agreements/{agreementId}/adjustments',
  shownAs: [],
  indexed: ['agreementId'],
  fields: {
    amount: decimal(),
    description: text(1000),
    effectiveDate: datetime(),
    agreementId: integer({ readOnly: true, owner: 'agreements' }),
  },
};

const SITE: Shape = {
  name: 'agreementSite',
  label: 'Agreement Site',
  path: '/finance/agreements/{agreementId}/sites',
  shownAs: [],
  indexed: ['agreementId'],
  fields: {
    company: company({ required: true }),
    site: site(),
    agreementId: integer({ readOnly: true, owner: 'agreements' }),
  },
};

export function addAgreements(world: World): readonly Endpoint[] {
  const authorize = byRole('Agreements', world);
  const parent = { table: 'agreements', field: 'agreementId' };
  world.tables.add('agreements', AGREEMENT);
  world.tables.add('adjustments', ADJUSTMENT);
  world.tables.add('agreementSites', SITE);
  return [
    ...collection({ path: '/finance/agreements', table: 'agreements', authorize }, world),
    ...collection(
      { path: '/finance/agreements/{parentId}/adjustments', table: 'adjustments', authorize, parent },
      world,
    ),
    ...collection({ path: '/finance/agreements/{parentId}/sites', table: 'agreementSites', authorize, parent }, world),
  ];
}
