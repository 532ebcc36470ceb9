import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { Payload } from '../../graphql/payload.js';
import { UserError } from '../../graphql/user-error.js';
import type { UserId } from '../../shared/ids.js';

@InputType({ description: 'What a source reports of a user; source and external id tell which user it is.' })
export class SaveUsersItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String, { description: "The source's own key of the user, 1 to 200 characters." })
  externalId!: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string;

  @Field(() => [String], { defaultValue: [], description: 'At most 100.' })
  mailDomains!: string[];

  @Field(() => String, { nullable: true })
  contactEmail?: string | null;
}

@InputType()
export class SaveUsersInput {
  @Field(() => [SaveUsersItemInput], { description: 'At most 1,000.' })
  items!: SaveUsersItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@ObjectType({ description: 'What became of one reported user.' })
export class SaveUsersResult {
  @Field(() => ID, { nullable: true })
  userId?: string;

  @Field(() => [UserError])
  userErrors!: UserError[];

  savedId?: UserId;
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class SaveUsersPayload extends Payload {
  @Field(() => [SaveUsersResult], { nullable: true })
  results?: SaveUsersResult[];
}
