import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { CalendarDate, Count, DateTime } from '../../graphql/scalars.js';
import { BOUNDS, RetentionKind } from './retention.js';
import type { RetentionOverview, RetentionRule as RuleRecord } from './retention.service.js';

registerEnumType(RetentionKind, {
  name: 'RetentionKind',
  description: 'What is removed when it has been kept for its time. Nothing that is open goes, whatever its age.',
  valuesConfig: {
    BILLING_PLANS: { description: 'Billing plans that are closed, with their lines; missed runs among them.' },
    USAGE: { description: 'Days of usage, but for those that a billing plan which is still there was made of.' },
    NOTIFICATIONS: {
      description: 'Notifications that are resolved, and tickets that are closed, as they are kept here.',
    },
    SPAM_REPORTS: { description: 'Reports of spam statistics as they were sent, with text and file.' },
    SPAM_STATISTICS: { description: 'Days of spam statistics, and their sums.' },
    DRIFTS: { description: 'Drifts that are closed.' },
    JOBS: {
      description: 'Jobs of people that have ended, with the rows of imports. Those of schedules are kept for a week.',
    },
    AUDIT: { description: 'The audit trail.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'How long one kind is kept.' })
export class RetentionRule {
  @Field(() => RetentionKind)
  kind!: RetentionKind;

  @Field(() => Int, { description: 'Whole months, beside the one that has begun.' })
  months!: number;

  @Field(() => Int, { description: 'The months that count unless others are set.' })
  defaultMonths!: number;

  @Field(() => Int, { description: 'Fewer months than these are refused.' })
  minimumMonths!: number;

  @Field(() => CalendarDate, { description: 'What is from before this day goes, by the time zone of the account.' })
  keptFrom!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the newest removal ended; null while one is under way.' })
  lastRunAt?: Date;

  @Field(() => Count, { nullable: true, description: 'Rows that the newest removal has removed so far.' })
  lastRemoved?: number;

  static of({ kind, months, keptFrom, lastRun }: RuleRecord): RetentionRule {
    const { standard: defaultMonths, least: minimumMonths } = BOUNDS[kind];
    return Object.assign(new RetentionRule(), {
      ...{ kind, months, defaultMonths, minimumMonths, keptFrom },
      ...{ lastRunAt: lastRun?.endedAt, lastRemoved: lastRun?.removed },
    });
  }
}

@ObjectType({ simpleResolvers: true, description: 'How long things are kept. Events are kept for 30 days.' })
export class RetentionSettings {
  @Field(() => [RetentionRule], { description: 'One for each kind.' })
  rules!: RetentionRule[];

  @Field(() => Int, { description: 'Send it back as `expectedVersion`; 0 while nothing was saved.' })
  version!: number;

  static of({ rules, version }: RetentionOverview): RetentionSettings {
    return Object.assign(new RetentionSettings(), { rules: rules.map(RetentionRule.of), version });
  }
}

@InputType({ description: 'How long one kind is to be kept.' })
export class RetentionRuleInput {
  @Field(() => RetentionKind)
  kind!: RetentionKind;

  @Field(() => Int, { nullable: true, description: 'Whole months; null: the default.' })
  months?: number | null;
}

@InputType()
export class SaveRetentionSettingsInput {
  @Field(() => [RetentionRuleInput], { description: 'Kinds that are left out stay as they are.' })
  rules!: RetentionRuleInput[];

  @Field(() => Int, { nullable: true, description: 'Refuses the change if somebody else made one since.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class SaveRetentionSettingsPayload extends Payload {
  @Field(() => RetentionSettings, { nullable: true })
  settings?: RetentionSettings;
}
