import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { CalendarDate, DateTime, Decimal } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import type { BillingLineId, BillingPlanId, ProductId, UserId } from '../../shared/ids.js';
import { BillCustomer } from '../billing-settings/rule.types.js';
import { BillingLineEvidence } from './evidence.types.js';
import type { AdditionState, LineFilter as FilterRecord, BillingLine as LineRecord } from './line.js';
import { LineAction, LineHold, LineReason, LineState } from './line-enums.types.js';
import { BillingFailure } from './plan.types.js';

@ObjectType({ description: 'An addition of an agreement, as far as billing writes it.', simpleResolvers: true })
export class BillingAddition {
  @Field(() => Decimal)
  quantity!: string;

  @Field(() => CalendarDate, { nullable: true })
  effectiveOn?: Day;

  @Field(() => CalendarDate, { nullable: true })
  cancelledOn?: Day;

  static of(record: AdditionState | undefined): BillingAddition | undefined {
    return record && Object.assign(new BillingAddition(), record);
  }
}

@ObjectType({
  implements: Node,
  description: 'One addition of one agreement, before and after; or why there is none.',
  simpleResolvers: true,
})
export class BillingLine extends Node {
  @Field(() => Int, { nullable: true, description: "ConnectWise's record id." })
  companyId?: number;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id; null when none was found." })
  agreementId?: number;

  @Field(() => String, { nullable: true, description: 'As the plan saw it.' })
  agreementName?: string;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id of what is billed." })
  catalogItemId?: number;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id; null while there is no addition." })
  additionId?: number;

  @Field(() => LineAction)
  action!: LineAction;

  @Field(() => Boolean, { description: 'Whether there is something that can be approved and written.' })
  isWritable!: boolean;

  @Field(() => LineReason, { nullable: true, description: 'Why nothing is to be written.' })
  reason?: LineReason;

  @Field(() => [LineHold], { description: 'The brakes that fired.' })
  holds!: LineHold[];

  @Field(() => BillingAddition, { nullable: true, description: 'As the plan saw it; null while there is none.' })
  before?: BillingAddition;

  @Field(() => BillingAddition, {
    nullable: true,
    description: 'As it is to be, or would be if it could be written; null when nothing can be said.',
  })
  after?: BillingAddition;

  @Field(() => BillingAddition, {
    nullable: true,
    description: 'What ConnectWise returned when it was written, or has instead of what the plan saw.',
  })
  found?: BillingAddition;

  @Field(() => BillCustomer, { nullable: true, description: 'Only of an addition that is to be made.' })
  billCustomer?: BillCustomer;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'When the agreement is invoiced next, as the plan saw it.',
  })
  nextInvoiceOn?: Day;

  @Field(() => BillingLineEvidence, { description: 'What else the plan saw.' })
  evidence!: BillingLineEvidence;

  @Field(() => LineState)
  state!: LineState;

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it; null for the system.' })
  decidedBy?: string;

  @Field(() => DateTime, { nullable: true })
  decidedAt?: Date;

  @Field(() => BillingFailure, { nullable: true, description: 'Why it could not be written.' })
  failure?: BillingFailure;

  @Field(() => DateTime, { nullable: true, description: 'When it was known what became of it.' })
  endedAt?: Date;

  /** Our own ids, for the fields that lead further. */
  lineId!: BillingLineId;
  planId!: BillingPlanId;

  static of({ before, after, found, failure, ...record }: LineRecord): BillingLine {
    return Object.assign(new BillingLine(), record, {
      id: toGlobalId('BillingLine', record.id),
      lineId: record.id,
      isWritable: record.write !== undefined,
      before: BillingAddition.of(before),
      after: BillingAddition.of(after),
      found: BillingAddition.of(found),
      evidence: BillingLineEvidence.of(record.evidence),
      failure: failure && Object.assign(new BillingFailure(), failure),
    });
  }
}

export const BillingLineConnection = connectionType('BillingLine', () => BillingLine);
export type BillingLineConnection = InstanceType<typeof BillingLineConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class BillingLineFilter {
  @Field(() => [LineAction], { nullable: true })
  actions?: LineAction[] | null;

  @Field(() => [LineState], { nullable: true })
  states?: LineState[] | null;

  @Field(() => [LineHold], { nullable: true })
  holds?: LineHold[] | null;

  @Field(() => [ID], { nullable: true, description: 'Users who add to the line.' })
  userIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Products that add to the line.' })
  productIds?: string[] | null;

  @Field(() => [Int], { nullable: true, description: "ConnectWise's record ids." })
  agreementIds?: number[] | null;

  toRecord(): FilterRecord {
    return {
      actions: this.actions ?? undefined,
      states: this.states ?? undefined,
      holds: this.holds ?? undefined,
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
      productIds: this.productIds?.map((id) => idOrNone<ProductId>(id, 'Product')),
      agreementIds: this.agreementIds ?? undefined,
    };
  }
}

@ArgsType()
export class BillingLinesArgs extends PageArgs {
  @Field(() => BillingLineFilter, { nullable: true })
  filter?: BillingLineFilter | null;
}
