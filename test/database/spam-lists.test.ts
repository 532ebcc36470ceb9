import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import { SpamExportRepository } from '../../src/features/spam/spam-export.repository.js';
import { type Period, periodBefore, type SpamFilter } from '../../src/features/spam/spam-statistics.js';
import { SpamStatisticsRepository } from '../../src/features/spam/spam-statistics.repository.js';
import { ReportFiguresRepository } from '../../src/features/spam-reports/report-figures.repository.js';
import { nativePeriodsOf, periodsOf } from '../../src/features/spam-reports/report-periods.js';
import type { Month } from '../../src/shared/calendar.js';
import type { Day } from '../../src/shared/day.js';
import { newId, type SourceId, type UserId } from '../../src/shared/ids.js';
import { given } from '../api/support/calls.js';
import { sql } from '../api/support/rows.js';
import { testDatabase } from '../support/database.js';
import { emptyTables, filledId } from '../support/fill.js';
import { plansOf } from '../support/list-indexes.js';
import type { PlanStep } from '../support/plan.js';
import { rowsSorted, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';
import { sumUp } from '../support/spam.js';

const USERS = 100;
const YEAR: Period = { from: '2024-01-01' as Day, to: '2024-12-31' as Day };
const users = [1, 2, 3].map((at) => filledId(at) as UserId);

let database: Database;
let account: SampleAccount;
/** A source of the last two users only. */
const rare = newId<SourceId>();

/** 100 users with two domains each, and a thousand days of each domain, in the order in which days come. */
beforeAll(async () => {
  database = await testDatabase();
  account = await sampleAccount(database);
  await sql(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT $1, ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, $2, i, 'User ' || i, '{}'
     FROM generate_series(1, ${USERS}) AS i`,
    [account.id, account.sourceId],
  );
  await sql(
    `INSERT INTO spam_domains (account_id, id, user_id, domain)
     SELECT $1, 2 * i + j, ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'd' || i || '.' || j || '.example'
     FROM generate_series(1, ${USERS}) AS i, generate_series(1, 2) AS j`,
    [account.id],
  );
  await sql(`INSERT INTO sources (account_id, id, code, name) VALUES ($1, $2, 'rare', 'Rare')`, [account.id, rare]);
  await sql('UPDATE users SET source_id = $3 WHERE account_id = $1 AND id = ANY($2)', [
    account.id,
    [filledId(USERS - 1), filledId(USERS)],
    rare,
  ]);
  for (const part of [0, 1, 2, 3, 4]) {
    await sql(
      `INSERT INTO spam_days (account_id, domain_id, day, total_messages, account_messages, spam, phishing, viruses)
       SELECT account_id, id, date '2022-04-10' + i, 1000, 500, i % 100, i % 10, i % 2
       FROM generate_series($2::int, $3::int) AS i, spam_domains WHERE account_id = $1 AND domain <> 'a.example'
       ORDER BY i, id`,
      [account.id, part * 200, part * 200 + 199],
    );
  }
  await sumUp(account.id);
  // A row a day is little: it takes decades before a year of it is better read by its index than whole.
  await sql(
    `INSERT INTO spam_totals (account_id, source_id, day, total_messages, account_messages, spam, phishing, viruses)
     SELECT $1, $2, date '1975-01-01' + i, 9, 5, 1, 1, 1 FROM generate_series(0, 17000) AS i`,
    [account.id, account.sourceId],
  );
  await sql('ANALYZE spam_domains, spam_days, spam_totals, users');
});
afterAll(async () => {
  await emptyTables(account.id, 'spam_days', 'spam_domains', 'spam_totals');
  await sql('DELETE FROM users WHERE account_id = $1 AND id = ANY($2)', [
    account.id,
    Array.from({ length: USERS }, (_, at) => filledId(at + 1)),
  ]);
  await sql('DELETE FROM sources WHERE account_id = $1 AND id = $2', [account.id, rare]);
  await database.close();
});

/** How many rows of a table a plan looked at. */
function looksAt(plan: readonly PlanStep[], table: string): number {
  return plan.reduce((sum, step) => sum + (step.table === table ? step.rows + step.removed : 0), 0);
}

async function planFor(work: () => Promise<unknown>): Promise<readonly PlanStep[]> {
  const [plan, ...more] = await plansOf(database, work);
  expect(more).toEqual([]);
  return given(plan);
}

/** Each way in which days are summed up, by what they are filtered. */
const reads = (filter: SpamFilter, period: Period, isByUser = false) => {
  const repository = new SpamStatisticsRepository(database);
  const selection = { filter, period, isByUser };
  return {
    totals: () => repository.totals(account.id, selection),
    days: () => repository.series(account.id, { ...selection, by: 'DAY' }),
    months: () => repository.series(account.id, { ...selection, by: 'MONTH' }),
    top: () => repository.topDomains(account.id, { ...selection, first: 100, by: 'SPAM' }),
  };
};

describe('M4: sums are read through indexes, of 200,000 days', () => {
  it.each<[string, SpamFilter]>([
    ['all of the account', {}],
    ['a source', { sources: ['mail'] }],
    ['an unknown source', { sources: ['other'] }],
  ])('M4: of %s a row a day is read, and no day of a domain', async (_name, filter) => {
    const { totals, days, months } = reads(filter, YEAR);
    for (const read of [totals, days, months]) {
      const plan = await planFor(read);
      expect({ plan, whole: wholeTables(plan).filter((table) => table !== 'sources') }).toMatchObject({ whole: [] });
      expect(plan.map(({ table }) => table)).not.toContain('spam_days');
      // And source, of which there are two.
      expect(looksAt(plan, 'spam_totals')).toBeLessThanOrEqual(2 * 366);
    }
  });

  it.each<[string, SpamFilter, number]>([
    ['a user', { userIds: users.slice(0, 1) }, 2],
    ['a domain', { domains: ['d7.1.example'] }, 1],
    ['a domain of a user', { userIds: users, domains: ['d2.2.example'] }, 1],
    ['a user of a source', { userIds: users.slice(0, 1), sources: ['mail'] }, 2],
    ['nobody', { userIds: [] }, 0],
  ])('M4: of %s no other days are read than those that are summed up', async (_name, filter, domains) => {
    const { from } = YEAR;
    for (const [period, days] of [
      [YEAR, 366],
      [given(periodBefore(YEAR)), 366],
      [{ from, to: from }, 1],
    ] as const) {
      for (const read of Object.values(reads(filter, period))) {
        const plan = await planFor(read);
        expect({ plan, whole: wholeTables(plan).filter((table) => table === 'spam_days') }).toMatchObject({
          whole: [],
        });
        expect(looksAt(plan, 'spam_days')).toBe(domains * days);
      }
    }
  });

  it('M4: so it is for users in a list', async () => {
    for (const read of Object.values(reads({ userIds: users }, YEAR, true))) {
      const plan = await planFor(read);
      expect(looksAt(plan, 'spam_days')).toBe(users.length * 2 * 366);
    }
  });

  it('M4: the domains of the account with the most are found in the days of the period, and in no others', async () => {
    const [from, to] = ['2024-06-01' as Day, '2024-06-30' as Day];
    for (const filter of [{}, { sources: ['mail', 'rare'] }]) {
      const plan = await planFor(() => reads(filter, { from, to }).top());
      // What a step found for each of its rounds is told as their average.
      const atMost = 30 * (2 * USERS + 1);
      expect({ plan, more: Math.max(0, looksAt(plan, 'spam_days') - atMost) }).toMatchObject({ more: 0 });
    }
  });

  it.each([
    ['all sources', () => undefined],
    ['a source', () => account.sourceId],
    ['a source with two users', () => rare],
  ])('M4: a file of %s is read page after page, none of which looks at more than it gives out', async (_name, of) => {
    const repository = new SpamExportRepository(database);
    const page = (after?: { domainId: number; day: Day }) =>
      repository.page(account.id, { period: YEAR, sourceId: of(), after, most: 1_000 });
    const last = given((await page()).at(-1));
    for (const after of [undefined, last, { ...last, day: YEAR.to }]) {
      const plan = await planFor(() => page(after));
      expect({ plan, whole: wholeTables(plan).filter((table) => table === 'spam_days') }).toMatchObject({ whole: [] });
      // The domain in which the page begins is looked at by itself, the one in which it ends to its end.
      expect(looksAt(plan, 'spam_days')).toBeLessThanOrEqual(1_000 + 2 * 366);
      expect(rowsSorted(plan)).toBeLessThanOrEqual(3 * (1_000 + 366));
    }
  });

  it('M4: a report looks at the days of its users alone, for 50 users as for one', async () => {
    const repository = new ReportFiguresRepository(database);
    const files = new SpamExportRepository(database);
    const { month, ...others } = periodsOf('2024-11' as Month);
    const native = nativePeriodsOf({ asOf: '2024-12-02' as Day });
    for (const count of [1, 50]) {
      const userIds = Array.from({ length: count }, (_, at) => filledId(at + 1) as UserId);
      const domains = userIds.flatMap((_, at) => [1, 2].map((by) => `d${at + 1}.${by}.example`));
      for (const [read, days] of [
        [() => repository.ofUsers(account.id, userIds, { month, ...others }), 335],
        [() => repository.ofDomains(account.id, domains, native), 337],
        [() => files.ofUsers(account.id, userIds, month), 30],
      ] as const) {
        const plan = await planFor(read);
        expect({ plan, whole: wholeTables(plan).filter((table) => table === 'spam_days') }).toMatchObject({
          whole: [],
        });
        expect(looksAt(plan, 'spam_days')).toBe(count * 2 * days);
      }
    }
  });
});
