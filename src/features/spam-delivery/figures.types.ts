import { Field, ObjectType } from 'type-graphql';
import type { Counters } from '../spam/counters.js';
import { SpamCounters } from '../spam/spam-counters.types.js';
import type { DomainFigures, NativeFigures, ReportFigures } from '../spam-reports/report.js';

@ObjectType({ description: 'What a report says of one mail domain.', simpleResolvers: true })
export class SpamReportDomain {
  @Field(() => String, { description: 'Lower-case, in ASCII form.' })
  domain!: string;

  @Field(() => SpamCounters)
  counters!: SpamCounters;

  static of({ domain, counters }: DomainFigures): SpamReportDomain {
    return Object.assign(new SpamReportDomain(), { domain, counters: countersOf(counters) });
  }
}

@ObjectType({
  description: "What ConnectWise's own statistics take of one mail domain, whichever users share it.",
  simpleResolvers: true,
})
export class SpamNativeDomain {
  @Field(() => String, { description: 'Lower-case, in ASCII form.' })
  domain!: string;

  @Field(() => SpamCounters, { description: 'The 30 days up to and including `asOf`.' })
  last30Days!: SpamCounters;

  @Field(() => SpamCounters, { description: 'From 1 January of the year of `asOf`.' })
  yearToDate!: SpamCounters;

  static of({ domain, last30Days, yearToDate }: NativeFigures): SpamNativeDomain {
    const counters = { last30Days: countersOf(last30Days), yearToDate: countersOf(yearToDate) };
    return Object.assign(new SpamNativeDomain(), { domain, ...counters });
  }
}

@ObjectType({ description: 'The figures of a report, as they were when it was written.', simpleResolvers: true })
export class SpamReportFigures {
  @Field(() => SpamCounters, { description: 'Of the month.' })
  month!: SpamCounters;

  @Field(() => SpamCounters, { description: 'Of the month before.' })
  before!: SpamCounters;

  @Field(() => SpamCounters, { description: "From 1 January of the month's year to the end of the month." })
  yearToDate!: SpamCounters;

  @Field(() => [SpamReportDomain], { description: 'Of the month, the domain with the most spam first.' })
  domains!: SpamReportDomain[];

  @Field(() => [SpamNativeDomain])
  native!: SpamNativeDomain[];

  static of({ month, before, yearToDate, domains, native }: ReportFigures): SpamReportFigures {
    return Object.assign(new SpamReportFigures(), {
      ...{ month: countersOf(month), before: countersOf(before), yearToDate: countersOf(yearToDate) },
      ...{ domains: domains.map(SpamReportDomain.of), native: native.map(SpamNativeDomain.of) },
    });
  }
}

function countersOf(counters: Counters): SpamCounters {
  return Object.assign(new SpamCounters(), counters);
}
