// How cost grows with the number of companies: whatever reads the copy of them, or asks ConnectWise about them. For each number
// a sandbox and an account, in the end with as many mapped users as there are companies that can be had.
import { connect, durationOf, ended, runJob } from './support/ask.js';
import { growthRow, size, sizes, times } from './support/figures.js';
import { costOf } from './support/processes.js';
import { progress } from './support/report.js';
import { seedLikeness } from './support/seed.js';
import { createAccount, environmentFor, Stage, sql } from './support/stage.js';

const COMPANIES = sizes('GROWTH_COMPANIES', [1_000, 10_000, 100_000]);
const TIMES = size('TIMES', 200);
const USERS = 1_000;
const A_SLICE = 100;

const SEARCH = 'query($search: String) { companies(first: 20, search: $search) { nodes { id identifier name } } }';
const MATCH = 'mutation { startMatching(input: {}) { job { id } userErrors { message } } }';
const VERIFY = 'mutation { startMappingVerification(input: {}) { job { id } userErrors { message } } }';

/** @param {import('./support/report.js').Report} report */
export async function run(report) {
  const figures = [];
  for (const companies of COMPANIES) {
    progress(`growth: ${companies.toLocaleString('en')} companies`);
    figures.push(await Stage.use((stage) => measure(stage, companies)));
  }
  await report.table('growth-companies', {
    head: ['what', ...COMPANIES.map((companies) => `${companies.toLocaleString('en')} companies`), 'slope'],
    rows: Object.keys(figures[0]).map((name) =>
      growthRow(
        name,
        figures.map((of) => of[name]),
        COMPANIES,
      ),
    ),
    how: `times in ms, of searches p50 and p99 of ${TIMES}; without our own restraint towards ConnectWise`,
  });
}

async function measure(stage, companies) {
  const sandbox = await stage.sandbox(companies);
  const environment = environmentFor(sandbox, await stage.createDatabase());
  const token = await createAccount(environment);
  const server = await stage.serveUnpaced(environment);
  const ask = server.asking(token);
  const processes = { server: server.process, PostgreSQL: stage.postgres };
  await connect(ask, sandbox);
  const sync = await ended(ask, 'COMPANY_SYNC');
  const names = await sql(environment.DATABASE_URL, fill);
  const figures = { 'first sync': [durationOf(sync)] };
  figures['search of a company by a part of the name'] = await times(TIMES, (at) => {
    const name = [...names[(at * 7_919) % names.length]];
    return ask(SEARCH, { search: name.slice(at % 3, (at % 3) + 4).join('') });
  });
  const worked = (kind, start) => costOf(processes, () => runJob(ask, kind, () => ask(start)));
  const matching = await worked('MATCHING', MATCH);
  const slices = USERS / A_SLICE;
  figures[`suggestions for ${A_SLICE} users`] = [durationOf(matching.answer) / slices];
  figures['— processor time of PostgreSQL'] = [(matching.cost.PostgreSQL * 1_000) / slices];
  const mapped = await sql(environment.DATABASE_URL, map);
  const journal = `${sandbox.url}/_control/journal`;
  await fetch(journal, { method: 'DELETE' });
  const verification = await worked('MAPPING_VERIFICATION', VERIFY);
  const { total } = await (await fetch(journal)).json();
  figures['mappings there are'] = [mapped];
  figures['verification of them all'] = [durationOf(verification.answer)];
  figures['— calls of ConnectWise'] = [total];
  figures['— processor time of the server'] = [verification.cost.server * 1_000];
  figures['— processor time of PostgreSQL, of all statements'] = [verification.cost.PostgreSQL * 1_000];
  return figures;
}

async function fill(client) {
  const { rows } = await client.query('SELECT name FROM companies ORDER BY connect_wise_id');
  const names = rows.map(({ name }) => name);
  await client.query(
    `INSERT INTO sources (account_id, id, code, name)
     SELECT id, gen_random_uuid(), code, code FROM accounts, unnest(ARRAY['bench', 'mapped']) AS code WHERE name = 'Bench'`,
  );
  await seedLikeness(client, names, { count: USERS });
  await client.query('VACUUM ANALYZE');
  return names;
}

/** A user for each company that can be had, mapped to it. @returns how many */
async function map(client) {
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT c.account_id, gen_random_uuid(), s.id, c.connect_wise_id::text, c.name, '{}'
     FROM companies c JOIN sources s ON s.account_id = c.account_id AND s.code = 'mapped'
     WHERE NOT c.is_deleted AND NOT c.is_inactive AND c.missing_since IS NULL`,
  );
  const { rowCount } = await client.query(
    `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_name,
       company_types, is_enabled, origin, verification, verified_at)
     SELECT u.account_id, gen_random_uuid(), u.id, u.source_id, c.instance_id, c.connect_wise_id, c.identifier, c.name,
       c.types, true, 'IMPORTED', 'VERIFIED', now()
     FROM users u JOIN sources s ON s.id = u.source_id AND s.code = 'mapped'
     JOIN companies c ON c.account_id = u.account_id AND c.connect_wise_id = u.external_id::int`,
  );
  await client.query('VACUUM ANALYZE');
  return rowCount;
}
