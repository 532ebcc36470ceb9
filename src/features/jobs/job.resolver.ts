import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { JobId } from '../../shared/ids.js';
import type { JobService } from './job.service.js';
import {
  CancelJobInput,
  CancelJobPayload,
  Job,
  JobConnection,
  JobsArgs,
  RetryJobInput,
  RetryJobPayload,
} from './job.types.js';

@Resolver()
export class JobResolver {
  constructor(private readonly service: JobService) {}

  @May.read()
  @Query(() => JobConnection, { nullable: true, description: 'Background work that was asked for, newest first.' })
  async jobs(@Ctx() { caller }: Context, @Args(() => JobsArgs) args: JobsArgs): Promise<JobConnection> {
    return JobConnection.of(await this.service.page(caller, args.request(), args.filter?.toRecord() ?? {}), Job.of);
  }

  @May.map()
  @Mutation(() => CancelJobPayload, { nullable: true, description: 'Stop a job; what it has done so far stays.' })
  cancelJob(@Ctx() { caller }: Context, @Arg('input', () => CancelJobInput) input: CancelJobInput) {
    return payload(CancelJobPayload, async () => {
      const id = decodeId<JobId>('Job', input.jobId, ['jobId']);
      return { job: Job.of(await this.service.cancel(caller, id)) };
    });
  }

  @May.map()
  @Mutation(() => RetryJobPayload, {
    nullable: true,
    description: 'Ask once more for what a failed or cancelled job did.',
  })
  retryJob(@Ctx() { caller }: Context, @Arg('input', () => RetryJobInput) input: RetryJobInput) {
    return payload(RetryJobPayload, async () => {
      const id = decodeId<JobId>('Job', input.jobId, ['jobId']);
      return { job: Job.of(await this.service.retry(caller, id)) };
    });
  }
}
