// Measures reads over HTTP: the built server in its own process with all guards on, PostgreSQL beside it, the load
// from this process. Prints one table; `--write` puts it into docs/benchmarks.md.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.js';

const USERS = 10_000;
const ROUNDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const CONNECTIONS = 10;
const FILE = 'docs/benchmarks.md';

const page = `query Page($after: String) { users(first: 50, after: $after) { nodes { id name mapping { id identifier companyName isEnabled connectWiseId } } } }`;
const single = `query One($id: ID!) { node(id: $id) { id ... on User { name mapping { id identifier companyName isEnabled connectWiseId } } } }`;

const postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
try {
  const url = await createDatabase(postgres);
  const environment = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: url,
    SEALING_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    DATA_DIR: '/nonexistent',
    LOG_LEVEL: 'info',
    PORT: '0',
    METRICS_PORT: '0',
    REQUESTS_PER_MINUTE: '1000000',
  };
  const token = (await command(['account', 'create', '--name', 'Bench'], environment)).trim();
  const ids = await seed(url);
  const server = await startServer(environment);
  try {
    const target = { url: server.url, token };
    const contenders = [
      { name: 'one user with mapping', query: single, variables: (i) => ({ id: ids[(i * 7919) % ids.length] }) },
      { name: 'page of 50 users with mappings', query: page, variables: await pageCursors(target) },
    ];
    const results = new Map(contenders.map(({ name }) => [name, []]));
    for (const contender of contenders) await measure(contender, target, 3);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const contender of contenders) results.get(contender.name).push(await measure(contender, target, SECONDS));
    }
    const table = render(results);
    process.stdout.write(table);
    if (process.argv.includes('--write')) await write(table);
  } finally {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
} finally {
  await postgres.stop();
}

async function createDatabase(server) {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query('CREATE DATABASE bench');
  await client.end();
  return server.url('bench');
}

/** Users and mappings as bulk rows; how they come in is not what is measured. Answers global ids. */
async function seed(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SELECT id FROM accounts WHERE name = 'Bench'");
  const account = rows[0].id;
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) VALUES ($1, gen_random_uuid(), 'bench', 'Bench')`,
    [account],
  );
  await client.query(
    `INSERT INTO connect_wise_instances (account_id, id, host, login_company_id, confirmed_at)
     VALUES ($1, gen_random_uuid(), 'api-na.myconnectwise.net', 'bench', now())`,
    [account],
  );
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT $1, gen_random_uuid(), s.id, 'u' || n, 'User ' || lpad((n * 7919 % 1000003)::text, 7, '0'), ARRAY['u' || n || '.example.com']
     FROM sources s, generate_series(1, ${USERS}) n WHERE s.account_id = $1`,
    [account],
  );
  await client.query(
    `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_name,
                           company_types, is_enabled, origin, verification, verified_at)
     SELECT u.account_id, gen_random_uuid(), u.id, u.source_id, i.id, row_number() OVER (), 'C' || u.external_id, u.name,
            '{Customer}', true, 'MANUAL', 'VERIFIED', now()
     FROM users u JOIN connect_wise_instances i USING (account_id) WHERE u.account_id = $1`,
    [account],
  );
  await client.query('VACUUM ANALYZE');
  const users = await client.query('SELECT id FROM users WHERE account_id = $1', [account]);
  await client.end();
  return users.rows.map(({ id }) => Buffer.from(`User:${id}`).toString('base64url'));
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

/** Cursors all over the list, so that no page is asked for twice in a row. */
async function pageCursors({ url, token }) {
  const cursors = [undefined];
  let after;
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: 'query($after: String) { users(first: 100, after: $after) { pageInfo { hasNextPage endCursor } } }',
        variables: { after },
      }),
    });
    const { data } = await response.json();
    if (!data.users.pageInfo.hasNextPage) break;
    after = data.users.pageInfo.endCursor;
    cursors.push(after);
  }
  return (i) => ({ after: cursors[(i * 37) % cursors.length] });
}

async function measure({ query, variables }, { url, token }, duration) {
  let sent = 0;
  const result = await autocannon({
    url,
    method: 'POST',
    connections: CONNECTIONS,
    duration,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    requests: [
      {
        setupRequest: (request) => {
          sent += 1;
          return { ...request, body: JSON.stringify({ query, variables: variables(sent) }) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return { rate: result.requests.average, p99: result.latency.p99 };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function render(results) {
  const rows = [...results].map(([name, rounds]) => {
    const rate = Math.round(median(rounds.map((round) => round.rate)));
    const spread = rounds.map((round) => Math.round(round.rate)).toSorted((a, b) => a - b);
    return `| ${name} | ${rate} | ${spread[0]} to ${spread.at(-1)} | ${median(rounds.map((round) => round.p99))} |`;
  });
  return [
    `| read | requests/s | rounds | p99 ms |`,
    `| --- | --- | --- | --- |`,
    ...rows,
    '',
    `Node ${process.version}, ${cpus().length} cores shared by server, PostgreSQL and load; ${USERS} users; ${CONNECTIONS} connections; median of ${ROUNDS} rounds of ${SECONDS} s taken in turn; ${new Date().toISOString().slice(0, 10)}.`,
    '',
  ].join('\n');
}

async function write(table) {
  const text = await readFile(FILE, 'utf8');
  await writeFile(
    FILE,
    text.replace(/(<!-- reads -->\n)[\s\S]*?(<!-- \/reads -->)/, (_, open, close) => `${open}${table}${close}`),
  );
}
