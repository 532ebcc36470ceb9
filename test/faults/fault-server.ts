import { randomBytes } from 'node:crypto';
import { freePort } from '../../src/cli/numbers.js';
import { findPostgresPrograms, type PostgresServer, startPostgres } from '../support/postgres-server.js';
import { type Process, Workshop } from '../support/process.js';

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** How the server's database is reached, and where it lies. */
interface Around {
  /** Turns the address of the database into another, such as that of a proxy. */
  readonly reach?: (url: string) => Promise<string> | string;
  readonly under?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A built server in a process of its own, over a PostgreSQL that keeps what it acknowledges; or over its embedded one. */
export class FaultServer {
  static readonly #open = new Set<FaultServer>();

  readonly workshop = new Workshop();
  token = '';
  url = '';
  /** From the last start of the process until it answered. */
  startSeconds = 0;
  process: Process | undefined;

  private constructor(
    readonly postgres: PostgresServer | undefined,
    readonly environment: Record<string, string>,
  ) {}

  static async open(around: Around = {}, more: Record<string, string> = {}): Promise<FaultServer> {
    const hasPrograms = (await findPostgresPrograms()) !== undefined;
    const postgres = hasPrograms ? await startPostgres({ ...DURABLE, ...around.settings }, around.under) : undefined;
    const near = postgres?.url('postgres');
    // Known before anything can go wrong with it, so that nothing of it outlives its test file.
    const server = new FaultServer(postgres, {
      ...{ PORT: '0', METRICS_PORT: String(await freePort(0)), REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'warn' },
      ...more,
    });
    FaultServer.#open.add(server);
    const { workshop, environment } = server;
    if (near)
      Object.assign(environment, { DATABASE_URL: near, SEALING_KEYS: `k:${randomBytes(32).toString('base64')}` });
    else environment['DATA_DIR'] = await workshop.folder();
    const { stdout, stderr } = await workshop.run(['account', 'create', '--name', 'Load'], environment);
    server.token = stdout.trim();
    if (!server.token) throw new Error(stderr);
    if (near && around.reach) environment['DATABASE_URL'] = await around.reach(near);
    await server.start();
    return server;
  }

  /** Those that a failed test left open. */
  static async closeAll(): Promise<void> {
    await Promise.all([...FaultServer.#open].map((server) => server.close()));
  }

  async start(): Promise<Process> {
    const started = performance.now();
    this.process = this.workshop.start(['serve'], { environment: this.environment });
    const [, url = ''] = await this.process.said(/answers at (\S+)/);
    this.url = url;
    this.startSeconds = (performance.now() - started) / 1_000;
    return this.process;
  }

  /** Tokens of so many accounts, the first one's among them. */
  async accounts(count: number): Promise<readonly string[]> {
    const create = (_: unknown, at: number) =>
      this.workshop.run(['account', 'create', '--name', `MSP ${at}`], this.environment);
    const made = await Promise.all(Array.from({ length: count - 1 }, create));
    return [this.token, ...made.map(({ stdout }) => stdout.trim())];
  }

  get kind(): string {
    return this.postgres ? 'PostgreSQL' : 'embedded database';
  }

  /** A number among the server's metrics; asking for the delay of the event loop begins it anew. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.environment['METRICS_PORT']}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  }

  async close(): Promise<void> {
    FaultServer.#open.delete(this);
    await this.workshop.clean();
    await this.postgres?.stop();
  }
}
