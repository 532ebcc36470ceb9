import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { connectionType } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import { UserError } from '../../graphql/user-error.js';
import type { SourceId } from '../../shared/ids.js';
import { PeriodRule, type Product as ProductRecord } from './product.js';

registerEnumType(PeriodRule, {
  name: 'PeriodRule',
  description: 'How the days of a billing period become the one quantity that is billed.',
  valuesConfig: {
    LAST: { description: 'That of the last day that was told.' },
    MAXIMUM: { description: 'The greatest of all days.' },
    AVERAGE: { description: 'The average of the days that were told.' },
    SUM: { description: 'All days added up.' },
  },
});

@ObjectType({ implements: Node, description: 'Something that a source counts for its users.', simpleResolvers: true })
export class Product extends Node {
  @Field(() => String, { description: "The source's own key of the product." })
  code!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'What its quantities count, such as "mailbox".' })
  unit!: string;

  @Field(() => Int, { description: 'Decimals that its quantities may have, 0 to 6.' })
  decimals!: number;

  @Field(() => PeriodRule)
  periodRule!: PeriodRule;

  @Field(() => Int)
  version!: number;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  /** Our own id, for the field that leads further. */
  sourceId!: SourceId;

  static of(record: ProductRecord): Product {
    return Object.assign(new Product(), record, { id: toGlobalId('Product', record.id) });
  }
}

export const ProductConnection = connectionType('Product', () => Product);
export type ProductConnection = InstanceType<typeof ProductConnection>;

@InputType({ description: 'A product as its source tells of it; source and code tell which one it is.' })
export class SaveProductsItemInput {
  @Field(() => String, { nullable: true, description: 'Code of the source; an INGEST token may leave it out.' })
  source?: string | null;

  @Field(() => String, { description: "The source's own key of the product, 1 to 100 characters." })
  code!: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  name!: string;

  @Field(() => String, { description: 'What its quantities count, such as "mailbox"; 1 to 50 characters.' })
  unit!: string;

  @Field(() => Int, { defaultValue: 0, description: 'Decimals that its quantities may have, 0 to 6.' })
  decimals!: number;

  @Field(() => PeriodRule, { defaultValue: PeriodRule.LAST })
  periodRule!: PeriodRule;
}

@InputType()
export class SaveProductsInput {
  @Field(() => [SaveProductsItemInput], { description: 'At most 1,000.' })
  items!: SaveProductsItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@ObjectType({ description: 'What became of one product.' })
export class SaveProductsResult {
  @Field(() => ID, { nullable: true })
  productId?: string;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class SaveProductsPayload extends Payload {
  @Field(() => [SaveProductsResult], { nullable: true })
  results?: SaveProductsResult[];
}
