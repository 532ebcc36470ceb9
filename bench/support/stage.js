// Processes and a PostgreSQL server that end with the measurement. Whatever is started runs on the Node of this process.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { startPostgres } from '../../test/support/postgres-server.js';
import { withClient as sql } from '../../test/support/with-client.js';
import { post } from './ask.js';

export { sql };

const SANDBOX = {
  url: /(http:\/\/127\.0\.0\.1:\d+)/,
  login: /ogin company id\s+(\S+)/,
  publicKey: /ublic key\s+(\S+)/,
  privateKey: /rivate key\s+(\S+)/,
  clientId: /lient ?[iI][dD]\s+(\S+)/,
};

/** For servers that never call ConnectWise. */
export const NOBODY = { url: 'http://127.0.0.1:1', clientId: '00000000-0000-4000-8000-000000000000' };

/** What the database of a rival holds is read over as many connections as that of psa-bridge. */
export const POOL = 10;

const SIGNALS = ['SIGINT', 'SIGTERM'];

export class Stage {
  #children = [];
  #postgres;
  #closed;

  /** Runs `work` with everything it starts, and ends that whatever happens. PostgreSQL has its durable defaults. */
  static async use(work) {
    const stage = new Stage();
    stage.#postgres = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
    const cutOff = () => stage.#close().finally(() => process.exit(1));
    for (const signal of SIGNALS) process.on(signal, cutOff);
    try {
      return await work(stage);
    } finally {
      for (const signal of SIGNALS) process.off(signal, cutOff);
      await stage.#close();
    }
  }

  get postgres() {
    return { pid: this.#postgres.pid };
  }

  async createDatabase(name = 'bench') {
    await sql(this.#postgres.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
    return this.#postgres.url(name);
  }

  sandbox(companies) {
    const args = ['dist/main.js', 'sandbox', '--port', '0', '--control', '--companies', String(companies)];
    return this.start(args, process.env, 'stdout', SANDBOX);
  }

  /** The built server with everything on. `as` is another program in its place, or a part of it. */
  async serve(environment, as = ['dist/main.js', 'serve']) {
    const server = await this.start(as, environment, 'stderr', { url: /answers at (\S+)/ });
    return { ...server, asking: (token) => (query, variables) => post(server.url, token, { query, variables }) };
  }

  /** The same without our own restraint towards ConnectWise, so that its own time shows. */
  serveUnpaced(environment) {
    return this.serve(environment, ['bench/unpaced-server.js']);
  }

  /** Starts a process and waits until it has told everything that the patterns look for. */
  async start(args, env, stream, patterns) {
    const stdio = ['ignore', stream === 'stdout' ? 'pipe' : 'ignore', stream === 'stderr' ? 'pipe' : 'ignore'];
    const child = spawn(process.execPath, args, { env, stdio });
    this.#children.push(child);
    let told = '';
    for await (const chunk of child[stream].iterator({ destroyOnReturn: false })) {
      told += chunk;
      const found = Object.entries(patterns).map(([name, pattern]) => [name, pattern.exec(told)?.[1]]);
      if (found.every(([, value]) => value)) {
        child[stream].resume();
        return { ...Object.fromEntries(found), process: child };
      }
    }
    throw new Error(`${args.join(' ')} did not start: ${told}`);
  }

  async stop({ process: child }) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    this.#children = this.#children.filter((one) => one !== child);
  }

  /** Once, however often it is asked for. */
  #close() {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end() {
    for (const child of this.#children.toReversed()) await this.stop({ process: child });
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
    DATABASE_POOL_MAX: String(POOL),
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
}

/**
 * Unbounded, Node lets garbage pile up as long as the machine has memory, the more the busier the processors are. The young
 * generation is bounded too: Node 24 lets it have 128 MB of its own accord, and what is left then is collected without end.
 */
export function bounded(environment, megabytes) {
  return { ...environment, NODE_OPTIONS: `--max-old-space-size=${megabytes} --max-semi-space-size=16` };
}

/** Makes an account, and the tables before it when they are not there. @returns its token */
export async function createAccount(environment, name = 'Bench') {
  const args = ['dist/main.js', 'account', 'create', '--name', name];
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`psa-bridge ${args.slice(1).join(' ')} ended with ${code}`);
  return out.trim();
}
