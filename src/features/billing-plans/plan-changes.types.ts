import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { CalendarDate } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import { BillingLineFilter } from './line.types.js';
import { BillingPlan } from './plan.types.js';

@InputType()
export class StartBillingRunInput {
  @Field(() => [ID], { nullable: true, description: 'At most 1,000; all users when left out.' })
  userIds?: string[] | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day; that of this month when left out.' })
  from?: Day | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day, which is included; today in the time zone of the account when left out.',
  })
  to?: Day | null;

  @Field(() => String, { nullable: true, description: 'The same key again answers the same run.' })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The plan that is being made in the background.' })
export class StartBillingRunPayload extends Payload {
  @Field(() => BillingPlan, { nullable: true })
  plan?: BillingPlan;
}

@InputType({ description: 'Lines of a plan: those that are named, those that the filter leaves, or all that wait.' })
export class ApproveBillingLinesInput {
  @Field(() => ID)
  planId!: string;

  @Field(() => [ID], { nullable: true, description: 'At most 1,000; those that a brake holds are meant as well.' })
  lineIds?: string[] | null;

  @Field(() => BillingLineFilter, { nullable: true })
  filter?: BillingLineFilter | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether lines that a brake holds are meant where they are neither named nor filtered for by `holds`.',
  })
  includesHeld!: boolean;
}

@InputType({ description: 'Lines of a plan: those that are named, those that the filter leaves, or all that wait.' })
export class RejectBillingLinesInput extends ApproveBillingLinesInput {}

@ObjectType({ description: 'How many lines it was, and the plan as it is now.' })
export class ApproveBillingLinesPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'Lines that did not wait any more are not counted.' })
  lines?: number;

  @Field(() => BillingPlan, { nullable: true })
  plan?: BillingPlan;
}

@ObjectType({ description: 'How many lines it was, and the plan as it is now.' })
export class RejectBillingLinesPayload extends ApproveBillingLinesPayload {}

@InputType()
export class DiscardBillingPlanInput {
  @Field(() => ID)
  planId!: string;
}

@ObjectType()
export class DiscardBillingPlanPayload extends Payload {
  @Field(() => BillingPlan, { nullable: true })
  plan?: BillingPlan;
}
