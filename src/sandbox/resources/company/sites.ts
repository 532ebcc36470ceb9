import type { Endpoint } from '../../http/operation.js';
import { type Draft, decimal, flag, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';
import type { World } from '../../world.js';
import { byRole, collection } from '../collection.js';

const SITE: Shape = {
  name: 'companySite',
  label: 'Site',
  path: '/company/companies/{company}/sites',
  shownAs: ['name'],
  indexed: ['company'],
  fields: {
    name: text(156, { required: true }),
    addressLine1: text(50),
    addressLine2: text(50),
    city: text(50),
    stateReference: reference('states', 'Company.StateReference'),
    zip: text(12),
    country: reference('countries', 'Company.CountryReference'),
    phoneNumber: text(30),
    phoneNumberExt: text(30),
    faxNumber: text(30),
    taxCode: reference('taxCodes', 'Finance.TaxCodeReference'),
    entityType: reference('entityTypes', 'Company.EntityTypeReference'),
    expenseReimbursement: decimal(),
    primaryAddressFlag: flag(),
    defaultShippingFlag: flag(),
    defaultBillingFlag: flag(),
    defaultMailingFlag: flag(),
    inactiveFlag: flag(),
    billSeparateFlag: flag(),
    calendar: reference('calendars', 'System.CalendarReference'),
    timeZone: reference('timeZoneSetups', 'System.TimeZoneSetupReference'),
    company: reference('companies', 'Company.CompanyReference', { readOnly: true, owner: 'companies' }),
    territory: reference('locations', 'System.SystemLocationReference'),
    invoiceTemplate: reference('invoiceTemplates', 'Finance.InvoiceTemplateReference'),
  },
  defaults: () => ({
    defaultShippingFlag: false,
    defaultBillingFlag: false,
    defaultMailingFlag: false,
    inactiveFlag: false,
    billSeparateFlag: false,
  }),
  derive: primary,
};

/** A company's first site is its primary one, whatever was asked for. */
function primary({ values, before, tables }: Draft): Values {
  const company = values['company'];
  const isFirst =
    before === null && typeof company === 'number' && tables.childrenOf('sites', 'company', company).length === 0;
  return { primaryAddressFlag: isFirst || values['primaryAddressFlag'] === true };
}

export function addSites(world: World): readonly Endpoint[] {
  world.tables.add('sites', SITE);
  const parent = { table: 'companies', field: 'company' };
  const authorize = byRole('Company Maintenance', world);
  return collection({ path: '/company/companies/{parentId}/sites', table: 'sites', authorize, parent }, world);
}
