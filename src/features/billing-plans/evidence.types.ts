import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime, Decimal } from '../../graphql/scalars.js';
import type { LineEvidence } from './line-draft.js';

@ObjectType({ description: 'An agreement that could be meant, too.', simpleResolvers: true })
export class BillingAgreementName {
  @Field(() => Int, { description: "ConnectWise's record id." })
  connectWiseId!: number;

  @Field(() => String)
  name!: string;
}

@ObjectType({ description: 'What a plan saw of a line beside its quantities, to judge it by.', simpleResolvers: true })
export class BillingLineEvidence {
  @Field(() => [Int], { description: "ConnectWise's record ids of additions that all count for the product." })
  additionIds!: readonly number[];

  @Field(() => [BillingAgreementName], { description: 'Agreements that all could be meant.' })
  agreements!: BillingAgreementName[];

  @Field(() => String, { nullable: true })
  additionDescription?: string;

  @Field(() => Decimal, { nullable: true, description: 'What ConnectWise billed of the quantity.' })
  billedQuantity?: string;

  @Field(() => Decimal, { nullable: true, description: 'What ConnectWise leaves out as included.' })
  lessIncluded?: string;

  @Field(() => String, { nullable: true, description: 'Who changed the addition last in ConnectWise.' })
  updatedBy?: string;

  @Field(() => DateTime, { nullable: true, description: 'When that was.' })
  updatedAt?: Date;

  /** From what is stored; lines of other kinds of plans may have none of it. */
  static of(stored: unknown): BillingLineEvidence {
    const { additionIds = [], agreements = [], updatedAt, ...rest } = (stored ?? {}) as LineEvidence;
    return Object.assign(new BillingLineEvidence(), {
      ...rest,
      additionIds,
      agreements: agreements.map(({ id, name }) =>
        Object.assign(new BillingAgreementName(), { connectWiseId: id, name }),
      ),
      updatedAt: updatedAt === undefined ? undefined : new Date(updatedAt),
    });
  }
}
