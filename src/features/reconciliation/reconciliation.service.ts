import type { Caller } from '../../shared/caller.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { type Job, JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { ReconciliationFilter, ReconciliationRow } from './reconciliation.js';
import type { ReconciliationRepository } from './reconciliation.repository.js';

interface Deps {
  readonly integration: IntegrationService;
  readonly jobs: JobService;
  readonly rows: ReconciliationRepository;
}

/** Our quantities against those of ConnectWise. */
export class ReconciliationService {
  constructor(private readonly deps: Deps) {}

  /** What was written to another ConnectWise than the present one is not shown. */
  async page(caller: Caller, request: PageRequest, filter: ReconciliationFilter): Promise<Page<ReconciliationRow>> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (!instanceId) return { items: [], hasNextPage: false, countTotal: async () => 0 };
    return this.deps.rows.page(caller.accountId, request, { filter, instanceId });
  }

  /** @throws Failure NOT_CONFIGURED, INTEGRATION_DISABLED, JOB_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED */
  async start(caller: Caller, idempotencyKey: string | undefined): Promise<Job> {
    await this.deps.integration.instance(caller);
    return this.deps.jobs.start(caller, { kind: JobKind.RECONCILIATION, input: {}, idempotencyKey });
  }
}
