import { describe, expect, it } from '@jest/globals';
import { isEnumType } from 'graphql';
import { createBareSchema } from '../../src/app/schema.js';
import { pageAt, rowsOf } from './markdown.js';

const schema = createBareSchema();

function valuesOf(name: string): string[] {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`${name} is no enumeration.`);
  return type.getValues().map((value) => value.name);
}

/** What stands in backticks in the first cell of each row of the table with this head. */
function told(path: string, head: string): string[] {
  const names = rowsOf(pageAt(path), head).map(([name = '']) => name);
  return names.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

/** Tables that tell all values of an enumeration. */
const tables = [
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
] as const;

describe('tables of the documentation', () => {
  it.each(tables)('%s: %s', (page, head, type) => {
    expect(told(page, head).sort()).toEqual(valuesOf(type).sort());
  });
});
