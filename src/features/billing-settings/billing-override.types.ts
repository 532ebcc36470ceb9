import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../graphql/connection.js';
import { decodeId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { ProblemList } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { User } from '../users/user.types.js';
import { BillingRuleOverride, BillingRuleOverrideInput } from './billing-rule-override.types.js';
import { askedDay, type OverrideDraft, type BillingOverride as OverrideRecord } from './settings.js';

@ObjectType({ description: 'What is billed otherwise for one user.', simpleResolvers: true })
export class BillingOverride {
  @Field(() => Int, { nullable: true, description: "1 to 31; null: the account's." })
  billingDay!: number | null;

  @Field(() => [BillingRuleOverride], { description: 'One for each product that is billed otherwise.' })
  rules!: BillingRuleOverride[];

  @Field(() => Int, { description: 'Grows with each change; send it back as `expectedVersion`.' })
  version!: number;

  /** Our own id, for the field that leads further. */
  userId!: UserId;

  static of(record: OverrideRecord): BillingOverride {
    const { userId, version, rules } = record;
    return Object.assign(new BillingOverride(), {
      ...{ userId, version, billingDay: askedDay(record) },
      rules: rules.map(BillingRuleOverride.of),
    });
  }
}

export const BillingOverrideConnection = connectionType('BillingOverride', () => BillingOverride);
export type BillingOverrideConnection = InstanceType<typeof BillingOverrideConnection>;

@InputType({ description: 'All that is billed otherwise for the user.' })
export class SaveBillingOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true, description: "1 to 31; without it the account's counts." })
  billingDay?: number | null;

  @Field(() => [BillingRuleOverrideInput], { defaultValue: [], description: 'At most 200, one for each product.' })
  rules!: BillingRuleOverrideInput[];

  @Field(() => Int, { nullable: true, description: '0 while the user has none.' })
  expectedVersion?: number | null;

  /** @throws Failure NOT_FOUND, INVALID */
  toRecord(): OverrideDraft {
    const userId = decodeId<UserId>('User', this.userId, ['userId']);
    const problems = new ProblemList();
    const rules = this.rules.map((rule, at) => rule.toRecord(['rules', String(at)], problems));
    problems.throwIfAny();
    const { billingDay = null, expectedVersion } = this;
    return { userId, rules, billingDay, expectedVersion: expectedVersion ?? undefined };
  }
}

@ObjectType()
export class SaveBillingOverridePayload extends Payload {
  @Field(() => BillingOverride, {
    nullable: true,
    description: 'Null, too, when nothing is billed otherwise any more.',
  })
  override?: BillingOverride;
}

@InputType()
export class RemoveBillingOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@ObjectType()
export class RemoveBillingOverridePayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}
