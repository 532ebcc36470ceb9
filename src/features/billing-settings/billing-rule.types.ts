import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { idOrNone } from '../../graphql/node.js';
import type { ProductId } from '../../shared/ids.js';
import { RULE_DEFAULTS, type BillingRule as RuleRecord } from './rule.js';
import { BillCustomer, BilledQuantity } from './rule.types.js';
import { AGREEMENT_TYPE, CATALOG_ITEM, HOLDS_INVOICED, MAX_CHANGE } from './rule-descriptions.js';

@ObjectType({ description: 'How one product is billed.', simpleResolvers: true })
export class BillingRule {
  @Field(() => Boolean, { description: 'Without it nothing is billed and no line is made.' })
  isBilled!: boolean;

  @Field(() => Int, { nullable: true, description: `${CATALOG_ITEM} Null: nothing can be billed yet.` })
  catalogItemId!: number | null;

  @Field(() => Int, { nullable: true, description: AGREEMENT_TYPE })
  agreementTypeId!: number | null;

  @Field(() => BilledQuantity)
  quantity!: BilledQuantity;

  @Field(() => Boolean, { description: 'Whether an addition that is not there is made.' })
  createsMissing!: boolean;

  @Field(() => BillCustomer, { description: 'Of additions that are made.' })
  billCustomer!: BillCustomer;

  @Field(() => Int, { nullable: true, description: MAX_CHANGE })
  maxChangePercent!: number | null;

  @Field(() => Boolean, { description: HOLDS_INVOICED })
  holdsInvoiced!: boolean;

  /** Our own id, for the field that leads further. */
  productId!: ProductId;

  static of(record: RuleRecord): BillingRule {
    return Object.assign(new BillingRule(), record);
  }
}

@InputType({ description: 'How one product is billed.' })
export class BillingRuleInput {
  @Field(() => ID)
  productId!: string;

  @Field(() => Boolean, { defaultValue: RULE_DEFAULTS.isBilled })
  isBilled!: boolean;

  @Field(() => Int, { nullable: true, description: CATALOG_ITEM })
  catalogItemId?: number | null;

  @Field(() => Int, { nullable: true, description: AGREEMENT_TYPE })
  agreementTypeId?: number | null;

  @Field(() => BilledQuantity, { defaultValue: RULE_DEFAULTS.quantity })
  quantity!: BilledQuantity;

  @Field(() => Boolean, { defaultValue: RULE_DEFAULTS.createsMissing })
  createsMissing!: boolean;

  @Field(() => BillCustomer, { defaultValue: RULE_DEFAULTS.billCustomer })
  billCustomer!: BillCustomer;

  @Field(() => Int, { nullable: true, defaultValue: RULE_DEFAULTS.maxChangePercent, description: MAX_CHANGE })
  maxChangePercent!: number | null;

  @Field(() => Boolean, { defaultValue: RULE_DEFAULTS.holdsInvoiced, description: HOLDS_INVOICED })
  holdsInvoiced!: boolean;

  toRecord(): RuleRecord {
    return {
      ...{ productId: idOrNone<ProductId>(this.productId, 'Product'), isBilled: this.isBilled },
      ...{
        catalogItemId: this.catalogItemId ?? null,
        agreementTypeId: this.agreementTypeId ?? null,
        agreementId: null,
      },
      ...{ quantity: this.quantity, createsMissing: this.createsMissing, billCustomer: this.billCustomer },
      ...{ maxChangePercent: this.maxChangePercent, holdsInvoiced: this.holdsInvoiced },
    };
  }
}
