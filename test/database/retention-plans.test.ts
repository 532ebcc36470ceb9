import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prisma } from '../../src/database/generated/client/client.js';
import type { WriteTransaction } from '../../src/database/write-door.js';
import { FIRST_ID, type Slice } from '../../src/features/retention/removal.repository.js';
import { REMOVALS } from '../../src/features/retention/removals.repository.js';
import type { RetentionKind } from '../../src/features/retention/retention.js';
import type { Day } from '../../src/shared/day.js';
import { firstIdOf } from '../../src/shared/ids.js';
import { OldRows } from '../api/support/old-rows.js';
import { sql } from '../api/support/rows.js';
import { type PlanStep, planIn, wholeTables } from '../support/plan.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const YOUNG = 12_000;
const BEFORE = '2019-01-01' as Day;
const ROLLED_BACK = new Error('rolled back');

let test: TestApp;
let mine: OldRows;
beforeAll(async () => {
  test = await startTestApp();
  mine = await OldRows.of(test);
  await fill();
});
afterAll(() => test.close());

/** Much that stays in each table, of which a third could go if it were older, and a little that goes. */
async function fill(): Promise<void> {
  const { account, userId, instanceId, productId, sourceId } = mine;
  // What suites before have left of other accounts, for whose figures the planner would take another way.
  await sql(
    `TRUNCATE notifications, tickets, usage_days, drifts, jobs, spam_deliveries, billing_plans, spam_days, spam_totals CASCADE`,
    [],
  );
  const values = [account.id, userId, instanceId, productId, sourceId, YOUNG];
  // Ids of a time to come, or of long ago.
  const id = `((CASE WHEN n <= $6 THEN 'f' ELSE '0' END || substr(gen_random_uuid()::text, 2))::uuid)`;
  const at = `(CASE WHEN n <= $6 THEN now() ELSE '2012-01-01' END)`;
  const from =
    'FROM generate_series(1, $6::int + 1500) n WHERE $2::uuid IS NOT NULL AND $3::uuid IS NOT NULL AND $4::uuid IS NOT NULL AND $5::uuid IS NOT NULL';
  for (const text of [
    `INSERT INTO notifications (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at, is_open, state,
       resolved_at, resolved_by) SELECT $1, ${id}, $5, 'k' || n, $2, 'M', 'WARNING', 't', 'b', ${at}, false, 'RESOLVED', ${at}, 'SOURCE' ${from}`,
    `INSERT INTO tickets (account_id, id, instance_id, company_id, connect_wise_id, reference, state, closed_at)
     SELECT $1, ${id}, $3, 1, n, 'r' || n, 'CLOSED', ${at} ${from}`,
    `INSERT INTO usage_days (account_id, user_id, day, product_id, used)
     SELECT $1, $2, '2019-01-01'::date + CASE WHEN n <= $6 THEN n ELSE 6000 - n END, $4, 1 FROM generate_series(1, $6::int + 1500) n
     WHERE $3::uuid IS NOT NULL AND $5::uuid IS NOT NULL ON CONFLICT DO NOTHING`,
    `INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status, before_identifier,
       survivor_reasons, closed_at) SELECT $1, ${id}, ${id}, $2, $3, 1, 'COMPANY_RENAMED', 'RESOLVED', 'a', '{}', ${at} ${from}`,
    `INSERT INTO jobs (account_id, id, kind, status, actor_kind, actor_name, input, created_at, finished_at)
     SELECT $1, ${id}, 'MATCHING', 'SUCCEEDED', 'SYSTEM', 't', '{}', ${at}, ${at} ${from}`,
    `INSERT INTO spam_deliveries (account_id, id, job_id, user_id, month, as_of, route, state, reason, created_at, ended_at)
     SELECT $1, ${id}, gen_random_uuid(), $2, '2012-01-01', '2012-02-01', 'TICKET', 'SKIPPED', 'NO_FIGURES', ${at}, ${at} ${from}`,
    `INSERT INTO billing_plans (account_id, id, instance_id, kind, status, actor_kind, actor_name, settings, created_at, closed_at)
     SELECT $1, ${id}, $3, 'ON_DEMAND', 'DONE', 'SYSTEM', 't', '{}', ${at}, ${at} ${from}`,
  ])
    await sql(text, values);
  await sql(
    `INSERT INTO spam_domains (account_id, id, user_id, domain) SELECT $1, n, $2, 'd' || n FROM generate_series(1, 60) n`,
    [...[account.id, userId]],
  );
  await sql(
    `INSERT INTO spam_days SELECT $1, d, '2018-12-30'::date + n, 5, 4, 3, 2, 1 FROM generate_series(1, 60) d, generate_series(1, 200) n`,
    [account.id],
  );
  await sql('ANALYZE');
}

/** The plans of all statements of a slice, each carried out on what the ones before have left. */
async function plansOf(
  kind: RetentionKind,
  position?: unknown,
): Promise<{ readonly text: string; readonly plan: readonly PlanStep[] }[]> {
  const plans: { text: string; plan: readonly PlanStep[] }[] = [];
  const beginning = new Date(`${BEFORE}T00:00:00Z`);
  const slice: Slice = { accountId: mine.account.id, before: BEFORE, beginning, until: firstIdOf(beginning), position };
  const attempt = test.database.write(mine.account.id, async (tx) => {
    const look = async (query: Prisma.Sql) => {
      await tx.$executeRawUnsafe('SAVEPOINT looked');
      const rows = await tx.$queryRawUnsafe(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query.text}`,
        ...query.values,
      );
      plans.push({ text: query.text, plan: planIn(rows) });
      await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT looked');
    };
    const through =
      (door: '$queryRaw' | '$executeRaw') =>
      async (strings: TemplateStringsArray, ...values: unknown[]) => {
        const query = Prisma.sql(strings, ...values);
        await look(query);
        return tx[door](query);
      };
    const watched = {
      $queryRaw: through('$queryRaw'),
      $executeRaw: through('$executeRaw'),
    } as unknown as WriteTransaction;
    await REMOVALS[kind](watched, slice);
    throw ROLLED_BACK;
  });
  await expect(attempt).rejects.toThrow(ROLLED_BACK);
  return plans;
}

describe('A5: what a slice of removing costs does not grow with what stays', () => {
  const second = { isSecond: true, after: FIRST_ID };
  it.each([
    ['BILLING_PLANS', undefined],
    ['USAGE', undefined],
    ['NOTIFICATIONS', undefined],
    ['NOTIFICATIONS', second],
    ['SPAM_REPORTS', undefined],
    ['SPAM_STATISTICS', undefined],
    ['DRIFTS', undefined],
    ['JOBS', undefined],
    ['JOBS', second],
  ] as const)('A5: %s, from %j on', async (kind, position) => {
    const plans = await plansOf(kind, position);
    expect(plans.length).toBeGreaterThan(0);
    for (const { text, plan } of plans) {
      const most = Math.max(...plan.map(({ rows, removed }) => rows + removed));
      const whole = wholeTables(plan).filter((table) => !SMALL.includes(table));
      expect({ text, whole, isBounded: most <= 4_000 }).toEqual({ text, whole: [], isBounded: true });
    }
  });
});

/** Tables that have next to nothing in them here. */
const SMALL = [
  ...['billing_shares', 'billing_lines', 'billing_turns', 'billing_agreements', 'reconciliation_rows', 'import_files'],
  ...['import_rows', 'spam_totals', 'spam_domains', 'users', 'ticketing_settings'],
];
