import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createCore, type Services } from '../../../src/app-services.js';
import { loadConfig } from '../../../src/config.js';
import { type Database, openDatabase } from '../../../src/database/database.js';
import { type Job, JobKind } from '../../../src/features/jobs/job.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { type Caller, systemCaller } from '../../../src/shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import { SecretBox } from '../../../src/shared/secret-box.js';
import type { WorkTimes } from '../../../src/work/times.js';
import { idsIn, inConnectWise, mirrored } from '../../api/support/mirror.js';
import { withClient } from '../../support/database.js';
import { TEST_PACE } from '../../support/pace.js';
import { until } from './toy.js';
import { BRIEF, ToyProcess } from './toy-site.js';

const PROGRAM = fileURLToPath(new URL('./sync-process.js', import.meta.url));

/** A database, a sandbox as ConnectWise, and the product's workers in processes of their own. */
export class SyncSite {
  readonly #processes: ToyProcess[] = [];

  private constructor(
    readonly at: { readonly url: string; readonly isEmbedded: boolean },
    readonly parts: { readonly database: Database; readonly services: Services; readonly sandbox: Sandbox },
    private readonly task: object,
  ) {}

  static async open(at: { url: string; isEmbedded: boolean }, companies: number): Promise<SyncSite> {
    const sandbox = await startSandbox({ companies });
    const { host } = new URL(sandbox.url);
    const { clientId } = sandbox.credentials;
    const hosts = { CONNECTWISE_ALLOWED_HOSTS: host, CONNECTWISE_HTTP_HOSTS: host };
    const environment = { CONNECTWISE_CLIENT_ID: clientId, ...hosts };
    const logger = createLogger('silent');
    const database = await openDatabase({ ...at, logger });
    const key = randomBytes(32);
    const { services } = createCore({
      ...{ database, logger, paceFigures: TEST_PACE, config: loadConfig(environment) },
      box: new SecretBox([{ id: 'test', bytes: key }]),
      clock: { now: () => new Date() },
    });
    return new SyncSite(at, { database, services, sandbox }, { ...at, environment, key: key.toString('base64') });
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

  start(times: WorkTimes = BRIEF): ToyProcess {
    const started = new ToyProcess({ ...this.task, times }, PROGRAM);
    this.#processes.push(started);
    return started;
  }

  async jobs(caller: Caller): Promise<Job[]> {
    const page = await this.parts.services.jobs.page(caller, { first: 100 }, { kinds: [JobKind.COMPANY_SYNC] });
    return page.items.map(({ item }) => item);
  }

  async allEnded(callers: readonly Caller[], seconds = 60): Promise<void> {
    await until(
      'every sync has ended',
      async () => {
        const jobs = (await Promise.all(callers.map((caller) => this.jobs(caller)))).flat();
        return jobs.length >= callers.length && jobs.every(({ finishedAt }) => finishedAt !== undefined);
      },
      seconds,
    );
  }

  /** What of the mirror differs from ConnectWise, in either direction. */
  async differences(caller: Caller): Promise<string[]> {
    const there = await inConnectWise(this.parts.services, caller);
    const here = await this.mirrored(caller.accountId);
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

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((started) => started.end('SIGKILL')));
    await this.parts.database.close();
    await this.parts.sandbox.close();
  }

  private mirrored(accountId: AccountId): Promise<string[]> {
    return mirrored(accountId, (text, values = []) =>
      withClient(this.at.url, async (client) => (await client.query(text, [...values])).rows),
    );
  }
}
