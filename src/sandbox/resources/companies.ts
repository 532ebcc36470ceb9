import type { Endpoint } from '../http/operation.js';
import { datetime, decimal, type Field, flag, integer, reference, type Shape, text } from '../store/shape.js';
import type { World } from '../world.js';
import { byRole, collection } from './collection.js';

const userDefined = (from: number, to: number): Readonly<Record<string, Field>> =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, at) => [`userDefinedField${from + at}`, text(50)]));

const readOnly = { readOnly: true };

const FIELDS: Readonly<Record<string, Field>> = {
  identifier: text(156, { required: true }),
  name: text(156, { required: true }),
  status: reference('companyStatuses', 'Company.CompanyStatusReference'),
  addressLine1: text(50),
  addressLine2: text(50),
  city: text(50),
  state: text(50),
  zip: text(12),
  country: reference('countries', 'Company.CountryReference'),
  phoneNumber: text(30),
  faxNumber: text(30),
  website: text(255),
  territory: reference('locations', 'System.SystemLocationReference'),
  market: reference('markets', 'Company.MarketDescriptionReference'),
  accountNumber: text(),
  defaultContact: reference('contacts', 'Company.ContactReference'),
  dateAcquired: datetime(),
  sicCode: reference('sicCodes', 'Company.SicCodeReference'),
  parentCompany: reference('companies', 'Company.CompanyReference'),
  annualRevenue: decimal(),
  creditLimit: decimal(),
  additionalDebt: decimal(),
  numberOfEmployees: integer(),
  yearEstablished: integer(),
  revenueYear: integer(),
  ownershipType: reference('ownershipTypes', 'Company.OwnershipTypeReference'),
  timeZoneSetup: reference('timeZoneSetups', 'System.TimeZoneSetupReference'),
  leadSource: text(50),
  leadFlag: flag(),
  unsubscribeFlag: flag(),
  calendar: reference('calendars', 'System.CalendarReference'),
  ...userDefined(1, 10),
  vendorIdentifier: text(),
  taxIdentifier: text(),
  taxCode: reference('taxCodes', 'Finance.TaxCodeReference'),
  billingTerms: reference('billingTerms', 'Finance.BillingTermsReference'),
  invoiceTemplate: reference('invoiceTemplates', 'Finance.InvoiceTemplateReference'),
  pricingSchedule: reference('pricingSchedules', 'Procurement.PricingScheduleReference'),
  companyEntityType: reference('entityTypes', 'Company.EntityTypeReference'),
  billToCompany: reference('companies', 'Company.CompanyReference'),
  billingSite: reference('sites', 'Company.SiteReference'),
  billingContact: reference('contacts', 'Company.ContactReference'),
  invoiceDeliveryMethod: reference('billingDeliveries', 'Finance.BillingDeliveryReference'),
  emailTemplate: reference('emailTemplates', 'System.EmailTemplateReference'),
  invoiceToEmailAddress: text(),
  invoiceCCEmailAddress: text(),
  deletedFlag: flag(readOnly),
  dateDeleted: datetime(readOnly),
  deletedBy: text(undefined, readOnly),
  mobileGuid: text(undefined, readOnly),
  facebookUrl: text(),
  twitterUrl: text(),
  linkedInUrl: text(),
  currency: reference('currencies', 'Finance.CurrencyReference'),
  territoryManager: reference('members', 'System.MemberReference'),
  resellerIdentifier: text(),
  isVendorFlag: flag(readOnly),
  types: { kind: 'references', table: 'companyTypes', typeName: 'Company.CompanyTypeReference', createOnly: true },
  site: reference('sites', 'Company.SiteReference'),
  integratorTags: { kind: 'texts' },
  customFields: { kind: 'customFields' },
};

const COMPANY: Shape = {
  name: 'company',
  label: 'Company',
  path: '/company/companies',
  shownAs: ['identifier', 'name'],
  indexed: ['identifier'],
  unique: 'identifier',
  oneOf: ['addressLine1', 'addressLine2', 'city', 'state', 'zip', 'country'],
  softDelete: true,
  fields: FIELDS,
  defaults: (tables) => ({
    status: tables.defaultOf('companyStatuses'),
    deletedFlag: false,
    leadFlag: false,
    unsubscribeFlag: false,
    isVendorFlag: false,
  }),
};

export function addCompanies(world: World): readonly Endpoint[] {
  world.tables.add('companies', COMPANY);
  world.tables.defineCustomFields(COMPANY, [
    { id: 1, caption: 'Contract no', type: 'Text', entryMethod: 'EntryField', numberOfDecimals: 0 },
    { id: 2, caption: 'Managed', type: 'Checkbox', entryMethod: 'EntryField', numberOfDecimals: 0 },
  ]);
  const authorize = byRole('Company Maintenance', world);
  return collection({ path: '/company/companies', table: 'companies', authorize }, world);
}
