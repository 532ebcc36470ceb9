import { SETUP } from '../seed/setup.js';
import { type Shape, text } from '../store/shape.js';
import { newRow } from '../store/writer.js';
import type { World } from '../world.js';

/** Tables that companies point into and that have no endpoints of their own yet: name, label and rows. */
const LOOKUPS: readonly (readonly [table: string, label: string, names: readonly string[]])[] = [
  ['markets', 'Market', ['Dental', 'Legal', 'Manufacturing', 'Retail', 'Education']],
  ['contacts', 'Contact', []],
  ['sites', 'Site', []],
  ['sicCodes', 'Sic Code', ['Services']],
  ['ownershipTypes', 'Ownership Type', ['Private', 'Public']],
  ['timeZoneSetups', 'Time Zone Setup', ['Eastern Standard Time', 'GMT Standard Time', 'Tokyo Standard Time']],
  ['calendars', 'Calendar', ['Standard']],
  ['taxCodes', 'Tax Code', ['No Tax', 'Florida', '消費税']],
  ['billingTerms', 'Billing Terms', ['Net 30 days', 'Net 14 days', 'Due on receipt']],
  ['invoiceTemplates', 'Invoice Template', ['Default']],
  ['pricingSchedules', 'Pricing Schedule', ['Standard Pricing']],
  ['entityTypes', 'Entity Type', ['Corporation', 'Partnership']],
  ['billingDeliveries', 'Billing Delivery', ['E-Mail', 'Mail']],
  ['emailTemplates', 'Email Template', ['Invoice']],
  ['currencies', 'Currency', ['US Dollars', 'Euro', 'Japanese Yen']],
];

const COUNTRIES: readonly (readonly [string, string])[] = [
  ['US', 'United States'],
  ['GB', 'United Kingdom'],
  ['DE', 'Germany'],
  ['JP', 'Japan'],
];

export function addLookups(world: World): void {
  for (const [name, label, names] of LOOKUPS) {
    const table = world.tables.add(name, named(label));
    for (const value of names) {
      table.insert(newRow(table.nextId, { name: value }, SETUP));
    }
  }
  const countries = world.tables.add('countries', identified('Country'));
  for (const [identifier, name] of COUNTRIES) {
    countries.insert(newRow(countries.nextId, { identifier, name }, SETUP));
  }
}

function named(label: string): Shape {
  return { name: camel(label), label, fields: { name: text(50, { required: true }) }, shownAs: ['name'] };
}

function identified(label: string): Shape {
  const fields = { identifier: text(15, { required: true }), name: text(50) };
  return { name: camel(label), label, fields, shownAs: ['identifier', 'name'] };
}

function camel(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1).replaceAll(' ', '');
}
