import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import type { UserId } from '../../shared/ids.js';
import { User } from '../users/user.types.js';
import { type SpamOverride as OverrideRecord, SpamRouteChoice } from './spam-settings.js';

@ObjectType({ description: "By which route one user's reports of spam statistics go instead.", simpleResolvers: true })
export class SpamOverride {
  @Field(() => SpamRouteChoice)
  route!: SpamRouteChoice;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  /** Our own id, for the field that leads further. */
  userId!: UserId;

  static of(record: OverrideRecord): SpamOverride {
    return Object.assign(new SpamOverride(), record);
  }
}

@InputType()
export class SaveSpamOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => SpamRouteChoice)
  route!: SpamRouteChoice;

  @Field(() => Int, { nullable: true, description: '0 while the user has none.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class SaveSpamOverridePayload extends Payload {
  @Field(() => SpamOverride, { nullable: true })
  override?: SpamOverride;
}

@InputType()
export class RemoveSpamOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@ObjectType()
export class RemoveSpamOverridePayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}
