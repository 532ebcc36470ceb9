import type { Caller } from '../../shared/caller.js';
import type { CompanyId, InstanceId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { type Job, JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { SyncMode } from './company-mirror.js';
import type { CompanyMirrorRepository } from './company-mirror.repository.js';
import type { CompanyFilter, CompanyOrder, MirroredCompany } from './directory.js';
import type { DirectoryRepository } from './directory.repository.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly jobs: JobService;
  readonly mirrors: CompanyMirrorRepository;
  readonly directory: DirectoryRepository;
}

/** How old and how large the copy is. */
export interface MirrorAge {
  readonly instanceId: InstanceId;
  /** Undefined until the first sync has ended. */
  readonly syncedAt: Date | undefined;
  readonly comparedAt: Date | undefined;
}

/** The companies of the ConnectWise that the settings lead to, as they are in the mirror: nothing here asks ConnectWise. */
export class DirectoryService {
  constructor(private readonly deps: Deps) {}

  /** Empty while nothing is set up. */
  async page(
    caller: Caller,
    request: PageRequest,
    wanted: { readonly filter: CompanyFilter; readonly order: CompanyOrder },
  ): Promise<Page<MirroredCompany>> {
    const instanceId = await this.instanceId(caller);
    if (!instanceId) return { items: [], hasNextPage: false, countTotal: async () => 0 };
    return this.deps.directory.page(caller.accountId, request, { ...wanted, instanceId });
  }

  find({ accountId }: Caller, ids: readonly CompanyId[]): Promise<MirroredCompany[]> {
    return this.deps.directory.find(accountId, ids);
  }

  /** Undefined while nothing is set up. */
  async mirror(caller: Caller): Promise<MirrorAge | undefined> {
    const instanceId = await this.instanceId(caller);
    const mirror = instanceId && (await this.deps.mirrors.find(caller.accountId, instanceId));
    return instanceId && { instanceId, syncedAt: mirror?.syncedAt, comparedAt: mirror?.comparedAt };
  }

  /** Whom a company names as its contact; null when it names nobody, undefined when the copy does not have the company. */
  defaultContact(
    { accountId }: Caller,
    { instanceId, connectWiseId }: { readonly instanceId: InstanceId; readonly connectWiseId: number },
  ): Promise<number | null | undefined> {
    return this.deps.directory.defaultContact(accountId, instanceId, connectWiseId);
  }

  /** How many companies the copy has, without those that are missing. */
  count({ accountId }: Caller, instanceId: InstanceId): Promise<number> {
    return this.deps.mirrors.count(accountId, instanceId);
  }

  /** @throws Failure NOT_CONFIGURED, and what starting a job can end in */
  async startSync(
    caller: Caller,
    { mode, idempotencyKey }: { readonly mode: SyncMode; readonly idempotencyKey?: string | undefined },
  ): Promise<Job> {
    await this.deps.integration.instance(caller);
    return this.deps.jobs.start(caller, { kind: JobKind.COMPANY_SYNC, input: { mode }, idempotencyKey });
  }

  private async instanceId(caller: Caller): Promise<InstanceId | undefined> {
    return (await this.deps.integration.find(caller))?.instanceId;
  }
}
