import { describe, expect, it } from '@jest/globals';
import { isEnumType } from 'graphql';
import { createBareSchema } from '../../src/app-schema.js';
import { pageAt } from './markdown.js';

const schema = createBareSchema();

function valuesOf(name: string): string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enumeration.`);
  return type.getValues().map((value) => value.name);
}

/** What stands in backticks in the first cell of each row of the table with this head. */
function told(page: string, head: string): string[] {
  const [, table] = pageAt(page).text.split(`${head}\n`);
  if (table === undefined) throw new Error(`${page} has no table with the head ${head}.`);
  const rows = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

/** Tables that tell all values of an enumeration, and those that they leave out for a reason. */
const tables: readonly (readonly [page: string, head: string, type: string, ...left: string[]])[] = [
  ['docs/connectwise-setup.md', '| cause | what it means | what to do |', 'CheckCause'],
  ['docs/connectwise-setup.md', '| `phase` | what it means | what goes out |', 'IntegrationPhase'],
  ['docs/connectwise-setup.md', '| `instanceChange` | when | what happens to mappings |', 'InstanceChange'],
  ['docs/connectwise-setup.md', '| kind | module › function |', 'OutgoingWork'],
  ['docs/companies.md', '| reason | meaning |', 'CompanyListingReason'],
  ['docs/drift.md', '| kind | what happened | the mapping | outgoing work |', 'DriftKind'],
  ['docs/matching.md', '| reason | the user and the company have in common |', 'MatchReason'],
  ['docs/billing.md', '| rule | the quantity of a period |', 'PeriodRule'],
  ['docs/billing.md', '| action | the line says |', 'BillingLineAction'],
  ['docs/billing.md', '| state | the addition |', 'ReconciliationState'],
  ['docs/spam-statistics.md', '| route | what ConnectWise gets | what it needs |', 'SpamRouteChoice'],
  ['docs/spam-statistics.md', '| route | what is there | sent again |', 'SpamRoute'],
  ['docs/spam-statistics.md', '| state | when | |', 'SpamDeliveryState'],
];

describe('tables of the documentation', () => {
  it.each(tables)('%s: %s', (page, head, type, ...left) => {
    expect([...told(page, head), ...left].sort()).toEqual(valuesOf(type).sort());
  });
});
