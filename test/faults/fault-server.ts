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
  readonly workshop = new Workshop();
  token = '';
  url = '';
  process: Process | undefined;

  private constructor(
    readonly postgres: PostgresServer | undefined,
    readonly environment: Record<string, string>,
  ) {}

  static async open(around: Around = {}, more: Record<string, string> = {}): Promise<FaultServer> {
    const hasPrograms = (await findPostgresPrograms()) !== undefined;
    const postgres = hasPrograms ? await startPostgres({ ...DURABLE, ...around.settings }, around.under) : undefined;
    const near = postgres?.url('postgres');
    const server = new FaultServer(postgres, {
      ...{ PORT: '0', METRICS_PORT: String(await freePort(0)), REQUESTS_PER_MINUTE: '1000000', LOG_LEVEL: 'warn' },
      ...more,
    });
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

  async start(): Promise<Process> {
    this.process = this.workshop.start(['serve'], { environment: this.environment });
    const [, url = ''] = await this.process.said(/answers at (\S+)/);
    this.url = url;
    return this.process;
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
    await this.workshop.clean();
    await this.postgres?.stop();
  }
}
