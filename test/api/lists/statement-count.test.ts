import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { type InstanceId, newId, type SourceId } from '../../../src/shared/ids.js';
import { fillAccount, fillBilling, filledId, fillNotifications, fillUsage } from '../../support/fill.js';
import { execute } from '../../support/graphql-client.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
  await account.source();
  const [source] = await sql<{ id: SourceId }>('SELECT id FROM sources WHERE account_id = $1', [account.id]);
  const [instance] = await sql<{ id: InstanceId }>('SELECT id FROM connect_wise_instances WHERE account_id = $1', [
    account.id,
  ]);
  await sql('DELETE FROM events WHERE account_id = $1', [account.id]);
  const filled = { id: account.id, sourceId: source?.id ?? newId(), instanceId: instance?.id ?? newId() };
  await fillAccount(filled, 300);
  await fillNotifications(filled, 300);
  await fillUsage(filled, 300);
  await fillBilling(filled, 300);
  await sql(
    `INSERT INTO tickets (account_id, id, instance_id, company_id, connect_wise_id, reference, state)
     SELECT account_id, id, $2, 1, row_number() OVER (), id::text, 'OPEN' FROM notifications WHERE account_id = $1`,
    [account.id, filled.instanceId],
  );
  await sql('UPDATE notifications SET ticket_id = id WHERE account_id = $1', [account.id]);
  await sql('UPDATE events SET source_id = $2 WHERE account_id = $1', [account.id, source?.id]);
});
afterAll(() => test.close());

const MAPPING = 'mapping { id identifier companyName companyStatus verification { status problem } user { id name } }';
const lists = {
  users: `nodes { id name hold source { id code } spamOverride { route user { name } } ${MAPPING} }`,
  companyMappings: `nodes { id identifier companyName user { id name hold source { code } ${MAPPING} } }`,
  events: 'nodes { kind subjectId source { code } facts { name value } }',
  notifications: `nodes { key state hold failure { code } user { id name hold ${MAPPING} } ticket { number url } }`,
  usage: `nodes { day used purchased user { id name hold ${MAPPING} } product { code source { code } } }`,
  billingPlans: `nodes { status counts { action state lines } undoes { id } startedBy { name }
    held: lines(first: 2, filter: { actions: [HOLD] }) { totalCount nodes { state } } lines(first: 1) { nodes { state } } }`,
  auditEvents: 'nodes { action actor { name } changes { field } subjectId }',
};

it.each(Object.entries(lists))('U12: %s takes as many statements for 100 rows as for 5', async (list, fields) => {
  const statements = async (first: number) => {
    let rows = 0;
    const reads = await readsOf(test.database, async () => {
      const query = `{ ${list}(first: ${first}) { totalCount ${fields} pageInfo { endCursor } } }`;
      const { data, errors } = await execute<Record<string, { nodes: unknown[] }>, never>(account, query);
      expect(errors).toEqual([]);
      rows = data?.[list]?.nodes.length ?? 0;
    });
    expect(rows).toBe(first);
    return reads.map(({ query }) => query.sql.replace(/\$\d+/g, '?'));
  };
  const few = await statements(5);
  expect(few.length).toBeGreaterThan(1);
  expect(await statements(100)).toHaveLength(few.length);
});

it('U12: the lines of a plan take as many statements for 100 rows as for 5', async () => {
  const id = toGlobalId('BillingPlan', filledId(1));
  const statements = async (first: number) => {
    const query = `{ node(id: "${id}") { ... on BillingPlan { lines(first: ${first}) { totalCount nodes {
      state plan { status } contributors { quantity user { id name hold ${MAPPING} } product { code source { code } } } } } } } }`;
    const reads = await readsOf(test.database, async () => {
      const { data, errors } = await execute<{ node: { lines: { nodes: unknown[] } } }, never>(account, query);
      expect(errors).toEqual([]);
      expect(data?.node.lines.nodes).toHaveLength(first);
    });
    return reads.length;
  };
  expect(await statements(100)).toBe(await statements(5));
});
