import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { idOrNone } from '../../graphql/node.js';
import { CalendarDate } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import {
  checkPeriod,
  daysOf,
  type SpamFilter as FilterRecord,
  MOST_POINTS,
  type Period,
  SeriesStep,
  SpamOrder,
  type SpamQuestion,
} from './spam-statistics.js';

registerEnumType(SeriesStep, {
  name: 'SpamSeriesStep',
  description: 'What a point of a series stands for.',
  valuesConfig: {
    DAY: { description: 'A day.' },
    WEEK: { description: 'A week of ISO 8601, which begins on Monday.' },
    MONTH: { description: 'A month of the calendar.' },
  },
});

registerEnumType(SpamOrder, {
  name: 'SpamOrder',
  description: 'What domains are compared by.',
  valuesConfig: {
    SPAM: { description: 'Spam.' },
    TOTAL: { description: 'All messages.' },
    PHISHING: { description: 'Phishing.' },
    VIRUSES: { description: 'Viruses.' },
  },
});

/** A period, and whose days of it are meant. */
@ObjectType()
abstract class AskedPeriod {
  @Field(() => CalendarDate)
  from!: Day;

  @Field(() => CalendarDate, { description: 'The last day; it is included.' })
  to!: Day;

  question!: SpamQuestion;
}

@ObjectType({ description: 'What the mail filter saw in a period. Only what is asked for is added up.' })
export class SpamStatistics extends AskedPeriod {
  /** @throws Failure when there is no such period */
  static of(question: SpamQuestion): SpamStatistics {
    return Object.assign(new SpamStatistics(), checkPeriod(question.period), { question });
  }
}

@ObjectType({ description: 'The period of as many days right before, for comparison.' })
export class SpamBefore extends AskedPeriod {
  /** What it is compared with. */
  after!: SpamQuestion;

  static of(period: Period, after: SpamQuestion): SpamBefore {
    return Object.assign(new SpamBefore(), period, { question: { ...after, period }, after });
  }
}

@ObjectType({ description: 'The periods that people look at most.', simpleResolvers: true })
export class SpamOverview {
  @Field(() => SpamStatistics, { description: "The 30 days up to and including today, in the account's time zone." })
  last30Days!: SpamStatistics;

  @Field(() => SpamStatistics, {
    description: "The calendar year up to and including today, in the account's time zone.",
  })
  yearToDate!: SpamStatistics;
}

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class SpamFilter {
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Mail domains, also in their own script.' })
  domains?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Codes of sources.' })
  sources?: string[] | null;

  toRecord(): FilterRecord {
    return {
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
      domains: this.domains ?? undefined,
      sources: this.sources ?? undefined,
    };
  }
}

/** What reading the days of a period costs: a row for each hundred days of each user or domain that is named. */
export function costOf(period: Period, filter?: SpamFilter | null): number {
  const named = filter?.userIds?.length ?? filter?.domains?.length ?? 1;
  return Math.ceil((named * daysOf(period)) / 100);
}

@ArgsType()
export class PeriodArgs {
  @Field(() => CalendarDate)
  from!: Day;

  @Field(() => CalendarDate, { description: 'The last day; it is included. A period has ten years at most.' })
  to!: Day;
}

@ArgsType()
export class SpamStatisticsArgs extends PeriodArgs {
  @Field(() => SpamFilter, { nullable: true })
  filter?: SpamFilter | null;
}

@ArgsType()
export class SeriesArgs {
  @Field(() => SeriesStep, { description: `A series has ${MOST_POINTS} points at most.` })
  by!: SeriesStep;
}

@ArgsType()
export class TopDomainsArgs {
  @Field(() => Int, { defaultValue: 20, description: `How many, from 1 to ${limits.pageSize}.` })
  first!: number;

  @Field(() => SpamOrder, { defaultValue: SpamOrder.SPAM })
  by!: SpamOrder;

  /** @throws Failure INVALID when there are too many, or none */
  toRecord(): { readonly first: number; readonly by: SpamOrder } {
    const { first, by } = this;
    if (first >= 1 && first <= limits.pageSize) return { first, by };
    throw new Failure({ code: FailureCode.INVALID, message: `first takes 1 to ${limits.pageSize}.`, field: ['first'] });
  }
}
