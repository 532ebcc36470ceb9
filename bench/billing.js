// Billing: a plan for many users, its approval and writing, and the report that holds it against ConnectWise. The server goes
// without our own restraint towards ConnectWise, so that its own time shows.
import { connect, ended, runJob, told } from './support/ask.js';
import { ofTimes, size, timed } from './support/figures.js';
import { costOf, peakMemory, resetPeak } from './support/processes.js';
import { progress } from './support/report.js';
import { bounded, createAccount, environmentFor, Stage, sql } from './support/stage.js';

const USERS = size('USERS', 2_000);
const HEAP_MB = size('HEAP_MB', 192);
const PAGES = 300;
const PERIOD = { from: '2026-10-01', to: '2026-10-31' };
const PRODUCTS = { mailboxes: 1, archives: 3 };

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

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const sandbox = await stage.sandbox(USERS * 4);
    const environment = environmentFor(sandbox, await stage.createDatabase());
    const token = await createAccount(environment);
    const server = await stage.serveUnpaced(bounded(environment, HEAP_MB));
    const ask = server.asking(token);
    await connect(ask, sandbox);
    await ended(ask, 'COMPANY_SYNC');
    const companies = await companiesWithAgreement(sandbox);
    await sql(environment.DATABASE_URL, (client) => fill(client, companies));
    await ask(SETTINGS, { input: { isEnabled: false, rules: await rulesOf(ask) } });

    const rows = [];
    const note = async (name, kind, begin) => {
      await resetPeak(server.process);
      const { answer: job, cost } = await costOf({ server: server.process }, () => runJob(ask, kind, begin));
      const used = `${cost.server.toFixed(1)} s processor time of the server`;
      rows.push([name, `${told(job)}; ${used}; peak memory ${await peakMemory(server.process)} MB`]);
      progress(`billing: ${rows.at(-1).join(': ')}`);
    };
    let planId;
    await note(`a plan for ${USERS} users × 2 products`, 'BILLING_PLAN', async () => {
      planId = (await ask(RUN, { input: PERIOD })).startBillingRun.plan.id;
    });
    await note('writing all of its lines', 'BILLING_APPLY', () =>
      ask(APPROVE, { input: { planId, includesHeld: true } }),
    );
    await note('reading them back for the report', 'RECONCILIATION', () => ask(COMPARE));
    rows.push([`a page of 50 of the report, ${PAGES} pages through it`, ofTimes(await pageTimes(ask))]);
    await report.table('billing', { rows, how: `heap bounded to ${HEAP_MB} MB` });
  });
}

async function rulesOf(ask) {
  const { nodes } = (await ask(PRODUCT_IDS)).products;
  return nodes.map(({ id, code }) => ({
    ...{ productId: id, catalogItemId: PRODUCTS[code], agreementTypeId: 1, createsMissing: true },
  }));
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

async function pageTimes(ask) {
  const took = [];
  for (let after = null; took.length < PAGES; ) {
    let info;
    took.push(
      await timed(async () => {
        info = (await ask(REPORT, { after })).reconciliation.pageInfo;
      }),
    );
    after = info.hasNextPage ? info.endCursor : null;
  }
  return took;
}
