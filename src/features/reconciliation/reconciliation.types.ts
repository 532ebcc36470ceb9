import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, toGlobalId } from '../../graphql/node.js';
import { CalendarDate, DateTime, Decimal } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import { StartPayload } from '../jobs/job.types.js';
import {
  type ReconciliationFilter as FilterRecord,
  ReconciliationState,
  type ReconciliationRow as RowRecord,
} from './reconciliation.js';

registerEnumType(ReconciliationState, {
  name: 'ReconciliationState',
  description: 'How an addition stands to what was written to it.',
  valuesConfig: {
    MATCHES: { description: 'It has the quantity that was written.' },
    DIFFERS: { description: 'It has another quantity.' },
    ENDED: { description: 'Somebody has ended it.' },
    GONE: { description: 'It is not there any more.' },
  },
});

@ObjectType({
  description:
    'One product of one user as it was brought to an agreement last, beside what ConnectWise had at `checkedAt`.',
  simpleResolvers: true,
})
export class ReconciliationRow {
  @Field(() => Int, { description: "ConnectWise's record id, as are the two below." })
  agreementId!: number;

  @Field(() => Int)
  catalogItemId!: number;

  @Field(() => Int, { nullable: true })
  additionId?: number;

  @Field(() => ID, { description: 'The line of a billing plan by which it came there.' })
  lineId!: string;

  @Field(() => Decimal, { nullable: true, description: 'What the user adds; null when its source told nothing.' })
  quantity?: string;

  @Field(() => Decimal, { description: 'What all users of the addition make together: that is what was written.' })
  lineQuantity!: string;

  @Field(() => Decimal, { nullable: true, description: 'What the addition has; null when it is gone.' })
  connectWiseQuantity?: string;

  @Field(() => CalendarDate, { nullable: true, description: 'The day on which the addition ends.' })
  connectWiseCancelledOn?: Day;

  @Field(() => ReconciliationState)
  state!: ReconciliationState;

  @Field(() => DateTime, { description: 'When ConnectWise was asked.' })
  checkedAt!: Date;

  /** Our own ids, for the fields that lead further. */
  userId!: UserId;
  productId!: ProductId;

  static of({ lineId, foundQuantity, foundCancelledOn, ...record }: RowRecord): ReconciliationRow {
    return Object.assign(new ReconciliationRow(), record, {
      lineId: toGlobalId('BillingLine', lineId),
      connectWiseQuantity: foundQuantity,
      connectWiseCancelledOn: foundCancelledOn,
    });
  }
}

export const ReconciliationRowConnection = connectionType('ReconciliationRow', () => ReconciliationRow);
export type ReconciliationRowConnection = InstanceType<typeof ReconciliationRowConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class ReconciliationFilter {
  @Field(() => [ReconciliationState], { nullable: true })
  states?: ReconciliationState[] | null;

  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  productIds?: string[] | null;

  toRecord(): FilterRecord {
    return {
      states: this.states ?? undefined,
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
      productIds: this.productIds?.map((id) => idOrNone<ProductId>(id, 'Product')),
    };
  }
}

@ArgsType()
export class ReconciliationArgs extends PageArgs {
  @Field(() => ReconciliationFilter, { nullable: true })
  filter?: ReconciliationFilter | null;
}

@InputType()
export class StartReconciliationInput {
  @Field(() => String, { nullable: true, description: 'The same key again answers the same job.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class StartReconciliationPayload extends StartPayload {}
