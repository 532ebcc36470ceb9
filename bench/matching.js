// Measures suggestions for 10,000 users among 100,000 companies: the built server with everything on in a process of its
// own, PostgreSQL beside it. Prints one table; `--write` puts it into docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { mirrorRow } from '../dist/features/companies/mirror-row.js';
import { plausibleNames } from '../test/support/plausible-names.js';
import { startPostgres } from '../test/support/postgres-server.js';

const COMPANIES = Number(process.env.BENCH_COMPANIES ?? 100_000);
const USERS = Number(process.env.BENCH_USERS ?? 10_000);
const FILE = 'docs/benchmarks.md';
const JOB =
  '{ jobs(first: 1, filter: { kinds: [MATCHING] }) { nodes { status done startedAt finishedAt failure { message } counts { counter value } } } }';
const LIST =
  '{ matchSuggestions(first: 50, filter: { statuses: [OPEN] }) { totalCount nodes { score user { name } company { name } } } }';

const postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
let server;
try {
  const environment = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: await createDatabase(),
    SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    DATA_DIR: '/nonexistent',
    LOG_LEVEL: 'info',
    PORT: '0',
    METRICS_PORT: '0',
    REQUESTS_PER_MINUTE: '1000000',
  };
  const token = (await command(['account', 'create', '--name', 'Bench'], environment)).trim();
  const names = plausibleNames(COMPANIES);
  const seeded = await timed(() => seed(environment.DATABASE_URL, names));
  server = await startServer(environment);
  const ask = (query) => post(server.url, token, { query });
  await ask('mutation { startMatching(input: {}) { job { id } userErrors { message } } }');
  const first = await finished(ask);
  await ask('mutation { startMatching(input: {}) { job { id } userErrors { message } } }');
  const again = await finished(ask);
  const pages = [];
  for (let i = 0; i < 50; i += 1) pages.push(await timed(() => ask(LIST)));
  const table = render([
    ['companies put into the copy, with their match keys', `${(seeded / 1_000).toFixed(1)} s`],
    ['all suggestions, from nothing', first],
    ['all suggestions, nothing changed', again],
    ['page of 50 suggestions with total, median', `${Math.round(pages.toSorted((a, b) => a - b)[25])} ms`],
    ['peak memory of the server', `${await peakMemory(server.process.pid)} MB`],
  ]);
  process.stdout.write(table);
  if (process.argv.includes('--write')) await write(table);
} finally {
  if (server) {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
  await postgres.stop();
}

async function createDatabase() {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  await client.query('CREATE DATABASE bench');
  await client.end();
  return postgres.url('bench');
}

/** Companies as a sync writes them, and users who are mostly one of them under another spelling. */
async function seed(url, names) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SELECT id FROM accounts WHERE name = 'Bench'");
  const account = rows[0].id;
  const [source, instance] = [randomUUID(), randomUUID()];
  await client.query(`INSERT INTO sources (account_id, id, code, name) VALUES ($1, $2, 'bench', 'Bench')`, [
    account,
    source,
  ]);
  await client.query(
    `INSERT INTO connect_wise_instances (account_id, id, host, login_company_id, confirmed_at)
     VALUES ($1, $2, 'api-na.myconnectwise.net', 'bench', now())`,
    [account, instance],
  );
  await client.query(
    'INSERT INTO integration_settings (account_id, instance_id, login_company_id) VALUES ($1, $2, $3)',
    [account, instance, 'bench'],
  );
  const companies = names.map((name, index) =>
    mirrorRow({
      ...{ id: index + 1, identifier: `C${index + 1}`, name, status: { id: 1, name: 'Active' } },
      ...{ isInactive: index % 20 === 0, types: [], isDeleted: false, lastUpdated: new Date(), phoneNumber: null },
      website: index % 2 === 0 ? `https://www.company-${index}.example` : null,
      address: { lines: [], city: null, state: null, zip: null, country: null },
    }),
  );
  const columns = Object.keys(companies[0]).join(', ');
  for (let start = 0; start < companies.length; start += 1_000) {
    await client.query(
      `INSERT INTO companies (account_id, instance_id, ${columns})
       SELECT $1, $2, ${columns} FROM jsonb_populate_recordset(NULL::companies, $3)`,
      [account, instance, JSON.stringify(companies.slice(start, start + 1_000))],
    );
  }
  const users = Array.from({ length: USERS }, (_, index) => {
    const at = (index * 7_919) % names.length;
    return {
      id: randomUUID(),
      external_id: `U${index}`,
      name: respelled(names[at], index),
      mail_domains: index % 4 === 0 ? [`company-${at}.example`] : [],
    };
  });
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT $1, id, $2, external_id, name, mail_domains FROM jsonb_populate_recordset(NULL::users, $3)`,
    [account, source, JSON.stringify(users)],
  );
  await client.end();
}

function respelled(name, index) {
  switch (index % 5) {
    case 0:
      return name;
    case 1:
      return name.toUpperCase().replace(/[.,]/g, '');
    case 2:
      return name.slice(0, -3);
    case 3:
      return `${name.slice(0, 2)}${name.slice(3)}`;
    default:
      return `${name} ${index}`;
  }
}

async function finished(ask) {
  const waited = performance.now();
  for (;;) {
    await sleep(100);
    const [job] = (await ask(JOB)).jobs.nodes;
    if (job.status === 'FAILED') throw new Error(job.failure.message);
    if (job.status !== 'SUCCEEDED') {
      if (performance.now() - waited > 600_000) throw new Error(`Still at ${job.done}.`);
      continue;
    }
    const { value } = job.counts.find(({ counter }) => counter === 'SUGGESTED');
    return `${((new Date(job.finishedAt) - new Date(job.startedAt)) / 1_000).toFixed(1)} s (${value} suggestions)`;
  }
}

async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function peakMemory(pid) {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024);
}

async function post(url, token, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function command(args, env) {
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`psa-bridge ${args.join(' ')} ended with ${code}`);
  return out;
}

async function startServer(env) {
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  for await (const chunk of child.stderr) {
    told += chunk;
    const found = /answers at (\S+)/.exec(told);
    if (found) {
      child.stderr.resume();
      return { process: child, url: found[1] };
    }
  }
  throw new Error(`The server did not start: ${told}`);
}

function render(rows) {
  const [{ model }] = cpus();
  const lines = rows.map(([what, figure]) => `| ${what} | ${figure} |`);
  return [
    `Suggestions for ${USERS.toLocaleString('en')} users among ${COMPANIES.toLocaleString('en')} companies, measured on ${cpus().length} × ${model}, Node ${process.versions.node}.`,
    '',
    '| what | figure |',
    '| --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

async function write(table) {
  const text = await readFile(FILE, 'utf8');
  const [begin, end] = ['<!-- matching -->', '<!-- /matching -->'];
  const before = text.includes(begin) ? text.slice(0, text.indexOf(begin)) : `${text.trimEnd()}\n\n## Suggestions\n\n`;
  const after = text.includes(end) ? text.slice(text.indexOf(end) + end.length) : '\n';
  await writeFile(FILE, `${before}${begin}\n${table}${end}${after}`);
}
