// Measures the company mirror: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise
// with 100,000 companies, each a process of its own. Prints one table; `--write` puts it into docs/benchmarks.md.
// Others on the same machine make wall time longer, so the processor time of each process stands beside it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.js';

const COMPANIES = Number(process.env.BENCH_COMPANIES ?? 100_000);
const USERS = Number(process.env.BENCH_USERS ?? 10_000);
const SEARCHES = Number(process.env.BENCH_SEARCHES ?? 1_000);
const PAGES = Number(process.env.BENCH_PAGES ?? 500);
const FILE = 'docs/benchmarks.md';
const TICKS_PER_SECOND = 100;

const SEARCH = `query($search: String) { companies(first: 20, search: $search) { nodes { id identifier name state status } } }`;
const UNMAPPED = `query($after: String) { users(first: 50, after: $after, filter: { isMapped: false }) { totalCount pageInfo { hasNextPage endCursor } nodes { id name mapping { id } } } }`;
const JOB = `{ jobs(first: 1, filter: { kinds: [COMPANY_SYNC] }) { nodes { status failure { message } counts { counter value } } } }`;
const SAVE =
  'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }';
const START =
  'mutation($mode: CompanySyncMode!) { startCompanySync(input: { mode: $mode }) { job { id } userErrors { message } } }';

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
  const server = await start(['serve'], environment, 'stderr', { url: /answers at (\S+)/ });
  const ask = (query, variables = {}) => post(server.url, token, { query, variables });
  const processes = { server: server.process.pid, PostgreSQL: postgres.pid, sandbox: sandbox.process.pid };
  const sync = (begin) => measured(processes, () => synced(ask, begin));
  const { login: loginCompanyId, publicKey, privateKey } = sandbox;
  const input = { isEnabled: true, site: sandbox.url, loginCompanyId, publicKey, privateKey };
  const memory = [['after the start', await peakMemory(server.process.pid)]];
  const rows = [];
  const row = async (name, figures) => {
    rows.push([name, ...figures]);
    memory.push([name, await peakMemory(server.process.pid)]);
    process.stderr.write(`memory ${memory.map(([, megabytes]) => megabytes).join(', ')}\n`);
  };

  await row('first sync', await sync(() => ask(SAVE, { input })));
  await row('searches right after it', await measured(processes, () => searchTimes(ask)));
  for (const mode of ['FULL', 'INCREMENT']) {
    const name = mode === 'FULL' ? 'full comparison, nothing changed' : 'increment, nothing changed';
    await row(name, await sync(() => ask(START, { mode })));
  }
  await query(environment.DATABASE_URL, 'VACUUM ANALYZE companies');
  await row('searches once statistics are there', await measured(processes, () => searchTimes(ask)));
  await addUsers(environment.DATABASE_URL);
  await row('pages of 50 unmapped users with totalCount', await measured(processes, () => pageTimes(ask)));
  const table = render(rows, memory);
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

async function query(url, text) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** Wall time is told by the work itself when it is not that of the whole. */
async function measured(processes, work) {
  const pids = Object.entries(processes);
  const before = await Promise.all(pids.map(([, pid]) => processorSeconds(pid)));
  const from = performance.now();
  const told = await work();
  const wall = ((performance.now() - from) / 1_000).toFixed(1);
  const after = await Promise.all(pids.map(([, pid]) => processorSeconds(pid)));
  const used = pids.map(([name], at) => `${name} ${(after[at] - before[at]).toFixed(1)}`);
  const load = loadavg()[0].toFixed(1);
  process.stderr.write(`${told ?? `${wall} s`}; processor seconds: ${used.join(', ')}; load ${load}\n`);
  return [told ?? `${wall} s`, used.join(', '), load];
}

/** Of a process, its children, and those of them that are over. */
async function processorSeconds(pid) {
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(processTimes));
  const found = all.filter((one) => one && (one.pid === pid || one.parent === pid));
  return found.reduce((sum, { own, ended }) => sum + own + ended, 0) / TICKS_PER_SECOND;
}

async function processTimes(pid) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (!text) return undefined;
  // The name of the program comes before, in brackets, and may hold spaces.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { pid: Number(pid), parent: fields[1], own: fields[11] + fields[12], ended: fields[13] + fields[14] };
}

async function synced(ask, begin) {
  await begin();
  for (;;) {
    await sleep(250);
    const [job] = (await ask(JOB)).jobs.nodes;
    if (job?.status === 'FAILED') throw new Error(job.failure.message);
    if (job?.status !== 'SUCCEEDED') continue;
    process.stderr.write(`${job.counts.map(({ counter, value }) => `${counter} ${value}`).join(', ')}\n`);
    return;
  }
}

/** Users that nobody has mapped yet; how they come in is not what is measured. */
async function addUsers(url) {
  await query(
    url,
    `INSERT INTO sources (account_id, id, code, name)
       SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM accounts WHERE name = 'Bench';
     INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT s.account_id, gen_random_uuid(), s.id, 'u' || n, 'User ' || lpad((n * 7919 % 1000003)::text, 7, '0'), '{}'
       FROM sources s, generate_series(1, ${USERS}) n WHERE s.code = 'bench';
     ANALYZE users`,
  );
}

async function pageTimes(ask) {
  const cursors = [undefined];
  for (;;) {
    const { pageInfo } = (await ask(UNMAPPED, { after: cursors.at(-1) })).users;
    if (!pageInfo.hasNextPage) break;
    cursors.push(pageInfo.endCursor);
  }
  const times = [];
  for (let i = 0; i < PAGES; i += 1) {
    const began = performance.now();
    await ask(UNMAPPED, { after: cursors[(i * 37) % cursors.length] });
    times.push(performance.now() - began);
  }
  return `p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`;
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

function render(rows, memory) {
  return [
    '| what | figure | processor seconds meanwhile | load at its end |',
    '| --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `Peak memory of the server, its heap not bounded: ${memory.map(([when, megabytes]) => `${megabytes} MB (${when})`).join(', ')}.`,
    '',
    `Node ${process.version}, ${cpus().length} cores shared by server, PostgreSQL, sandbox and load; ${COMPANIES} companies; ${USERS} users; ${SEARCHES} searches and ${PAGES} pages, one after the other; ${new Date().toISOString().slice(0, 10)}.`,
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
