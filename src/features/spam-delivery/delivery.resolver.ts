import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { idOrNone } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { JobId, SpamDeliveryId, UserId } from '../../shared/ids.js';
import type { JobService } from '../jobs/job.service.js';
import { Job } from '../jobs/job.types.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { ContentColumn } from './delivery.repository.js';
import { type DeliveryService, figuresOf, textOf } from './delivery.service.js';
import {
  SendSpamReportsInput,
  SendSpamReportsPayload,
  SpamDeliveriesArgs,
  SpamDelivery,
  SpamDeliveryConnection,
} from './delivery.types.js';
import { SpamReportFigures } from './figures.types.js';
import type { StartReports } from './start-reports.js';

export interface DeliveryServices {
  readonly spamDeliveries: DeliveryService;
  readonly startReports: StartReports;
  readonly users: UserService;
  readonly jobs: JobService;
}

@Resolver(() => SpamDelivery)
export class DeliveryResolver {
  constructor(private readonly services: DeliveryServices) {}

  @May.read()
  @Query(() => SpamDeliveryConnection, {
    nullable: true,
    name: 'spamDeliveries',
    description: 'Reports of spam statistics that were sent, are to be sent, or could not be sent, newest first.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => SpamDeliveriesArgs) args: SpamDeliveriesArgs,
  ): Promise<SpamDeliveryConnection> {
    const filter = args.filter?.toRecord() ?? {};
    const page = await this.services.spamDeliveries.page(caller, args.request(), filter);
    return SpamDeliveryConnection.of(page, SpamDelivery.of);
  }

  @May.map()
  @Mutation(() => SendSpamReportsPayload, {
    nullable: true,
    description: 'Send the reports of a month to ConnectWise now. What was sent of the same month before is replaced.',
  })
  sendSpamReports(
    @Ctx() { caller }: Context,
    @Arg('input', () => SendSpamReportsInput) { month, userIds, idempotencyKey }: SendSpamReportsInput,
  ) {
    return payload(SendSpamReportsPayload, async () => {
      const job = await this.services.startReports.start(caller, {
        month,
        userIds: userIds?.map((id) => idOrNone<UserId>(id, 'User')),
        idempotencyKey: idempotencyKey ?? undefined,
      });
      return { job: Job.of(job) };
    });
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: SpamDelivery, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.services.users, userId);
  }

  @FieldResolver(() => Job, { nullable: true, description: 'The job that sends it; null once that is forgotten.' })
  async job(@Root() { jobId }: SpamDelivery, @Ctx() context: Context): Promise<Job | undefined> {
    const { jobs } = this.services;
    const find = async (caller: Caller, ids: readonly JobId[]) =>
      new Map((await jobs.find(caller, ids)).map((job) => [job.id, job]));
    const found = await loadOne(context, jobs, { key: jobId, find });
    return found && Job.of(found);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The report as it was written. All texts that one request asks for have 8 MiB at most, and one more.',
  })
  async text(@Root() delivery: SpamDelivery, @Ctx() context: Context): Promise<string | undefined> {
    return textOf(await this.load(context, this.text, { delivery, column: 'text' }));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The file that goes with it. All files that one request asks for have 8 MiB at most, and one more.',
  })
  async csv(@Root() delivery: SpamDelivery, @Ctx() context: Context): Promise<string | undefined> {
    return textOf(await this.load(context, this.csv, { delivery, column: 'csv' }));
  }

  @FieldResolver(() => SpamReportFigures, { nullable: true, description: 'Null when no report was written.' })
  async figures(@Root() delivery: SpamDelivery, @Ctx() context: Context): Promise<SpamReportFigures | undefined> {
    const figures = figuresOf(await this.load(context, this.figures, { delivery, column: 'figures' }));
    return figures && SpamReportFigures.of(figures);
  }

  /** Each is read when it is asked for, of all deliveries of a request together. */
  private load(
    context: Context,
    owner: object,
    { delivery, column }: { readonly delivery: SpamDelivery; readonly column: ContentColumn },
  ) {
    const { spamDeliveries } = this.services;
    const find = (caller: Caller, ids: readonly SpamDeliveryId[]) => spamDeliveries.contents(caller, column, ids);
    return loadOne(context, owner, { key: delivery.deliveryId, find });
  }
}
