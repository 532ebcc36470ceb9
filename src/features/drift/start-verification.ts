import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { MappingId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { IntegrationService } from '../integration/integration.service.js';
import { type Job, JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import type { VerificationStatus } from '../mappings/mapping.js';
import type { MappingService } from '../mappings/mapping.service.js';

export interface StartVerificationInput {
  /** All mappings of the account when absent. */
  readonly mappingIds: readonly MappingId[] | undefined;
  readonly statuses: readonly VerificationStatus[] | undefined;
  readonly idempotencyKey: string | undefined;
}

interface Deps {
  readonly integration: IntegrationService;
  readonly mappings: MappingService;
  readonly jobs: JobService;
}

/** Asks for a verification of many mappings. */
export class StartVerification {
  constructor(private readonly deps: Deps) {}

  /** @throws Failure INTEGRATION_DISABLED, NOT_FOUND, JOB_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED */
  async start(caller: Caller, { mappingIds, statuses, idempotencyKey }: StartVerificationInput): Promise<Job> {
    const { integration, jobs } = this.deps;
    if (mappingIds) await this.requireKnown(caller, mappingIds);
    const { isEnabled } = await integration.instance(caller);
    if (!isEnabled) {
      const message = 'The ConnectWise integration is off. Enable it first.';
      throw new Failure({ code: FailureCode.INTEGRATION_DISABLED, message });
    }
    const input = { ...(mappingIds && { mappingIds }), ...(statuses && { statuses }) };
    return jobs.start(caller, { kind: JobKind.MAPPING_VERIFICATION, input, idempotencyKey });
  }

  private async requireKnown(caller: Caller, ids: readonly MappingId[]): Promise<void> {
    if (ids.length > limits.bulkItems) {
      const message = `Name up to ${limits.bulkItems} mappings, or none to have all of them verified.`;
      throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['mappingIds'] });
    }
    const known = new Set((await this.deps.mappings.find(caller, ids)).map(({ id }) => id));
    const unknown = ids.findIndex((id) => !known.has(id));
    if (unknown === -1) return;
    const field = ['mappingIds', String(unknown)];
    throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such mapping.', field });
  }
}
