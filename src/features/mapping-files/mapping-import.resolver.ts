import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { JobId } from '../../shared/ids.js';
import { Job } from '../jobs/job.types.js';
import type { ApplyImport } from './apply-import.js';
import { ApplyMappingImportInput, ApplyMappingImportPayload } from './mapping-import.types.js';

@Resolver()
export class MappingImportResolver {
  constructor(private readonly service: ApplyImport) {}

  @May.map()
  @Mutation(() => ApplyMappingImportPayload, {
    nullable: true,
    description: 'Carry out an import that was looked at by a dry run; every row is decided again.',
  })
  applyMappingImport(
    @Ctx() { caller }: Context,
    @Arg('input', () => ApplyMappingImportInput) input: ApplyMappingImportInput,
  ) {
    return payload(ApplyMappingImportPayload, async () => {
      const jobId = decodeId<JobId>('Job', input.jobId, ['jobId']);
      const idempotencyKey = input.idempotencyKey ?? undefined;
      return { job: Job.of(await this.service.apply(caller, { jobId, onError: input.onError, idempotencyKey })) };
    });
  }
}
