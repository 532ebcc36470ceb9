import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { Reads } from '../../graphql/cost.js';
import type { Day } from '../../shared/day.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import { SpamChange, SpamCounters, SpamSeriesPoint, SpamTopDomain } from './spam-counters.types.js';
import { lastDays, MOST_COMPARED, type Period, periodBefore, stepsOf } from './spam-statistics.js';
import type { SpamStatisticsLoader } from './spam-statistics.loader.js';
import type { SpamStatisticsService } from './spam-statistics.service.js';
import {
  costOf,
  PeriodArgs,
  SeriesArgs,
  SpamBefore,
  SpamFilter,
  SpamOverview,
  SpamStatistics,
  SpamStatisticsArgs,
  TopDomainsArgs,
} from './spam-statistics.types.js';

/** The longest that there is from its first day to today. */
const LEAP_YEAR: Period = { from: '2024-01-01' as Day, to: '2024-12-31' as Day };

@Resolver(() => SpamStatistics)
export class SpamStatisticsResolver {
  constructor(
    private readonly statistics: SpamStatisticsService,
    private readonly loader: SpamStatisticsLoader,
  ) {}

  @May.read()
  @Reads<SpamStatisticsArgs>(({ filter, ...period }) => costOf(period, filter))
  @Query(() => SpamStatistics, { nullable: true, description: 'What the mail filter saw in a period.' })
  spamStatistics(@Args(() => SpamStatisticsArgs) { filter, ...period }: SpamStatisticsArgs): SpamStatistics {
    return SpamStatistics.of({ period, of: { filter: filter?.toRecord() ?? {} } });
  }

  @May.read()
  @Reads<{ filter?: SpamFilter | null }>(
    ({ filter }) => costOf(LEAP_YEAR, filter) + costOf(lastDays(LEAP_YEAR.to, 30), filter),
  )
  @Query(() => SpamOverview, { nullable: true, description: 'What the mail filter saw lately.' })
  async spamOverview(
    @Ctx() { caller }: Context,
    @Arg('filter', () => SpamFilter, { nullable: true }) filter?: SpamFilter | null,
  ): Promise<SpamOverview> {
    const of = { filter: filter?.toRecord() ?? {} };
    const { last30Days, yearToDate } = await this.statistics.overview(caller);
    const statistics = (period: Period) => SpamStatistics.of({ period, of });
    return Object.assign(new SpamOverview(), {
      last30Days: statistics(last30Days),
      yearToDate: statistics(yearToDate),
    });
  }

  @FieldResolver(() => SpamCounters, { nullable: true, description: 'All of it together.' })
  async totals(@Root() { question }: SpamStatistics, @Ctx() context: Context): Promise<SpamCounters> {
    return SpamCounters.of(await this.loader.totals(context, question));
  }

  @FieldResolver(() => SpamBefore, {
    nullable: true,
    description: 'The same of as many days right before; null where the calendar does not go back that far.',
  })
  before(@Root() { question }: SpamStatistics): SpamBefore | undefined {
    const before = periodBefore(question.period);
    return before && SpamBefore.of(before, question);
  }

  @FieldResolver(() => [SpamSeriesPoint], {
    nullable: true,
    description: 'Oldest first and without a gap. The first and the last point may be a part of a week or month.',
  })
  async series(
    @Root() { question }: SpamStatistics,
    @Ctx() context: Context,
    @Args(() => SeriesArgs) { by }: SeriesArgs,
  ): Promise<SpamSeriesPoint[]> {
    // Refused before anything is read.
    stepsOf(question.period, by);
    return (await this.loader.series(context, { ...question, by })).map(SpamSeriesPoint.of);
  }

  @FieldResolver(() => [SpamTopDomain], {
    nullable: true,
    description: `The domains with the most, most first; those that have none of it are left out. Of a whole account or source: of ${MOST_COMPARED.days} days at most, and of ${MOST_COMPARED.daysOfRequest} in a request.`,
  })
  async topDomains(
    @Root() { question }: SpamStatistics,
    @Ctx() context: Context,
    @Args(() => TopDomainsArgs) args: TopDomainsArgs,
  ): Promise<SpamTopDomain[]> {
    return (await this.loader.topDomains(context, { ...question, ...args.toRecord() })).map(SpamTopDomain.of);
  }
}

@Resolver(() => SpamBefore)
export class SpamBeforeResolver {
  constructor(private readonly loader: SpamStatisticsLoader) {}

  @FieldResolver(() => SpamCounters, { nullable: true })
  async totals(@Root() { question }: SpamBefore, @Ctx() context: Context): Promise<SpamCounters> {
    return SpamCounters.of(await this.loader.totals(context, question));
  }

  @FieldResolver(() => SpamChange, { nullable: true, description: 'By how much the period itself is above this one.' })
  async change(@Root() { question, after }: SpamBefore, @Ctx() context: Context): Promise<SpamChange> {
    const [was, is] = await Promise.all([this.loader.totals(context, question), this.loader.totals(context, after)]);
    return SpamChange.between(was, is);
  }
}

@Resolver(() => SpamTopDomain)
export class SpamTopDomainResolver {
  constructor(private readonly users: UserService) {}

  @FieldResolver(() => User)
  user(@Root() { userId }: SpamTopDomain, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.users, userId);
  }
}

/** The statistics of a user; users themselves need not know of them. */
@Resolver(() => User)
export class UserSpamStatisticsResolver {
  @Reads<PeriodArgs>((period) => costOf(period))
  @FieldResolver(() => SpamStatistics, { nullable: true, description: 'What the mail filter saw for this user.' })
  spamStatistics(@Root() { userId }: User, @Args(() => PeriodArgs) { from, to }: PeriodArgs): SpamStatistics {
    return SpamStatistics.of({ period: { from, to }, of: { userId } });
  }
}
