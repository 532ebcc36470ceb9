import { expect } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { Page, PageRequest } from '../../src/shared/page.js';
import { type PlanStep, planOf, readsOf, rowsSorted, wholeTables } from './plan.js';
import type { SampleAccount } from './sample-account.js';

export const FIRST = 50;
const MOST_SORTED = 1_000;

export type List = (account: SampleAccount, request: PageRequest) => Promise<Page<unknown>>;

export async function plansOf(
  database: Database,
  work: () => Promise<unknown>,
): Promise<readonly (readonly PlanStep[])[]> {
  const plans: (readonly PlanStep[])[] = [];
  for (const statement of await readsOf(database, work)) plans.push(await planOf(database, statement));
  return plans;
}

/** Accounts are few in a database of tests, and then quicker read whole than by their key. */
export function growingTables(plan: readonly PlanStep[]): string[] {
  return wholeTables(plan).filter((table) => table !== 'accounts');
}

interface Accounts {
  readonly large: SampleAccount;
  readonly small: SampleAccount;
  /** More where a list is of a part of an account only, which may be sorted as a whole. */
  readonly mostSorted?: number;
}

/** The first page, the page behind it, and how many there are. */
export async function expectIndexes(
  database: Database,
  { large, small, mostSorted = MOST_SORTED }: Accounts,
  list: List,
): Promise<void> {
  const first = await list(large, { first: FIRST });
  const after = first.items.at(-1)?.cursor;
  for (const request of [{ first: FIRST }, ...(after ? [{ first: FIRST, after }] : [])]) {
    const [plan = [], ...more] = await plansOf(database, () => list(large, request));
    expect(more).toEqual([]);
    const whole = growingTables(plan);
    expect({ plan, whole }).toMatchObject({ whole: [] });
    // What few rows a filter leaves may be sorted; what an account has may not.
    const sorted = rowsSorted(plan);
    expect(sorted).toBeLessThanOrEqual(mostSorted);
  }
  const page = await list(small, { first: FIRST });
  const [count = []] = await plansOf(database, () => page.countTotal());
  expect({ count, whole: growingTables(count) }).toMatchObject({ whole: [] });
}
