import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { BillingLine } from '../billing-plans/line.types.js';
import { BillingPlan } from '../billing-plans/plan.types.js';

@InputType()
export class UndoBillingPlanInput {
  @Field(() => ID)
  planId!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Lines of the plan that were written, at most 1,000; all that were and are not taken back when left out.',
  })
  lineIds?: string[] | null;
}

@ObjectType()
export class UndoBillingPlanPayload extends Payload {
  @Field(() => BillingPlan, {
    nullable: true,
    description:
      'The plan that takes the other one back. Its lines are made in the background, and wait for approval then.',
  })
  plan?: BillingPlan;
}

@InputType()
export class ResolveBillingLineInput {
  @Field(() => ID, { description: 'Of a line that is UNCLEAR.' })
  lineId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      "ConnectWise's record id of the addition that the line wrote; null when it wrote none. It has to be given.",
  })
  additionId?: number | null;
}

@ObjectType()
export class ResolveBillingLinePayload extends Payload {
  @Field(() => BillingLine, { nullable: true })
  line?: BillingLine;
}
