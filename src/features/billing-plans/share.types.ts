import { Field, Int, ObjectType } from 'type-graphql';
import { CalendarDate, Decimal } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import { BilledQuantity } from '../billing-settings/rule.types.js';
import { PeriodRule } from '../usage/product.js';
import type { LineShare } from './line.js';
import { daysIn } from './run-request.js';

@ObjectType({ description: 'The rule by which a product of a user was billed.', simpleResolvers: true })
export class BillingRuleUsed {
  @Field(() => BilledQuantity)
  quantity!: BilledQuantity;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id." })
  catalogItemId!: number | null;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id." })
  agreementTypeId!: number | null;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id; of the user's own agreement." })
  agreementId!: number | null;

  @Field(() => Boolean, { description: 'Whether an addition that is not there is made.' })
  createsMissing!: boolean;

  @Field(() => Int, { nullable: true, description: 'A change by more percent of the quantity before holds the line.' })
  maxChangePercent!: number | null;

  @Field(() => Boolean, { description: 'Whether a period that was invoiced already holds the line.' })
  holdsInvoiced!: boolean;
}

@ObjectType({ description: 'What one product of one user adds to a line.', simpleResolvers: true })
export class BillingShare {
  @Field(() => CalendarDate, { description: 'The first day that counted.' })
  from!: Day;

  @Field(() => CalendarDate, { description: 'The last day that counted.' })
  to!: Day;

  @Field(() => PeriodRule, { description: 'How the days became one quantity.' })
  periodRule!: PeriodRule;

  @Field(() => Decimal, { nullable: true, description: 'What it adds; null when no day was told.' })
  quantity?: string;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The same before it was rounded half up to the decimals of the product, to 15 decimals.',
  })
  exactQuantity?: string;

  @Field(() => Int, { description: 'Days of the period that were told.' })
  daysTold!: number;

  @Field(() => Int)
  daysInPeriod!: number;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day that was told.' })
  lastDay?: Day;

  @Field(() => BillingRuleUsed, { description: 'Account and user taken together, as it was when the plan was made.' })
  rule!: BillingRuleUsed;

  /** Our own ids, for the fields that lead further. */
  userId!: UserId;
  productId!: ProductId;

  static of({ rule, ...record }: LineShare): BillingShare {
    return Object.assign(new BillingShare(), record, {
      daysInPeriod: daysIn(record),
      rule: Object.assign(new BillingRuleUsed(), rule),
    });
  }
}
