import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { RULE_DEFAULTS } from '../../src/features/billing-settings/rule.js';
import type { Caller } from '../../src/shared/caller.js';
import type { Day } from '../../src/shared/day.js';
import { type BillingPlanId, newId, type ProductId } from '../../src/shared/ids.js';
import { databaseKind, testDatabaseUrl } from '../support/database.js';
import { ProductSite } from './support/product-site.js';
import { until } from './support/toy.js';

// On a machine that is busy with other things processes start slowly.
jest.setTimeout(300_000);

const CUSTOMERS = 160;

let site: ProductSite;
beforeAll(async () => {
  site = await ProductSite.open({ url: testDatabaseUrl(), isEmbedded: databaseKind() === 'embedded' }, 30);
});
afterAll(() => site.close());

/** Companies with an agreement and an addition each, and users who are mapped to them and used as much as their number. */
async function customers({ accountId }: Caller): Promise<readonly number[]> {
  const { companies, agreements } = site.parts.sandbox;
  const ids = companies.addMany(CUSTOMERS, (number) => ({ identifier: `Plan-${number}`, name: `Plan ${number} Ltd` }));
  const agreementIds = ids.map((companyId) => {
    const running = { startDate: '2024-01-01', noEndingDateFlag: true, billingCycle: { id: 1 } };
    const { id } = agreements.add({ name: 'Mail', type: { id: 1 }, company: { id: companyId }, ...running });
    agreements.addAddition(id, { product: { id: 1 }, quantity: 0, effectiveDate: '2024-01-01' });
    return id;
  });
  const [sourceId, productId] = [newId(), newId<ProductId>()];
  const rule = { ...RULE_DEFAULTS, productId, maxChangePercent: null, catalogItemId: 1, agreementTypeId: 1 };
  const statements: readonly (readonly [string, ...unknown[]])[] = [
    ["INSERT INTO sources (account_id, id, code, name) VALUES ($1, $2, 'plan', 'Plan')", sourceId],
    [
      `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals, first_billed_at)
       VALUES ($1, $3, $2, 'plan', 'Plan', 'piece', 0, now())`,
      ...[sourceId, productId],
    ],
    [
      `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT $1, gen_random_uuid(), $2, n::text, 'user', '{}' FROM generate_series(1, $3::int) n`,
      ...[sourceId, CUSTOMERS],
    ],
    [
      `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_types,
         is_enabled, origin, verification, verified_at)
       SELECT u.account_id, u.id, u.id, u.source_id, i.instance_id, ($2::int[])[u.external_id::int], u.external_id, '{}', true,
         'MANUAL', 'VERIFIED', now()
       FROM users u JOIN integration_settings i USING (account_id) WHERE u.account_id = $1`,
      [...ids],
    ],
    [
      `INSERT INTO usage_days (account_id, user_id, day, product_id, used)
       SELECT account_id, id, '2026-01-31', $2, external_id::int FROM users WHERE account_id = $1`,
      productId,
    ],
    [
      `INSERT INTO billing_settings (account_id, is_enabled, instance_id, calendar, rules, one_time_cycle_ids)
       SELECT account_id, false, instance_id, '[]', $2, '{}' FROM integration_settings WHERE account_id = $1`,
      JSON.stringify([rule]),
    ],
  ];
  for (const [text, ...values] of statements) await site.sql(text, [accountId, ...values]);
  return agreementIds;
}

test('F18: workers that are killed while they make a plan leave each addition on one line, with the right quantity', async () => {
  const caller = await site.account();
  const agreementIds = await customers(caller);
  const period = { from: '2026-01-01' as Day, to: '2026-01-31' as Day };
  const { id } = await site.parts.services.startBillingRun.start(caller, period);
  const statusOf = async () => (await site.parts.services.billingPlans.get(caller, id)).status;
  const linesOf = async (planId: BillingPlanId) =>
    (await site.parts.services.billingPlans.counts(caller, [planId]))
      .get(planId)
      ?.reduce((sum, { lines }) => sum + lines, 0) ?? 0;
  for (let kills = 1; kills <= 2; kills += 1) {
    const victim = site.start();
    await until('some companies are planned', async () => (await linesOf(id)) >= kills * 50, 90);
    await sleep(Math.random() * 200);
    await site.kill(victim);
  }
  const last = site.start();
  await until('the plan is made', async () => (await statusOf()) === 'OPEN', 90);
  await site.kill(last);

  const rows = await site.sql<{ agreement: number; quantity: number; shares: number }>(
    `SELECT l.agreement_id AS agreement, l.after_quantity::float8 AS quantity, count(s)::int AS shares
     FROM billing_lines l LEFT JOIN billing_shares s ON s.account_id = l.account_id AND s.line_id = l.id
     WHERE l.account_id = $1 GROUP BY l.id, l.agreement_id, l.after_quantity ORDER BY l.agreement_id`,
    [caller.accountId],
  );
  expect(rows).toEqual(agreementIds.map((agreement, index) => ({ agreement, quantity: index + 1, shares: 1 })));
  const left = await site.sql('SELECT 1 FROM billing_agreements WHERE account_id = $1', [caller.accountId]);
  expect(left).toEqual([]);
});
