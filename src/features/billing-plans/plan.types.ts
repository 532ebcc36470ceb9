import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { CalendarDate, DateTime } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { Actor } from '../audit/audit.types.js';
import { LineAction, LineState } from './line-enums.types.js';
import {
  type PlanFilter as FilterRecord,
  type LineCount,
  PlanKind,
  type BillingPlan as PlanRecord,
  PlanStatus,
} from './plan.js';

registerEnumType(PlanKind, {
  name: 'BillingPlanKind',
  description: 'Why a plan is there. Values may be added: keep a default branch.',
  valuesConfig: {
    SCHEDULED: { description: 'Its run was due by the calendar.' },
    ON_DEMAND: { description: 'Somebody asked for it.' },
    UNDO: { description: 'It takes back what another plan has written.' },
  },
});
registerEnumType(PlanStatus, {
  name: 'BillingPlanStatus',
  description: 'How far a plan is. Values may be added: keep a default branch.',
  valuesConfig: {
    PLANNING: { description: 'Its lines are being made.' },
    OPEN: { description: 'Lines wait for approval, or to be written.' },
    DONE: { description: 'Nothing is left to decide or to write.' },
    DISCARDED: { description: 'Somebody put it away; nothing more of it is written.' },
    EXPIRED: { description: 'It waited too long; what nobody approved in time is not written.' },
    FAILED: { description: 'It could not be made; `failure` tells why.' },
    MISSED: { description: 'A scheduled run that could not be made up for in time; it has no lines.' },
  },
});

@ObjectType({ description: 'Why something of billing failed.', simpleResolvers: true })
export class BillingFailure {
  @Field(() => String, { description: 'A code of the kind that `UserError` has.' })
  code!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType({ description: 'How many lines of a plan have the same action and state.', simpleResolvers: true })
export class BillingLineCount {
  @Field(() => LineAction)
  action!: LineAction;

  @Field(() => LineState)
  state!: LineState;

  @Field(() => Int)
  lines!: number;

  @Field(() => Int, { description: 'Those of them that a brake holds.' })
  held!: number;

  static of(record: LineCount): BillingLineCount {
    return Object.assign(new BillingLineCount(), record);
  }
}

@ObjectType({
  implements: Node,
  description:
    'What is to be written to agreements, for a person to look at before anything is, and what became of it.',
  simpleResolvers: true,
})
export class BillingPlan extends Node {
  @Field(() => PlanKind)
  kind!: PlanKind;

  @Field(() => PlanStatus)
  status!: PlanStatus;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The first day of the month that it counts for; only of scheduled ones.',
  })
  month?: Day;

  @Field(() => DateTime, { nullable: true, description: 'When it was due; only of scheduled ones.' })
  dueAt?: Date;

  @Field(() => Boolean, { description: 'Whether it was made up for after an outage.' })
  isLate!: boolean;

  @Field(() => CalendarDate, { nullable: true, description: 'The first day that is billed; null for UNDO.' })
  from?: Day;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day that is billed; null for UNDO.' })
  to?: Day;

  @Field(() => Boolean, { description: 'Whether it is for all users, and not for some that were chosen.' })
  isForAll!: boolean;

  @Field(() => Actor, { description: 'Who started it.' })
  startedBy!: Actor;

  @Field(() => BillingFailure, { nullable: true, description: 'Only of FAILED ones.' })
  failure?: BillingFailure;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When all of its lines were there.' })
  plannedAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'What nobody has approved until then is not written.' })
  expiresAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  closedAt?: Date;

  /** Our own ids, for the fields that lead further. */
  planId!: BillingPlanId;
  undoesPlanId?: BillingPlanId;

  static of({ actor, period, failure, ...record }: PlanRecord): BillingPlan {
    return Object.assign(new BillingPlan(), record, {
      id: toGlobalId('BillingPlan', record.id),
      planId: record.id,
      ...period,
      startedBy: Object.assign(new Actor(), { kind: actor.kind, name: actor.name }),
      failure: failure && Object.assign(new BillingFailure(), failure),
    });
  }
}

export const BillingPlanConnection = connectionType('BillingPlan', () => BillingPlan);
export type BillingPlanConnection = InstanceType<typeof BillingPlanConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class BillingPlanFilter {
  @Field(() => [PlanStatus], { nullable: true })
  statuses?: PlanStatus[] | null;

  @Field(() => [PlanKind], { nullable: true })
  kinds?: PlanKind[] | null;

  toRecord(): FilterRecord {
    return { statuses: this.statuses ?? undefined, kinds: this.kinds ?? undefined };
  }
}

@ArgsType()
export class BillingPlansArgs extends PageArgs {
  @Field(() => BillingPlanFilter, { nullable: true })
  filter?: BillingPlanFilter | null;
}
