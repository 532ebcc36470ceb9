import { SETUP } from '../seed/setup.js';
import { type Shape, text } from '../store/shape.js';
import { newRow } from '../store/stamps.js';
import type { World } from '../world.js';

/** Tables that companies point into and that have no endpoints of their own yet: name, label and rows. */
const LOOKUPS: readonly (readonly [table: string, label: string, names: readonly string[]])[] = [
  ['locations', 'System Location', ['Tampa Office', 'London Office', '東京オフィス']],
  ['sicCodes', 'Sic Code', ['Services']],
  ['timeZoneSetups', 'Time Zone Setup', ['Eastern Standard Time', 'GMT Standard Time', 'Tokyo Standard Time']],
  ['calendars', 'Calendar', ['Standard']],
  ['invoiceTemplates', 'Invoice Template', ['Default']],
  ['pricingSchedules', 'Pricing Schedule', ['Standard Pricing']],
  ['entityTypes', 'Entity Type', ['Corporation', 'Partnership']],
  ['billingDeliveries', 'Billing Delivery', ['E-Mail', 'Mail']],
  ['emailTemplates', 'Email Template', ['Invoice']],
  ['teamRoles', 'Team Role', ['Account Manager', 'Technical Lead']],
  ['configurationStatuses', 'Configuration Status', ['Active', 'Inactive']],
  ['integratorLogins', 'Integrator Login', ['psabridge']],
  ['workRoles', 'Work Role', ['Engineer', 'Senior Engineer']],
  ['workTypes', 'Work Type', ['Remote', 'On-Site']],
  ['serviceEmailTemplates', 'Service Email Template', ['Ticket Received', 'Ticket Closed']],
  ['serviceSignoffs', 'Service Signoff', ['Standard']],
  ['statusIndicators', 'Status Indicator', ['NotResponded', 'Working', 'Waiting', 'Closed']],
  ['slas', 'SLA', ['Standard SLA']],
  ['opportunities', 'Opportunity', []],
  ['currencies', 'Currency', ['US Dollars', 'Euro', 'Japanese Yen']],
];

export function addLookups(world: World): void {
  for (const [name, label, names] of LOOKUPS) {
    const table = world.tables.add(name, named(label));
    for (const value of names) {
      table.insert(newRow(table.nextId, { name: value }, SETUP));
    }
  }
  const departments = world.tables.add('departments', identified('Department'));
  for (const name of ['Support', 'Projects']) {
    departments.insert(newRow(departments.nextId, { identifier: name, name }, SETUP));
  }
  world.tables.add('members', identified('Member'));
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
