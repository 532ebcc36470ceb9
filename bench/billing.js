// Measures billing: a plan for many users, its approval and writing, and the report that holds it against ConnectWise. The
// server goes without our own restraint towards ConnectWise, so that its own time shows. Prints one table; `--write` puts
// it into docs/benchmarks.md.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  command,
  environmentFor,
  peakMemory,
  post,
  processorSeconds,
  quantile,
  render,
  resetPeak,
  Stage,
  seconds,
  settingsFor,
  write,
} from './support.js';

const USERS = Number(process.env.BENCH_USERS ?? 10_000);
// Unbounded, Node lets garbage pile up as long as the machine has memory, the more the busier the processors are.
const HEAP_MB = 192;
const PAGES = 300;
const PERIOD = { from: '2026-10-01', to: '2026-10-31' };
const PRODUCTS = { mailboxes: 1, archives: 3 };

const JOBS =
  'query($kind: JobKind!) { jobs(first: 1, filter: { kinds: [$kind] }) { nodes { status startedAt finishedAt waitsFor failure { message } counts { counter value } } } }';
const SAVE =
  'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }';
const PRODUCT_IDS = 'query { products(first: 100) { nodes { id code } } }';
const SETTINGS =
  'mutation($input: SaveBillingSettingsInput!) { saveBillingSettings(input: $input) { userErrors { message } } }';
const RUN =
  'mutation($input: StartBillingRunInput!) { startBillingRun(input: $input) { plan { id } userErrors { message } } }';
const APPROVE =
  'mutation($input: ApproveBillingLinesInput!) { approveBillingLines(input: $input) { userErrors { message } } }';
const COMPARE = 'mutation { startReconciliation(input: {}) { userErrors { message } } }';
const REPORT =
  'query($after: String) { reconciliation(first: 50, after: $after) { nodes { quantity lineQuantity connectWiseQuantity state user { name } product { code } } pageInfo { endCursor hasNextPage } } }';

const stage = await Stage.open();
try {
  const sandbox = await stage.sandbox(USERS * 4);
  const environment = environmentFor(sandbox, await stage.createDatabase());
  const token = (await command(['account', 'create', '--name', 'Bench'], environment)).trim();
  const bounded = { ...environment, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
  const server = await stage.start(['bench/unpaced-server.js'], bounded, 'stderr', { url: /answers at (\S+)/ });
  const ask = (query, variables = {}) => post(server.url, token, { query, variables });
  await ask(SAVE, { input: settingsFor(sandbox) });
  await ended(ask, 'COMPANY_SYNC');
  await seed(environment.DATABASE_URL, await companiesWithAgreement(sandbox));
  const { nodes } = (await ask(PRODUCT_IDS)).products;
  const rules = nodes.map(({ id, code }) => ({
    ...{ productId: id, catalogItemId: PRODUCTS[code], agreementTypeId: 1, createsMissing: true },
  }));
  await ask(SETTINGS, { input: { isEnabled: false, rules } });

  const rows = [];
  const measured = async (name, kind, begin) => {
    await resetPeak(server.process);
    const before = await processorSeconds(server.process);
    await begin();
    const job = await ended(ask, kind);
    const used = ((await processorSeconds(server.process)) - before).toFixed(1);
    const took = seconds(new Date(job.finishedAt) - new Date(job.startedAt));
    const counts = job.counts.map(({ counter, value }) => `${value} ${counter.toLowerCase()}`).join(', ');
    rows.push([
      name,
      `${took} s, of which ${used} s processor time of the server; ${counts}; peak memory ${await peakMemory(server.process)} MB`,
    ]);
  };
  let planId;
  await measured(`a plan for ${USERS} users × 2 products`, 'BILLING_PLAN', async () => {
    planId = (await ask(RUN, { input: PERIOD })).startBillingRun.plan.id;
  });
  await measured('writing all of its lines', 'BILLING_APPLY', () =>
    ask(APPROVE, { input: { planId, includesHeld: true } }),
  );
  await measured('reading them back for the report', 'RECONCILIATION', () => ask(COMPARE));
  const times = await pageTimes(ask);
  rows.push([
    `a page of 50 of the report, ${times.length} pages through it`,
    `p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`,
  ]);
  const table = render(rows, `heap bounded to ${HEAP_MB} MB`);
  process.stdout.write(table);
  if (process.argv.includes('--write')) await write('billing', table);
} finally {
  await stage.close();
}

/** Companies that have an agreement of the type which everybody is billed by, as many as there are users. */
async function companiesWithAgreement({ url, login, publicKey, privateKey, clientId }) {
  const companies = new Set();
  const headers = {
    authorization: `Basic ${Buffer.from(`${login}+${publicKey}:${privateKey}`).toString('base64')}`,
    clientId,
  };
  for (let page = 1; companies.size < USERS; page += 1) {
    const query = new URLSearchParams({
      conditions: 'type/id = 1 and agreementStatus = "Active"',
      ...{ orderBy: 'id asc', pageSize: '1000', page: String(page) },
    });
    const answer = await fetch(`${url}/v4_6_release/apis/3.0/finance/agreements?${query}`, { headers });
    const agreements = await answer.json();
    if (agreements.length === 0) throw new Error(`There are ${companies.size} companies with an agreement only.`);
    for (const { company } of agreements) companies.add(company.id);
  }
  return [...companies].slice(0, USERS);
}

/** A user for each company, mapped to it, with a month of usage of both products. */
async function seed(url, companies) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fill(client, companies);
  } finally {
    await client.end();
  }
}

async function fill(client, companies) {
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM accounts WHERE name = 'Bench'`,
  );
  await client.query(
    `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
     SELECT s.account_id, gen_random_uuid(), s.id, product, product, 'mailbox', 0
     FROM sources s, unnest($1::text[]) AS product WHERE s.code = 'bench'`,
    [Object.keys(PRODUCTS)],
  );
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT s.account_id, gen_random_uuid(), s.id, company::text, 'Customer ' || company, '{}'
     FROM sources s, unnest($1::int[]) AS company WHERE s.code = 'bench'`,
    [companies],
  );
  await client.query(
    `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_types,
       is_enabled, origin, verification, verified_at)
     SELECT u.account_id, gen_random_uuid(), u.id, u.source_id, i.id, u.external_id::int, u.external_id, '{}',
       true, 'IMPORTED', 'VERIFIED', now()
     FROM users u JOIN sources s ON s.id = u.source_id AND s.code = 'bench'
     JOIN connect_wise_instances i ON i.account_id = u.account_id`,
  );
  await client.query(
    `INSERT INTO usage_days (account_id, user_id, day, product_id, used)
     SELECT u.account_id, u.id, day, p.id, 1 + abs(hashtext(u.external_id || p.code)) % 300
     FROM users u JOIN sources s ON s.id = u.source_id AND s.code = 'bench'
     JOIN products p ON p.source_id = s.id, generate_series($1::date, $2::date, '1 day') AS day`,
    [PERIOD.from, PERIOD.to],
  );
  await client.query('VACUUM ANALYZE');
}

async function ended(ask, kind) {
  for (;;) {
    await sleep(200);
    const [job] = (await ask(JOBS, { kind })).jobs.nodes;
    if (job?.status === 'SUCCEEDED') return job;
    if (job?.status === 'FAILED') throw new Error(job.failure.message);
  }
}

async function pageTimes(ask) {
  const times = [];
  for (let after = null; times.length < PAGES; ) {
    const began = performance.now();
    const { pageInfo } = (await ask(REPORT, { after })).reconciliation;
    times.push(performance.now() - began);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  return times;
}
