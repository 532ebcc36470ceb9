import { randomBytes, randomUUID } from 'node:crypto';
import type { AppParts } from '../../../src/app/ground.js';
import { createCore, type Services } from '../../../src/app/services.js';
import { loadConfig } from '../../../src/config/config.js';
import type { PaceFigures } from '../../../src/connectwise/pace.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import type { DatabaseTimes } from '../../../src/database/times.js';
import type { Job, JobKind } from '../../../src/features/jobs/job.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { type Caller, systemCaller } from '../../../src/shared/caller.js';
import { PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import { SecretBox } from '../../../src/shared/secret-box.js';
import type { WorkKind } from '../../../src/shared/work.js';
import type { WorkTimes } from '../../../src/work/times.js';
import { idsIn, inConnectWise, mirrored } from '../../api/support/mirror.js';
import { PATIENT_DATABASE, withClient } from '../../support/database.js';
import { TEST_PACE } from '../../support/pace.js';
import { ProductWorker } from './product-worker.js';
import { until } from './toy.js';
import { giveUp, PATIENT } from './toy-site.js';

interface WorkerStart {
  readonly times?: WorkTimes;
  readonly databaseTimes?: DatabaseTimes;
  readonly lanes?: number;
  /** Has it tell the steps of each write to ConnectWise, and end or freeze itself when it comes to one for so many times. */
  readonly steps?: { readonly dieAt?: TellingStep; readonly freezeAt?: TellingStep; readonly times?: number };
}

export type DeliveryStep = 'intended' | 'written' | 'recorded';
/** Billing tells one more. */
export type WriteStep = 'begun' | DeliveryStep;
/** How a report comes to be sent, around the writes to ConnectWise. */
export type ReportStep = 'planning' | 'planned' | WriteStep | 'delivering' | 'delivered' | 'ended';
/** How the job of a month begins by itself. */
export type ScheduleStep = 'due' | 'beginning' | 'scheduled';
type TellingStep = ReportStep | ScheduleStep;

/** A database, a sandbox as ConnectWise, and the product's workers in processes of their own. */
export class ProductSite {
  readonly workers: ProductWorker[] = [];

  private constructor(
    readonly at: { readonly url: string; readonly isEmbedded: boolean },
    readonly parts: { readonly database: Database; readonly services: Services; readonly sandbox: Sandbox },
    private readonly task: object,
  ) {}

  static async open(
    at: { url: string; isEmbedded: boolean },
    companies: number,
    own: Pick<AppParts, 'timing'> & { paceFigures?: PaceFigures } = {},
  ): Promise<ProductSite> {
    const sandbox = await startSandbox({ companies });
    const { host } = new URL(sandbox.url);
    const { clientId } = sandbox.credentials;
    const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
    const environment = { CONNECTWISE_CLIENT_ID: clientId, ...hosts };
    const logger = createLogger('silent');
    const database = await openDatabase({ ...at, logger, times: PATIENT_DATABASE });
    const key = randomBytes(32);
    const { services } = createCore({
      ...{ database, logger, paceFigures: TEST_PACE, config: loadConfig(environment), ...own },
      box: new SecretBox([{ id: 'test', bytes: key }]),
      clock: { now: () => new Date() },
    });
    const site = new ProductSite(
      at,
      { database, services, sandbox },
      {
        ...at,
        environment,
        key: key.toString('base64'),
        databaseTimes: PATIENT_DATABASE,
      },
    );
    // What earlier suites left to be done leads to sandboxes that are gone, and would keep all workers busy.
    await site.sql('UPDATE work SET due_at = NULL, started_at = NULL');
    return site;
  }

  /** An account whose integration is on: its first sync is due. */
  async account(): Promise<Caller> {
    const { services, sandbox } = this.parts;
    const platform = systemCaller(PLATFORM_ACCOUNT, randomUUID());
    const { account } = await services.accounts.create(platform, { name: `MSP ${randomUUID()}`, timeZone: 'UTC' });
    const caller = systemCaller(account.id, randomUUID());
    const { loginCompanyId, publicKey, privateKey } = sandbox.credentials;
    const values = { site: sandbox.url, loginCompanyId, publicKey, privateKey };
    await services.saveSettings.save(caller, { ...values, isEnabled: true });
    return caller;
  }

  start({ times = PATIENT, databaseTimes = PATIENT_DATABASE, lanes = 2, steps }: WorkerStart = {}): ProductWorker {
    const started = new ProductWorker({ ...this.task, times, databaseTimes, lanes, steps });
    this.workers.push(started);
    return started;
  }

  /** Waits until a running worker is at a slice of a kind. */
  async busyAt(kind: WorkKind): Promise<ProductWorker> {
    const found = () => this.workers.find((worker) => !worker.hasEnded && worker.at(kind));
    await until(`a worker is at ${kind}\n${this.workers.map(({ stderr }) => stderr).join('')}`, () => !!found(), 90);
    return found() ?? this.busyAt(kind);
  }

  /** Kills a worker; the others notice at once, as if it had been silent for all the time that it may be. */
  async kill(worker: ProductWorker): Promise<void> {
    await worker.end('SIGKILL');
    await giveUp(this.at.url, worker);
  }

  /** Stops a worker where it is; the others give it up at once, as they would after a time. */
  async freeze(worker: ProductWorker): Promise<void> {
    worker.child.kill('SIGSTOP');
    await giveUp(this.at.url, worker);
  }

  /** Newest first. */
  async jobs(caller: Caller, kind: JobKind = 'COMPANY_SYNC'): Promise<Job[]> {
    const page = await this.parts.services.jobs.page(caller, { first: 100 }, { kinds: [kind] });
    return page.items.map(({ item }) => item);
  }

  async isOpen(caller: Caller, kind: JobKind = 'COMPANY_SYNC'): Promise<boolean> {
    return (await this.jobs(caller, kind)).some(({ finishedAt }) => !finishedAt);
  }

  /** Waits until every account has had jobs of a kind, and all of them have ended. */
  async allEnded(callers: readonly Caller[], kind: JobKind = 'COMPANY_SYNC'): Promise<void> {
    const hasEnded = async (caller: Caller) => {
      const jobs = await this.jobs(caller, kind);
      return jobs.length > 0 && jobs.every(({ finishedAt }) => finishedAt !== undefined);
    };
    const all = async () => (await Promise.all(callers.map(hasEnded))).every(Boolean);
    await until(`every job of ${kind} has ended`, all, 600);
  }

  /** What of the mirror differs from ConnectWise, in either direction. */
  async differences(caller: Caller): Promise<string[]> {
    const there = await inConnectWise(this.parts.services, caller);
    const here = await mirrored(caller.accountId, (text, values) => this.sql(text, values));
    const [left, right] = [new Set(there), new Set(here)];
    return [...there.filter((line) => !right.has(line)), ...here.filter((line) => !left.has(line))];
  }

  /** Companies come, change, go and are deleted, as they do while nobody looks. */
  stir(): void {
    const { companies } = this.parts.sandbox;
    const ids = idsIn(this.parts.sandbox);
    const any = () => ids[Math.floor(Math.random() * ids.length)] ?? 0;
    companies.add({ identifier: randomUUID(), name: 'Newcomer' });
    companies.rename(any(), randomUUID());
    companies.delete(any());
    companies.remove(any());
  }

  /** Runs one statement as the login itself, past both doors. */
  sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return withClient(this.at.url, async (client) => (await client.query<Row>(text, [...values])).rows);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((started) => started.end('SIGKILL')));
    await this.parts.database.close();
    await this.parts.sandbox.close();
  }
}
