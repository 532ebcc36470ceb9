import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { CalendarDate, DateTime, Decimal } from '../../graphql/scalars.js';
import { UserError } from '../../graphql/user-error.js';
import type { Day } from '../../shared/day.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import type { UsageFilter as FilterRecord, UsageDay as UsageDayRecord } from './usage.js';

@ObjectType({
  description: 'What a user used and purchased of a product on one day, as its source told it last.',
  simpleResolvers: true,
})
export class UsageDay {
  @Field(() => CalendarDate)
  day!: Day;

  @Field(() => Decimal, { nullable: true, description: 'Null when the source does not tell it.' })
  used?: string;

  @Field(() => Decimal, { nullable: true, description: 'Null when the source does not tell it.' })
  purchased?: string;

  @Field(() => DateTime, { description: 'When it was told last with other quantities than before.' })
  recordedAt!: Date;

  /** Our own ids, for the fields that lead further. */
  userId!: UserId;
  productId!: ProductId;

  static of(record: UsageDayRecord): UsageDay {
    return Object.assign(new UsageDay(), record);
  }
}

export const UsageDayConnection = connectionType('UsageDay', () => UsageDay);
export type UsageDayConnection = InstanceType<typeof UsageDayConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class UsageFilter {
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  productIds?: string[] | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day.' })
  from?: Day | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day; it is included.' })
  to?: Day | null;

  toRecord(): FilterRecord {
    return {
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
      productIds: this.productIds?.map((id) => idOrNone<ProductId>(id, 'Product')),
      from: this.from ?? undefined,
      to: this.to ?? undefined,
    };
  }
}

@ArgsType()
export class UsageArgs extends PageArgs {
  @Field(() => UsageFilter, { nullable: true })
  filter?: UsageFilter | null;
}

@InputType({ description: 'One day of one user and product; told again, it replaces what was told before.' })
export class RecordUsageItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String, { description: "The source's own key of the user." })
  userExternalId!: string;

  @Field(() => String, { description: 'Code of the product.' })
  product!: string;

  @Field(() => CalendarDate, {
    description: 'Not in the future; one day ahead of the time zone of the account is taken.',
  })
  day!: Day;

  @Field(() => Decimal, {
    nullable: true,
    description: 'From 0 to below 10^12, with as many decimals as the product has. One of the two has to be given.',
  })
  used?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'The same of what was purchased.' })
  purchased?: string | null;
}

@InputType()
export class RecordUsageInput {
  @Field(() => [RecordUsageItemInput], { description: 'At most 1,000.' })
  items!: RecordUsageItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@ObjectType({ description: 'What became of one day.' })
export class RecordUsageResult {
  @Field(() => Boolean, { description: 'Whether what is stored is now what was told.' })
  isRecorded!: boolean;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class RecordUsagePayload extends Payload {
  @Field(() => [RecordUsageResult], { nullable: true })
  results?: RecordUsageResult[];
}
