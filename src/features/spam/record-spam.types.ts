import { Field, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { Payload } from '../../graphql/payload.js';
import { CalendarDate, Count } from '../../graphql/scalars.js';
import { UserError } from '../../graphql/user-error.js';
import type { Day } from '../../shared/day.js';

@InputType({ description: 'One day of one mail domain of a user; told again, it replaces what was told before.' })
export class RecordSpamStatisticsItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String, { description: "The source's own key of the user." })
  userExternalId!: string;

  @Field(() => String, {
    description:
      'A mail domain of the user, in letters of any script or in ASCII (`bücher.example`, `xn--bcher-kva.example`).',
  })
  domain!: string;

  @Field(() => CalendarDate, {
    description: 'Not in the future; one day ahead of the time zone of the account is taken.',
  })
  day!: Day;

  @Field(() => Count, { description: 'All that came in. None of the others is more than this.' })
  totalMessages!: number;

  @Field(() => Count, { description: 'Those that reached the user.' })
  accountMessages!: number;

  @Field(() => Count)
  spam!: number;

  @Field(() => Count)
  phishing!: number;

  @Field(() => Count, { description: 'Messages with a virus.' })
  viruses!: number;
}

@InputType()
export class RecordSpamStatisticsInput {
  @Field(() => [RecordSpamStatisticsItemInput], { description: 'At most 1,000.' })
  items!: RecordSpamStatisticsItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@ObjectType({ description: 'What became of one day.', simpleResolvers: true })
export class RecordSpamStatisticsResult {
  @Field(() => Boolean, { description: 'Whether what is stored is now what was told.' })
  isRecorded!: boolean;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class RecordSpamStatisticsPayload extends Payload {
  @Field(() => [RecordSpamStatisticsResult], { nullable: true })
  results?: RecordSpamStatisticsResult[];
}
