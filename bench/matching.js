// Measures suggestions for 10,000 users among 100,000 companies: the built server with everything on in a process of its
// own, PostgreSQL beside it. Prints one table, with the processor time of both, which says more than the clock on a
// machine that has other work; `--write` puts it into docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { mirrorRow } from '../dist/features/companies/mirror-row.js';
import { plausibleNames } from '../test/support/plausible-names.js';
import { startPostgres } from '../test/support/postgres-server.js';

const COMPANIES = Number(process.env.BENCH_COMPANIES ?? 100_000);
const USERS = Number(process.env.BENCH_USERS ?? 10_000);
const PAGES = Number(process.env.BENCH_PAGES ?? 300);
const FILE = 'docs/benchmarks.md';
const TICKS_A_SECOND = 100;
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
  const rows = [];
  const note = async (what, work) => {
    const before = await processorSeconds();
    const figure = await work();
    const after = await processorSeconds();
    const [own, database] = after.map((seconds, index) => (seconds - before[index]).toFixed(1));
    rows.push([what, figure, own, database, loadavg()[0].toFixed(1)]);
  };
  await note('companies put into the copy, with their match keys', async () => {
    return `${((await timed(() => seed(environment.DATABASE_URL, names))) / 1_000).toFixed(1)} s`;
  });
  server = await startServer(environment);
  const ask = (query) => post(server.url, token, { query });
  const run = async () => {
    await ask('mutation { startMatching(input: {}) { job { id } userErrors { message } } }');
    return finished(ask);
  };
  await note('all suggestions, from nothing', run);
  await touchCompany(environment.DATABASE_URL);
  // A change may show later than it is stamped, so a run counts those of its last seconds as not seen yet.
  await sleep(6_000);
  await note('everybody again, because one company changed', run);
  await note('nothing changed', run);
  await note(`page of 50 suggestions with total, ${PAGES} one after the other`, async () => {
    const times = [];
    for (let i = 0; i < PAGES; i += 1) times.push(await timed(() => ask(LIST)));
    times.sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.ceil(share * PAGES) - 1]);
    return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
  });
  rows.push(['peak memory of the server', `${await peakMemory(server.process.pid)} MB`, '', '', '']);
  const table = render(rows);
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
    const value = job.counts.find(({ counter }) => counter === 'SUGGESTED')?.value ?? 0;
    const seconds = ((new Date(job.finishedAt) - new Date(job.startedAt)) / 1_000).toFixed(1);
    return `${seconds} s (${job.done} users looked at, ${value} suggestions)`;
  }
}

async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** What the server and PostgreSQL have used so far, each with all it started. */
async function processorSeconds() {
  return Promise.all([server?.process.pid, postgres.pid].map((pid) => (pid ? usedBy(pid) : 0)));
}

async function usedBy(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // User and system time, and those of children that have ended.
  const ticks = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = await Promise.all(children.split(' ').filter(Boolean).map(usedBy));
  return [...ticks, 0].reduce((sum, n) => sum + Number(n), 0) / TICKS_A_SECOND + below.reduce((a, b) => a + b, 0);
}

async function touchCompany(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('UPDATE companies SET phone_number = $1, updated_at = now() WHERE connect_wise_id = 1', ['1']);
  await client.end();
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
  const lines = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return [
    `Suggestions for ${USERS.toLocaleString('en')} users among ${COMPANIES.toLocaleString('en')} companies, measured on ${cpus().length} × ${model}, Node ${process.versions.node}.`,
    '',
    '| what | figure | processor s, server | processor s, PostgreSQL | load |',
    '| --- | --- | --- | --- | --- |',
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
