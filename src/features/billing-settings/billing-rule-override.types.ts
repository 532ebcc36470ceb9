import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { idOrNone } from '../../graphql/node.js';
import { FailureCode, type ProblemList } from '../../shared/failure.js';
import type { ProductId } from '../../shared/ids.js';
import type { RuleOverride } from './rule.js';
import { BillCustomer, BilledQuantity } from './rule.types.js';
import { AGREEMENT_TYPE, CATALOG_ITEM, HOLDS_INVOICED, MAX_CHANGE } from './rule-descriptions.js';

/** What an override can take away from the account's rule. */
export const ClearableField = {
  CATALOG_ITEM: 'CATALOG_ITEM',
  AGREEMENT_TYPE: 'AGREEMENT_TYPE',
  AGREEMENT: 'AGREEMENT',
  MAX_CHANGE_PERCENT: 'MAX_CHANGE_PERCENT',
} as const;
export type ClearableField = (typeof ClearableField)[keyof typeof ClearableField];

registerEnumType(ClearableField, {
  name: 'ClearableBillingField',
  description: "What of the account's rule an override can take away.",
  valuesConfig: {
    CATALOG_ITEM: { description: '`catalogItemId`: nothing can be billed.' },
    AGREEMENT_TYPE: { description: '`agreementTypeId`: no agreement is chosen by its type.' },
    AGREEMENT: { description: '`agreementId`: no agreement is chosen by its id.' },
    MAX_CHANGE_PERCENT: { description: '`maxChangePercent`: no change is too big.' },
  },
});

const CLEARABLE = [
  ['catalogItemId', ClearableField.CATALOG_ITEM],
  ['agreementTypeId', ClearableField.AGREEMENT_TYPE],
  ['agreementId', ClearableField.AGREEMENT],
  ['maxChangePercent', ClearableField.MAX_CHANGE_PERCENT],
] as const;

@ObjectType({
  description: 'How one product is billed otherwise for a user; what is null is inherited.',
  simpleResolvers: true,
})
export class BillingRuleOverride {
  @Field(() => Boolean, { nullable: true })
  isBilled?: boolean;

  @Field(() => Int, { nullable: true, description: CATALOG_ITEM })
  catalogItemId?: number | null;

  @Field(() => Int, { nullable: true, description: AGREEMENT_TYPE })
  agreementTypeId?: number | null;

  @Field(() => Int, { nullable: true, description: "An agreement of the user's own company, by record id." })
  agreementId?: number | null;

  @Field(() => BilledQuantity, { nullable: true })
  quantity?: BilledQuantity;

  @Field(() => Boolean, { nullable: true })
  createsMissing?: boolean;

  @Field(() => BillCustomer, { nullable: true })
  billCustomer?: BillCustomer;

  @Field(() => Int, {
    nullable: true,
    description: 'A change by more percent of the quantity before waits for a person.',
  })
  maxChangePercent?: number | null;

  @Field(() => Boolean, { nullable: true, description: HOLDS_INVOICED })
  holdsInvoiced?: boolean;

  @Field(() => [ClearableField], { description: 'What is null here on purpose, and not inherited.' })
  clears!: ClearableField[];

  /** Our own id, for the field that leads further. */
  productId!: ProductId;

  static of(record: RuleOverride): BillingRuleOverride {
    const clears = CLEARABLE.flatMap(([field, name]) => (record[field] === null ? [name] : []));
    return Object.assign(new BillingRuleOverride(), record, { clears });
  }
}

@InputType({ description: "What is left out is inherited; null takes away what the account's rule says." })
export class BillingRuleOverrideInput {
  @Field(() => ID)
  productId!: string;

  @Field(() => Boolean, { nullable: true, description: 'Cannot be null.' })
  isBilled?: boolean | null;

  @Field(() => Int, { nullable: true, description: CATALOG_ITEM })
  catalogItemId?: number | null;

  @Field(() => Int, { nullable: true, description: AGREEMENT_TYPE })
  agreementTypeId?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "An agreement of the user's own company, not cancelled, by record id.",
  })
  agreementId?: number | null;

  @Field(() => BilledQuantity, { nullable: true, description: 'Cannot be null.' })
  quantity?: BilledQuantity | null;

  @Field(() => Boolean, { nullable: true, description: 'Cannot be null.' })
  createsMissing?: boolean | null;

  @Field(() => BillCustomer, { nullable: true, description: 'Cannot be null.' })
  billCustomer?: BillCustomer | null;

  @Field(() => Int, { nullable: true, description: MAX_CHANGE })
  maxChangePercent?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Cannot be null.' })
  holdsInvoiced?: boolean | null;

  /** What must not be null is told by field, under the place of this part. */
  toRecord(path: readonly string[], problems: ProblemList): RuleOverride {
    const set = <Field extends 'isBilled' | 'quantity' | 'createsMissing' | 'billCustomer' | 'holdsInvoiced'>(
      field: Field,
    ) => {
      const value = this[field];
      if (value === null) {
        problems.add([...path, field], 'This cannot be null; leave it out to inherit.', FailureCode.INVALID);
      }
      return value ?? undefined;
    };
    const part: RuleOverride = {
      ...{ productId: idOrNone<ProductId>(this.productId, 'Product'), isBilled: set('isBilled') },
      ...{ catalogItemId: this.catalogItemId, agreementTypeId: this.agreementTypeId, agreementId: this.agreementId },
      ...{ quantity: set('quantity'), createsMissing: set('createsMissing'), billCustomer: set('billCustomer') },
      ...{ maxChangePercent: this.maxChangePercent, holdsInvoiced: set('holdsInvoiced') },
    };
    // Absent and null are two things: what was left out must not even be there.
    return Object.fromEntries(
      Object.entries(part).filter(([, value]) => value !== undefined),
    ) as unknown as RuleOverride;
  }
}
