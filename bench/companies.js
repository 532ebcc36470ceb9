// Measures the company mirror: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise
// with 100,000 companies, each a process of its own. Prints one table; `--write` puts it into docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.js';

const COMPANIES = Number(process.env.BENCH_COMPANIES ?? 100_000);
const SEARCHES = Number(process.env.BENCH_SEARCHES ?? 1_000);
// Unbounded, Node lets garbage pile up as long as the machine has memory, the more the busier the processors are.
const HEAP_MB = 192;
const FILE = 'docs/benchmarks.md';

const SEARCH = `query($search: String) { companies(first: 20, search: $search) { nodes { id identifier name state status } } }`;
const JOB = `{ jobs(first: 1, filter: { kinds: [COMPANY_SYNC] }) { nodes { status done failure { message } counts { counter value } } } }`;

const started = [];
const postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
try {
  const sandbox = await start(['sandbox', '--port', '0', '--companies', String(COMPANIES)], process.env, 'stdout', {
    url: /(http:\/\/127\.0\.0\.1:\d+)/,
    login: /ogin company id\s+(\S+)/,
    publicKey: /ublic key\s+(\S+)/,
    privateKey: /rivate key\s+(\S+)/,
    clientId: /lient ?[iI][dD]\s+(\S+)/,
  });
  const host = new URL(sandbox.url).host;
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
    CONNECTWISE_CLIENT_ID: sandbox.clientId,
    CONNECTWISE_ALLOWED_HOSTS: host,
    CONNECTWISE_HTTP_HOSTS: host,
  };
  const token = (await command(['account', 'create', '--name', 'Bench'], environment)).trim();
  const server = await start(['serve'], { ...environment, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` }, 'stderr', {
    url: /answers at (\S+)/,
  });
  const ask = (query, variables = {}) => post(server.url, token, { query, variables });
  const rows = [];

  await ask(
    'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }',
    {
      input: {
        isEnabled: true,
        site: sandbox.url,
        loginCompanyId: sandbox.login,
        publicKey: sandbox.publicKey,
        privateKey: sandbox.privateKey,
      },
    },
  );
  rows.push(['first sync', `${await syncSeconds(ask)} s`]);
  rows.push(['searches right after it', await searchTimes(ask)]);
  await ask('mutation { startCompanySync(input: { mode: FULL }) { job { id } userErrors { message } } }');
  rows.push(['full comparison, nothing changed', `${await syncSeconds(ask)} s`]);
  await ask('mutation { startCompanySync(input: { mode: INCREMENT }) { job { id } userErrors { message } } }');
  rows.push(['increment, nothing changed', `${await syncSeconds(ask)} s`]);
  await analyse(environment.DATABASE_URL);
  rows.push(['searches once statistics are there', await searchTimes(ask)]);
  rows.push([`peak memory of the server, heap bounded to ${HEAP_MB} MB`, `${await peakMemory(server.process.pid)} MB`]);
  const table = render(rows);
  process.stdout.write(table);
  if (process.argv.includes('--write')) await write(table);
} finally {
  for (const child of started.toReversed()) {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
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

/** What autovacuum does within a minute. */
async function analyse(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE companies');
  await client.end();
}

async function syncSeconds(ask) {
  const from = performance.now();
  for (;;) {
    await sleep(100);
    const [job] = (await ask(JOB)).jobs.nodes;
    if (job?.status === 'SUCCEEDED') {
      process.stderr.write(`${JSON.stringify(job.counts)}\n`);
      for (const child of started)
        process.stderr.write(`memory ${child.spawnargs[2]} ${await peakMemory(child.pid)}\n`);
      return ((performance.now() - from) / 1_000).toFixed(1);
    }
    if (job?.status === 'FAILED') throw new Error(job.failure.message);
  }
}

/** Parts of names and identifiers as a person types them, from one character on, one search after the other. */
async function searchTimes(ask) {
  const list = (order) => `companies(first: 100, orderBy: { field: ${order} }) { nodes { name identifier } }`;
  const lists = await ask(`{ a: ${list('IDENTIFIER')} b: ${list('NAME, direction: DESC')} c: ${list('NAME')} }`);
  const found = Object.values(lists).flatMap(({ nodes }) => nodes);
  const texts = found.flatMap(({ name, identifier }) => [name, identifier]);
  const kinds = { '1 character': [], '2 characters': [], '3 and more': [] };
  const slow = [];
  for (let i = 0; i < SEARCHES; i += 1) {
    const text = [...texts[(i * 37) % texts.length]];
    const length = 1 + (i % 6);
    const from = (i * 7) % Math.max(1, text.length - length);
    const search = i % 50 === 49 ? `none${i}` : text.slice(from, from + length).join('');
    const began = performance.now();
    await ask(SEARCH, { search });
    const took = performance.now() - began;
    slow.push([Math.round(took), search]);
    kinds[length === 1 ? '1 character' : length === 2 ? '2 characters' : '3 and more'].push(took);
  }
  process.stderr.write(`slowest: ${JSON.stringify(slow.toSorted((a, b) => b[0] - a[0]).slice(0, 12))}\n`);
  const all = Object.values(kinds).flat();
  const told = Object.entries(kinds).map(([kind, times]) => `${kind} ${at(times, 0.99)}`);
  return `p50 ${at(all, 0.5)} ms, p99 ${at(all, 0.99)} ms (p99 of ${told.join(', ')})`;
}

function at(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
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
  const refused = Object.values(data ?? {}).flatMap((field) => field?.userErrors ?? []);
  if (errors || refused.length > 0) throw new Error(JSON.stringify(errors ?? refused));
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

/** Starts a process and waits until it has told everything that the patterns look for. */
async function start(args, env, stream, patterns) {
  const stdio = ['ignore', stream === 'stdout' ? 'pipe' : 'ignore', stream === 'stderr' ? 'pipe' : 'ignore'];
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env, stdio });
  started.push(child);
  let told = '';
  for await (const chunk of child[stream]) {
    told += chunk;
    const found = Object.entries(patterns).map(([name, pattern]) => [name, pattern.exec(told)?.[1]]);
    if (found.every(([, value]) => value)) {
      child[stream].resume();
      return { ...Object.fromEntries(found), process: child };
    }
  }
  throw new Error(`psa-bridge ${args[0]} did not start: ${told}`);
}

function render(rows) {
  return [
    '| what | figure |',
    '| --- | --- |',
    ...rows.map(([name, figure]) => `| ${name} | ${figure} |`),
    '',
    `Node ${process.version}, ${cpus().length} cores shared by server, PostgreSQL, sandbox and load; ${COMPANIES} companies; ${SEARCHES} searches, one after the other; ${new Date().toISOString().slice(0, 10)}.`,
    '',
  ].join('\n');
}

async function write(table) {
  const text = await readFile(FILE, 'utf8');
  await writeFile(
    FILE,
    text.replace(/(<!-- companies -->\n)[\s\S]*?(<!-- \/companies -->)/, (_, open, close) => `${open}${table}${close}`),
  );
}
