import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { DeliveryFilter } from '../../src/features/spam-delivery/delivery.js';
import { DeliveryRepository } from '../../src/features/spam-delivery/delivery.repository.js';
import { DeliveryWorkRepository } from '../../src/features/spam-delivery/delivery-work.repository.js';
import type { Day } from '../../src/shared/day.js';
import { type JobId, newId, type SpamDeliveryId, type UserId } from '../../src/shared/ids.js';
import { sql } from '../api/support/rows.js';
import { testDatabase } from '../support/database.js';
import { emptyTables, fillDeliveries, filledId } from '../support/fill.js';
import { expectIndexes, growingTables, plansOf } from '../support/list-indexes.js';
import { rowsSorted } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

const ROWS = 100_000;
const filters: Readonly<Record<string, DeliveryFilter>> = {
  'no filter': {},
  'of a user': { userIds: [filledId(1) as UserId] },
  'of several users': { userIds: [filledId(1) as UserId, filledId(3) as UserId] },
  'of nobody': { userIds: [newId<UserId>()] },
  'in a frequent state': { states: ['SENT'] },
  'in a rare state': { states: ['FAILED'] },
  'in two states': { states: ['FAILED', 'SKIPPED'] },
  waiting: { states: ['WAITING'] },
  'of a frequent route': { routes: ['COMPANY_NOTE'] },
  'of a rare route': { routes: ['SUMMARY_REPORT'] },
  'of a route that nobody took': { routes: ['NATIVE_STATISTICS'] },
  'of two routes': { routes: ['SUMMARY_REPORT', 'TICKET'] },
  'of a month': { months: ['2020-03-01' as Day] },
  'of two months': { months: ['2020-03-01' as Day, '2020-04-01' as Day] },
  'of a month without any': { months: ['2036-06-01' as Day] },
  'of a job': { jobId: filledId(5) as JobId },
  'of an unknown job': { jobId: newId<JobId>() },
  'failed, of a month': { states: ['FAILED'], months: ['2020-03-01' as Day] },
  'failed, of a job': { states: ['FAILED'], jobId: filledId(5) as JobId },
  'of a user, by a rare route': { userIds: [filledId(1) as UserId], routes: ['SUMMARY_REPORT'] },
};

let database: Database;
let large: SampleAccount;
let small: SampleAccount;

/** 20,000 users with five months each. */
beforeAll(async () => {
  database = await testDatabase();
  small = await sampleAccount(database);
  large = await sampleAccount(database);
  await fillDeliveries(large, ROWS);
});
afterAll(async () => {
  await emptyTables(large.id, 'spam_deliveries', 'spam_days', 'spam_domains');
  await sql('DELETE FROM users WHERE account_id = $1 AND id <> $2', [large.id, large.userId]);
  await database.close();
});

describe('M3: the history of reports is read through indexes, of 100,000', () => {
  it.each(Object.entries(filters))('M3: spamDeliveries: %s', async (_name, filter) => {
    const deliveries = new DeliveryRepository(database);
    await expectIndexes(database, { large, small }, (account, request) => deliveries.page(account.id, request, filter));
  });

  it('M3: so is what a report holds, what waits, and whose report comes next', async () => {
    const [deliveries, work] = [new DeliveryRepository(database), new DeliveryWorkRepository(database)];
    const ids = [1, 2, 3].map((at) => filledId(at) as SpamDeliveryId);
    const looks = [
      () => deliveries.find(large.id, ids),
      () => deliveries.contents(large.id, 'csv', ids),
      () => work.nextWaiting(large.id, filledId(5) as JobId),
      () => work.usersAfter(large.id, { after: filledId(100) as UserId, most: 50 }),
      () => work.usersAfter(large.id, { most: 50 }),
    ];
    for (const look of looks) {
      const [plan = []] = await plansOf(database, look);
      expect({ plan, whole: growingTables(plan) }).toMatchObject({ whole: [] });
      expect(rowsSorted(plan)).toBeLessThanOrEqual(50);
    }
  });
});
