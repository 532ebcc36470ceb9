// Measures an import of mappings: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise,
// each a process of its own. Rows name companies of the copy by identifier. Prints one table; `--write` puts it into
// docs/benchmarks.md.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  command,
  environmentFor,
  peakMemory,
  post,
  render,
  resetPeak,
  Stage,
  seconds,
  settingsFor,
  write,
} from './support.js';

const ROWS = Number(process.env.BENCH_ROWS ?? 50_000);
// Unbounded, Node lets garbage pile up as long as the machine has memory, the more the busier the processors are.
const HEAP_MB = 192;
const JOBS =
  'query($kind: JobKind!) { jobs(first: 1, filter: { kinds: [$kind] }) { nodes { status done startedAt finishedAt failure { message } counts { counter value } } } }';
const SAVE =
  'mutation($input: SaveIntegrationSettingsInput!) { saveIntegrationSettings(input: $input) { userErrors { message } } }';

const stage = await Stage.open();
try {
  const sandbox = await stage.sandbox(ROWS);
  const environment = environmentFor(sandbox, await stage.createDatabase());
  const token = (await command(['account', 'create', '--name', 'Bench'], environment)).trim();
  const bounded = { ...environment, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
  const server = await stage.start(['dist/main.js', 'serve'], bounded, 'stderr', { url: /answers at (\S+)/ });
  const ask = (query, variables = {}) => post(server.url, token, { query, variables });
  await ask(SAVE, { input: settingsFor(sandbox) });
  await ended(ask, 'COMPANY_SYNC');
  const rows = [];
  for (const isEnabled of [true, false]) {
    await ask(SAVE, { input: { isEnabled } });
    const file = await seed(environment.DATABASE_URL, isEnabled ? 'on' : 'off');
    await resetPeak(server.process);
    const began = performance.now();
    const sent = await send(server.url, token, file);
    const upload = seconds(performance.now() - began);
    const job = await ended(ask, 'MAPPING_IMPORT');
    const duration = seconds(new Date(job.finishedAt) - new Date(job.startedAt));
    const count = (wanted) => job.counts.find(({ counter }) => counter === wanted)?.value ?? 0;
    process.stderr.write(`${JSON.stringify(job)}\n`);
    rows.push([
      `${sent.rows} good rows, REJECT_FAILED, integration ${isEnabled ? 'on' : 'off'}`,
      `taken in ${upload} s, then ${duration} s; ${count('MAPPED')} mapped, ${count('REJECTED')} refused, peak memory ${await peakMemory(server.process)} MB`,
    ]);
  }
  const table = render(rows, `heap bounded to ${HEAP_MB} MB`);
  process.stdout.write(table);
  if (process.argv.includes('--write')) await write('import', table);
} finally {
  await stage.close();
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
