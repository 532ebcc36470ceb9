import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { CalendarDate, DateTime } from '../../graphql/scalars.js';
import { firstDay } from '../../shared/calendar.js';
import type { NextRun } from './next-run.service.js';

@ArgsType()
export class NextBillingRunArgs {
  @Field(() => ID, { nullable: true, description: 'Without it, the run of users who have no day of their own.' })
  userId?: string | null;
}

@ObjectType({ description: 'Days that are billed; both are included.', simpleResolvers: true })
export class BillingPeriod {
  @Field(() => CalendarDate)
  from!: string;

  @Field(() => CalendarDate)
  to!: string;
}

@ObjectType({ description: 'A scheduled run that is still to come, or overdue.', simpleResolvers: true })
export class NextBillingRun {
  @Field(() => CalendarDate, { description: 'First day of the month that it counts for.' })
  month!: string;

  @Field(() => DateTime, { description: 'When it is due.' })
  at!: Date;

  @Field(() => String, { description: 'IANA name of the time zone that day and hour are in.' })
  timeZone!: string;

  @Field(() => Int, { description: 'The day of the month that was asked for.' })
  billingDay!: number;

  @Field(() => CalendarDate, { description: 'The day on which it falls.' })
  day!: string;

  @Field(() => Boolean, { description: 'Whether the month is shorter, so that it falls on its last day.' })
  isOnLastDay!: boolean;

  @Field(() => BillingPeriod)
  period!: BillingPeriod;

  @Field(() => Boolean, { description: 'Whether it should have been made already.' })
  isOverdue!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'An overdue one is made up for until then; later it is told as missed.',
  })
  makeUpUntil?: Date;

  static of({ month, period, ...record }: NextRun): NextBillingRun {
    return Object.assign(new NextBillingRun(), record, {
      ...{ month: firstDay(month), period: Object.assign(new BillingPeriod(), period) },
      isOnLastDay: Number(record.day.slice(-2)) < record.billingDay,
      isOverdue: record.makeUpUntil !== undefined,
    });
  }
}
