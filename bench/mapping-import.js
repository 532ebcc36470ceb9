// Measures an import of mappings: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise,
// each a process of its own. Rows name companies of the copy by identifier. Prints one table; `--write` puts it into
// docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.js';

const ROWS = Number(process.env.BENCH_ROWS ?? 50_000);
// Unbounded, Node lets garbage pile up as long as the machine has memory, the more the busier the processors are.
const HEAP_MB = 192;
const FILE = 'docs/benchmarks.md';
const JOBS =
  'query($kind: JobKind!) { jobs(first: 1, filter: { kinds: [$kind] }) { nodes { status done startedAt finishedAt failure { message } counts { counter value } } } }';
const SAVE =
  'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }';

const started = [];
const postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
try {
  const sandbox = await start(['sandbox', '--port', '0', '--companies', String(ROWS)], process.env, 'stdout', {
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
    LOG_LEVEL: 'warn',
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
  await ask(SAVE, {
    input: {
      ...{ isEnabled: true, site: sandbox.url, loginCompanyId: sandbox.login },
      ...{ publicKey: sandbox.publicKey, privateKey: sandbox.privateKey },
    },
  });
  await ended(ask, 'COMPANY_SYNC');
  const rows = [];
  for (const isEnabled of [true, false]) {
    await ask(SAVE, { input: { isEnabled } });
    const file = await seed(environment.DATABASE_URL, isEnabled ? 'on' : 'off');
    await resetPeak(server.process.pid);
    const began = performance.now();
    const sent = await send(server.url, token, file);
    const upload = seconds(performance.now() - began);
    const job = await ended(ask, 'MAPPING_IMPORT');
    const duration = seconds(new Date(job.finishedAt) - new Date(job.startedAt));
    const count = (wanted) => job.counts.find(({ counter }) => counter === wanted)?.value ?? 0;
    process.stderr.write(`${JSON.stringify(job)}\n`);
    rows.push([
      `${sent.rows} good rows, REJECT_FAILED, integration ${isEnabled ? 'on' : 'off'}`,
      `taken in ${upload} s, then ${duration} s; ${count('MAPPED')} mapped, ${count('REJECTED')} refused, peak memory ${await peakMemory(server.process.pid)} MB`,
    ]);
  }
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

/** As many users of a source as there are live companies, up to the rows wanted. @returns the file that maps them */
async function seed(url, source) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), $1, $1 FROM accounts WHERE name = 'Bench'`,
    [source],
  );
  const { rows } = await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT c.account_id, gen_random_uuid(), s.id, c.identifier, c.name, '{}'
     FROM (SELECT *, count(*) OVER (PARTITION BY folded_identifier) AS alike FROM companies) c
     JOIN sources s ON s.account_id = c.account_id AND s.code = $1
     WHERE NOT c.is_deleted AND NOT c.is_inactive AND c.missing_since IS NULL AND c.alike = 1
     ORDER BY c.connect_wise_id LIMIT ${ROWS} RETURNING external_id`,
    [source],
  );
  await client.query('VACUUM ANALYZE');
  await client.end();
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ external_id: identifier }) => `${source},${cell(identifier)},${cell(identifier)}\n`);
  return `source,user_external_id,company_identifier\n${lines.join('')}`;
}

async function send(url, token, body) {
  const target = new URL('/files/mappings/import?dryRun=false&onError=REJECT_FAILED', url);
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${token}` };
  const response = await fetch(target, { method: 'POST', headers, body });
  const answer = await response.json();
  if (response.status !== 202) throw new Error(JSON.stringify(answer));
  return answer;
}

async function ended(ask, kind) {
  for (;;) {
    await sleep(200);
    const [job] = (await ask(JOBS, { kind })).jobs.nodes;
    if (job?.status === 'SUCCEEDED') return job;
    if (job?.status === 'FAILED') throw new Error(job.failure.message);
  }
}

function seconds(milliseconds) {
  return (milliseconds / 1_000).toFixed(1);
}

/** The highest since the last reset. */
async function peakMemory(pid) {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024);
}

function resetPeak(pid) {
  return writeFile(`/proc/${pid}/clear_refs`, '5');
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
    `Node ${process.version}, ${cpus().length} cores shared by server, PostgreSQL and sandbox, heap bounded to ${HEAP_MB} MB; ${new Date().toISOString().slice(0, 10)}.`,
    '',
  ].join('\n');
}

async function write(table) {
  const text = await readFile(FILE, 'utf8');
  await writeFile(
    FILE,
    text.replace(/(<!-- import -->\n)[\s\S]*?(<!-- \/import -->)/, (_, open, close) => `${open}${table}${close}`),
  );
}
