import type { Caller } from '../../shared/caller.js';
import { accountHold, type HeldWork } from '../integration/health.js';
import type { Integration } from '../integration/integration.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { JobStatus } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { MappingCounts } from '../mappings/mapping.js';
import type { MappingService } from '../mappings/mapping.service.js';

/** Where an account's work stands. */
export interface Overview {
  readonly users: MappingCounts;
  /** Users whose work would go out if nothing held it. */
  readonly held: number;
  readonly jobs: { readonly open: number; readonly failed: number };
  readonly integration: Integration | undefined;
  readonly holds: readonly HeldWork[];
}

interface Deps {
  readonly integration: IntegrationService;
  readonly mappings: MappingService;
  readonly jobs: JobService;
}

/** Gathers what each feature counts of its own. */
export class OverviewService {
  constructor(private readonly deps: Deps) {}

  async read(caller: Caller): Promise<Overview> {
    const { integration, mappings, jobs } = this.deps;
    const found = await integration.find(caller);
    const [users, holds, open, failed] = await Promise.all([
      mappings.counts(caller, found?.instanceId),
      integration.holds(caller),
      jobs.count(caller, { statuses: [JobStatus.QUEUED, JobStatus.RUNNING] }),
      jobs.count(caller, { statuses: [JobStatus.FAILED] }),
    ]);
    return { users, held: heldOf(users, found), jobs: { open, failed }, integration: found, holds };
  }
}

/** A hold of the account holds everybody; otherwise it is each mapping that is not in order. */
function heldOf(users: MappingCounts, integration: Integration | undefined): number {
  const mendable = users.setAside + users.unverified + users.broken;
  return accountHold(integration) ? mendable + users.ready : mendable;
}
