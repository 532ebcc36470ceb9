import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { LineFilter } from '../../src/features/billing-plans/line.js';
import { LineRepository } from '../../src/features/billing-plans/line.repository.js';
import type { PlanFilter } from '../../src/features/billing-plans/plan.js';
import { PlanRepository } from '../../src/features/billing-plans/plan.repository.js';
import type { ReconciliationFilter } from '../../src/features/reconciliation/reconciliation.js';
import { ReconciliationRepository } from '../../src/features/reconciliation/reconciliation.repository.js';
import type { BillingLineId, BillingPlanId, ProductId, UserId } from '../../src/shared/ids.js';
import { given } from '../api/support/calls.js';
import { testDatabase } from '../support/database.js';
import { emptyTables, fillBilling, filledId, fillUsage, fillUsers, USERS_AND_THEIRS } from '../support/fill.js';
import { expectIndexes, growingTables, plansOf } from '../support/list-indexes.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let database: Database;
let large: SampleAccount;
let small: SampleAccount;

const planFilters: Readonly<Record<string, PlanFilter>> = {
  'no filter': {},
  open: { statuses: ['OPEN'] },
  'done or discarded': { statuses: ['DONE', 'DISCARDED'] },
  'in the making': { statuses: ['PLANNING'] },
  'on demand': { kinds: ['ON_DEMAND'] },
  'that take back': { kinds: ['UNDO'] },
  'open, on demand': { statuses: ['OPEN'], kinds: ['ON_DEMAND'] },
};
const lineFilters: Readonly<Record<string, LineFilter>> = {
  'no filter': {},
  'of a rare action': { actions: ['HOLD'] },
  'of a frequent action': { actions: ['UPDATE'] },
  'in a rare state': { states: ['FAILED'] },
  'in a frequent state': { states: ['APPLIED'] },
  'in two states': { states: ['PENDING', 'FAILED'] },
  held: { holds: ['NO_USAGE', 'DROPS_TO_ZERO'] },
  'held by what never fired': { holds: ['COMPANY_BROKEN'] },
  'of a user': { userIds: [filledId(1) as UserId] },
  'of several users': { userIds: [filledId(1) as UserId, filledId(3) as UserId] },
  'of a frequent product': { productIds: [filledId(1) as ProductId] },
  'of a rare product': { productIds: [filledId(2) as ProductId] },
  'of an agreement': { agreementIds: [7] },
  'held, of a user': { holds: ['NO_USAGE'], userIds: [filledId(3) as UserId] },
};

const reportFilters: Readonly<Record<string, ReconciliationFilter>> = {
  'no filter': {},
  'that differ': { states: ['DIFFERS'] },
  'that match': { states: ['MATCHES'] },
  'that are gone or ended': { states: ['GONE', 'ENDED'] },
  'of a user': { userIds: [filledId(1) as UserId] },
  'of a frequent product': { productIds: [filledId(1) as ProductId] },
  'of a rare product': { productIds: [filledId(2) as ProductId] },
};

describe('B5: plans and their lines are read through indexes, of 100,000 each', () => {
  beforeAll(async () => {
    database = await testDatabase();
    small = await sampleAccount(database);
    large = await sampleAccount(database);
    await fillUsers(large, 100_000);
    await fillUsage(large, 2);
    await fillBilling(large, 100_000);
  });
  afterAll(async () => {
    await emptyTables(large.id, ...USERS_AND_THEIRS);
    await database.close();
  });

  it.each(Object.entries(planFilters))('B5: billingPlans: %s', async (_name, filter) => {
    const plans = new PlanRepository(database);
    await expectIndexes(database, { large, small }, (account, request) => plans.page(account.id, request, filter));
  });

  it.each(Object.entries(lineFilters))('B5: lines of a plan: %s', async (_name, filter) => {
    const lines = new LineRepository(database);
    const planId = filledId(1) as BillingPlanId;
    // Of the plan that has a tenth of all lines.
    await expectIndexes(database, { large, small, mostSorted: 10_000 }, async (account, request) => {
      const pages = await lines.pages(account.id, request, { planIds: [planId], filter });
      return given(pages.get(planId));
    });
  });

  it.each(Object.entries(reportFilters))('B10: reconciliation: %s', async (_name, filter) => {
    const rows = new ReconciliationRepository(database);
    await expectIndexes(database, { large, small }, (account, request) =>
      rows.page(account.id, request, { filter, instanceId: account.instanceId }),
    );
  });

  it('B5: what adds up to lines, the counts of a plan and what is due', async () => {
    const [plans, lines] = [new PlanRepository(database), new LineRepository(database)];
    const looks = [
      () => lines.shares(large.id, [filledId(1) as BillingLineId, filledId(2) as BillingLineId]),
      () => lines.find(large.id, [filledId(1) as BillingLineId]),
      () => plans.counts(large.id, [filledId(2) as BillingPlanId]),
      () => plans.oldestInTheMaking(large.id),
      () => plans.expiry(large.id),
    ];
    for (const look of looks) {
      const [plan = []] = await plansOf(database, look);
      expect({ plan, whole: growingTables(plan) }).toMatchObject({ whole: [] });
    }
  });
});
