import type { Endpoint } from '../../http/operation.js';
import { decimal, flag, integer, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { setUpTable } from '../set-up.js';
import {
  APPLICATION_CYCLES,
  APPLICATION_UNITS,
  allFalse,
  BILL_OPTIONS,
  COMP_LIMITS,
  COMP_RATES,
  flags,
  INVOICING_CYCLES,
} from './choices.js';

const required = { required: true };

const FLAGS = [
  'defaultFlag',
  'inactiveFlag',
  'prePaymentFlag',
  'restrictLocationFlag',
  'restrictDepartmentFlag',
  'oneTimeFlag',
  'coverAgreementTimeFlag',
  'coverAgreementProductFlag',
  'coverAgreementExpenseFlag',
  'carryOverUnusedFlag',
  'allowOverrunsFlag',
  'billOneTimeFlag',
  'taxableFlag',
  'prorateFlag',
  'autoInvoiceFlag',
  'billZeroAmountFlag',
  'invoiceProratedAdditionsFlag',
] as const;

const TYPE: Shape & { readonly path: string } = {
  name: 'agreementType',
  label: 'Agreement Type',
  path: '/finance/agreements/types',
  shownAs: ['name'],
  indexed: ['name'],
  unique: 'name',
  fields: {
    name: text(50, required),
    prefixSuffixOption: oneOfValues(['Prefix', 'Suffix']),
    ...flags(FLAGS),
    invoicePreSuffix: text(5),
    location: reference('locations', 'System.SystemLocationReference'),
    department: reference('departments', 'System.SystemDepartmentReference'),
    sla: reference('slas', 'Service.SLAReference'),
    workRole: reference('workRoles', 'Time.WorkRoleReference'),
    workType: reference('workTypes', 'Time.WorkTypeReference'),
    applicationUnits: oneOfValues(APPLICATION_UNITS),
    applicationLimit: decimal(),
    applicationCycle: oneOfValues(APPLICATION_CYCLES),
    applicationUnlimitedFlag: flag(),
    expiredDays: integer(),
    limit: integer(),
    employeeCompRate: oneOfValues(COMP_RATES, required),
    employeeCompNotExceed: oneOfValues(COMP_LIMITS, required),
    compHourlyRate: decimal(),
    compLimitAmount: decimal(),
    billingCycle: reference('billingCycles', 'Finance.BillingCycleReference'),
    billingTerms: reference('billingTerms', 'Finance.BillingTermsReference'),
    invoicingCycle: oneOfValues(INVOICING_CYCLES, required),
    billAmount: decimal(),
    invoiceDescription: text(4000),
    invoiceTemplate: reference('invoiceTemplates', 'Finance.InvoiceTemplateReference'),
    billTime: oneOfValues(BILL_OPTIONS, required),
    billExpenses: oneOfValues(BILL_OPTIONS, required),
    billProducts: oneOfValues(BILL_OPTIONS, required),
    integrationXRef: text(50),
    emailTemplate: reference('emailTemplates', 'System.EmailTemplateReference'),
  },
  defaults: () => ({ ...allFalse(FLAGS), applicationUnits: 'Amount', applicationUnlimitedFlag: true }),
};

const type = (name: string, more: Values = {}): Values => ({
  name,
  employeeCompRate: 'Hourly',
  employeeCompNotExceed: 'Billing',
  invoicingCycle: 'ContractYear',
  billTime: 'NoDefault',
  billExpenses: 'Billable',
  billProducts: 'Billable',
  billingCycle: 1,
  billingTerms: 1,
  ...more,
});

const ROWS: readonly Values[] = [
  type('Mail Security', { defaultFlag: true }),
  type('Managed Services'),
  type('Block Time', { billingCycle: 4, oneTimeFlag: true, applicationUnits: 'Hours' }),
  type('保守契約', { billingCycle: 2 }),
];

export function addAgreementTypes(world: World): readonly Endpoint[] {
  return setUpTable({ table: 'agreementTypes', shape: TYPE, rows: ROWS, item: 'Agreements / Agreement Type' }, world);
}
