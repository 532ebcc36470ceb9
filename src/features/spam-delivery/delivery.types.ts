import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { CalendarDate, DateTime } from '../../graphql/scalars.js';
import { firstDay } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import { FailureCode } from '../../shared/failure.js';
import type { JobId, SpamDeliveryId, UserId } from '../../shared/ids.js';
import { StartPayload } from '../jobs/job.types.js';
import { SpamLanguage, SpamRoute } from '../spam-settings/spam-settings.js';
import { type DeliveryFilter, type SpamDelivery as DeliveryRecord, DeliveryState, SkipReason } from './delivery.js';
import './delivery-enums.types.js';

@ObjectType({ description: 'Why a report could not be written or sent.', simpleResolvers: true })
export class SpamDeliveryFailure {
  @Field(() => FailureCode)
  code!: FailureCode;

  @Field(() => String)
  message!: string;
}

@ObjectType({
  implements: Node,
  description: 'The report of one user and month that a job sent, is to send, or could not send.',
  simpleResolvers: true,
})
export class SpamDelivery extends Node {
  @Field(() => CalendarDate, { description: 'First day of the month that is reported.' })
  month!: Day;

  @Field(() => CalendarDate, { description: 'The last day of what counts back from the day of sending.' })
  asOf!: Day;

  @Field(() => SpamRoute)
  route!: SpamRoute;

  @Field(() => SpamLanguage, { nullable: true })
  language?: SpamLanguage;

  @Field(() => DeliveryState)
  state!: DeliveryState;

  @Field(() => SkipReason, { nullable: true, description: 'Set exactly when it was skipped.' })
  reason?: SkipReason;

  @Field(() => SpamDeliveryFailure, { nullable: true, description: 'Set exactly when it failed.' })
  failure?: SpamDeliveryFailure;

  @Field(() => String, { nullable: true, description: 'Of the note or ticket; null when no report was written.' })
  subject?: string;

  @Field(() => String, { nullable: true, description: 'Name of the CSV file.' })
  fileName?: string;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id of the note that it left." })
  noteId?: number;

  @Field(() => Int, { nullable: true, description: 'Number of the ticket that it left.' })
  ticketId?: number;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id of the file that it left." })
  documentId?: number;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id of the summary report that it left." })
  summaryReportId?: number;

  @Field(() => DateTime, { description: 'When the report was written.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was known what became of it.' })
  endedAt?: Date;

  /** Our own ids, for the fields that lead further. */
  deliveryId!: SpamDeliveryId;
  userId!: UserId;
  jobId!: JobId;

  static of({ id, month, remote, failure, ...record }: DeliveryRecord): SpamDelivery {
    return Object.assign(new SpamDelivery(), record, remote, {
      ...{ id: toGlobalId('SpamDelivery', id), deliveryId: id, month: firstDay(month) },
      failure: failure && Object.assign(new SpamDeliveryFailure(), failure),
    });
  }
}

export const SpamDeliveryConnection = connectionType('SpamDelivery', () => SpamDelivery);
export type SpamDeliveryConnection = InstanceType<typeof SpamDeliveryConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class SpamDeliveryFilter {
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [DeliveryState], { nullable: true })
  states?: DeliveryState[] | null;

  @Field(() => [SpamRoute], { nullable: true })
  routes?: SpamRoute[] | null;

  @Field(() => [CalendarDate], { nullable: true, description: 'First days of the months that are reported.' })
  months?: Day[] | null;

  @Field(() => ID, { nullable: true, description: 'The job that sends them.' })
  jobId?: string | null;

  toRecord(): DeliveryFilter {
    return {
      states: this.states ?? undefined,
      routes: this.routes ?? undefined,
      months: this.months ?? undefined,
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
      jobId: this.jobId == null ? undefined : idOrNone<JobId>(this.jobId, 'Job'),
    };
  }
}

@ArgsType()
export class SpamDeliveriesArgs extends PageArgs {
  @Field(() => SpamDeliveryFilter, { nullable: true })
  filter?: SpamDeliveryFilter | null;
}

@InputType()
export class SendSpamReportsInput {
  @Field(() => CalendarDate, {
    description: 'First day of the month. Of the current month it is a report of the days so far.',
  })
  month!: Day;

  @Field(() => [ID], { nullable: true, description: 'At most 1,000; without them all users with statistics.' })
  userIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The same key again answers the same job.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class SendSpamReportsPayload extends StartPayload {}
