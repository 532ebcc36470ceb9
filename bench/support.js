// What the measurements share: processes of the built server, a database, and the tables they print.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres-server.js';

const FILE = 'docs/benchmarks.md';
const SANDBOX = {
  url: /(http:\/\/127\.0\.0\.1:\d+)/,
  login: /ogin company id\s+(\S+)/,
  publicKey: /ublic key\s+(\S+)/,
  privateKey: /rivate key\s+(\S+)/,
  clientId: /lient ?[iI][dD]\s+(\S+)/,
};

/** Processes and a PostgreSQL server that end with the measurement. */
export class Stage {
  #children = [];
  #postgres;

  static async open() {
    const stage = new Stage();
    stage.#postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
    return stage;
  }

  async createDatabase() {
    const client = new pg.Client({ connectionString: this.#postgres.url('postgres') });
    await client.connect();
    await client.query('CREATE DATABASE bench');
    await client.end();
    return this.#postgres.url('bench');
  }

  sandbox(companies) {
    const args = ['dist/main.js', 'sandbox', '--port', '0', '--control', '--companies', String(companies)];
    return this.start(args, process.env, 'stdout', SANDBOX);
  }

  /** Starts a process and waits until it has told everything that the patterns look for. */
  async start(args, env, stream, patterns) {
    const stdio = ['ignore', stream === 'stdout' ? 'pipe' : 'ignore', stream === 'stderr' ? 'pipe' : 'ignore'];
    const child = spawn(process.execPath, args, { env, stdio });
    this.#children.push(child);
    let told = '';
    for await (const chunk of child[stream]) {
      told += chunk;
      const found = Object.entries(patterns).map(([name, pattern]) => [name, pattern.exec(told)?.[1]]);
      if (found.every(([, value]) => value)) {
        child[stream].resume();
        return { ...Object.fromEntries(found), process: child };
      }
    }
    throw new Error(`${args.join(' ')} did not start: ${told}`);
  }

  async close() {
    for (const child of this.#children.toReversed()) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    await this.#postgres.stop();
  }
}

/** What a server needs to know to call the sandbox and nothing else. */
export function environmentFor(sandbox, databaseUrl) {
  const { host } = new URL(sandbox.url);
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
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
}

/** The sandbox as an account's ConnectWise. */
export function settingsFor({ url, login, publicKey, privateKey }) {
  return { isEnabled: true, site: url, loginCompanyId: login, publicKey, privateKey };
}

export async function command(args, env) {
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`psa-bridge ${args.join(' ')} ended with ${code}`);
  return out;
}

export async function post(url, token, body) {
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

/** Processor time that a process has used, in seconds. */
export async function processorSeconds({ pid }) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The highest since the last reset, in MB. */
export async function peakMemory({ pid }) {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024);
}

export function resetPeak({ pid }) {
  return writeFile(`/proc/${pid}/clear_refs`, '5');
}

export function seconds(milliseconds) {
  return (milliseconds / 1_000).toFixed(1);
}

/** The value below which a share of all lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function render(rows, how) {
  return [
    '| what | figure |',
    '| --- | --- |',
    ...rows.map(([name, figure]) => `| ${name} | ${figure} |`),
    '',
    `Node ${process.version}, ${cpus().length} cores shared by server, PostgreSQL and sandbox, ${how}; ${new Date().toISOString().slice(0, 10)}.`,
    '',
  ].join('\n');
}

/** Puts a table between its two marks in docs/benchmarks.md. */
export async function write(mark, table) {
  const text = await readFile(FILE, 'utf8');
  const place = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  await writeFile(
    FILE,
    text.replace(place, (_, open, close) => `${open}${table}${close}`),
  );
}
