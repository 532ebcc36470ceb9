import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import { UserError } from '../../graphql/user-error.js';
import { NotificationSeverity } from './notification.js';

@InputType({ description: 'What a source tells of a condition; source and key tell which one it is.' })
export class RaiseNotificationsItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String, { description: "The source's own key of the condition, 1 to 200 characters." })
  key!: string;

  @Field(() => String, {
    nullable: true,
    description: "The source's own key of the user; without it the condition concerns the whole account.",
  })
  userExternalId?: string | null;

  @Field(() => String, { description: "The source's word for what it is about, 1 to 100 characters." })
  kind!: string;

  @Field(() => NotificationSeverity)
  severity!: NotificationSeverity;

  @Field(() => String, { description: '1 to 500 characters.' })
  title!: string;

  @Field(() => String, { defaultValue: '', description: 'Up to 65,536 characters; a ticket takes 16 KB of it.' })
  body!: string;

  @Field(() => DateTime, { nullable: true, description: 'Now when left out.' })
  occurredAt?: Date | null;
}

@InputType()
export class RaiseNotificationsInput {
  @Field(() => [RaiseNotificationsItemInput], { description: 'At most 500.' })
  items!: RaiseNotificationsItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@InputType()
export class ResolveNotificationsItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String)
  key!: string;

  @Field(() => String, { nullable: true, description: 'Told to the ticket, up to 4,000 characters.' })
  resolution?: string | null;
}

@InputType()
export class ResolveNotificationsInput {
  @Field(() => [ResolveNotificationsItemInput], { description: 'At most 500.' })
  items!: ResolveNotificationsItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@ObjectType({ description: 'What became of one reported condition.' })
export class NotificationResult {
  @Field(() => ID, { nullable: true })
  notificationId?: string;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class RaiseNotificationsPayload extends Payload {
  @Field(() => [NotificationResult], { nullable: true })
  results?: NotificationResult[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class ResolveNotificationsPayload extends RaiseNotificationsPayload {}
