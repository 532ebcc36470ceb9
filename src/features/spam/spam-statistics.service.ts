import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { dayIn } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { AccountService } from '../accounts/account.service.js';
import { normaliseMailDomain } from './mail-domain.js';
import {
  lastDays,
  NOTHING_SEEN,
  type Period,
  type SeriesQuestion,
  type SpamCounters,
  type SpamFilter,
  type SpamOfDomain,
  type SpamPoint,
  type SpamQuestion,
  stepsOf,
  type TopQuestion,
  yearToDate,
} from './spam-statistics.js';
import {
  type SpamSelection,
  type SpamStatisticsRepository,
  type Sums,
  TOGETHER,
} from './spam-statistics.repository.js';

interface Deps {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly statistics: SpamStatisticsRepository;
}

/** Answers questions in their order. Those that differ in nothing but the user are one statement. */
export class SpamStatisticsService {
  constructor(private readonly deps: Deps) {}

  /** The periods that people look at most, by the day that it is for the account. */
  async overview(caller: Caller): Promise<{ readonly last30Days: Period; readonly yearToDate: Period }> {
    const { timeZone } = await this.deps.accounts.own(caller);
    const today = dayIn(timeZone, this.deps.clock.now());
    return { last30Days: lastDays(today, 30), yearToDate: yearToDate(today) };
  }

  async totals({ accountId }: Caller, questions: readonly SpamQuestion[]): Promise<SpamCounters[]> {
    const found = await gather(questions, (_, selection) => this.deps.statistics.totals(accountId, selection));
    return found.map((counters) => counters ?? NOTHING_SEEN);
  }

  /**
   * Without a gap: what has no days is a point of zeros.
   *
   * @throws Failure LIMIT_EXCEEDED when there are more points than a request may read rows
   */
  async series({ accountId }: Caller, questions: readonly SeriesQuestion[]): Promise<SpamPoint[][]> {
    const steps = questions.map(({ period, by }) => stepsOf(period, by));
    refuseMany(steps.flat().length);
    const found = await gather(questions, ({ by }, selection) =>
      this.deps.statistics.series(accountId, { ...selection, by }),
    );
    return steps.map((series, at) =>
      series.map(({ start, from, to }) => ({ from, to, counters: found[at]?.get(start) ?? NOTHING_SEEN })),
    );
  }

  async topDomains({ accountId }: Caller, questions: readonly TopQuestion[]): Promise<(readonly SpamOfDomain[])[]> {
    const found = await gather(questions, ({ first, by }, selection) =>
      this.deps.statistics.topDomains(accountId, { ...selection, first, by }),
    );
    return found.map((domains) => domains ?? []);
  }
}

function refuseMany(points: number): void {
  if (points <= limits.cost) return;
  const message = `The series of this request would have ${points} points; the limit is ${limits.cost}.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['by'] });
}

async function gather<Question extends SpamQuestion, Sum>(
  questions: readonly Question[],
  read: (question: Question, selection: SpamSelection) => Promise<Sums<Sum>>,
): Promise<(Sum | undefined)[]> {
  const groups = new Map<string, { readonly question: Question; readonly userIds: UserId[] }>();
  for (const question of questions) {
    const group = groups.get(groupOf(question)) ?? { question, userIds: [] };
    if ('userId' in question.of) group.userIds.push(question.of.userId);
    groups.set(groupOf(question), group);
  }
  const found = new Map<string, Sums<Sum>>();
  const readGroup = async ([key, { question, userIds }]: [string, { question: Question; userIds: UserId[] }]) => {
    const { of, period } = question;
    const filter = 'userId' in of ? { userIds } : asStored(of.filter);
    found.set(key, await read(question, { filter, period, isByUser: 'userId' in of }));
  };
  await Promise.all([...groups].map(readGroup));
  return questions.map((question) => {
    const key = 'userId' in question.of ? question.of.userId : TOGETHER;
    return found.get(groupOf(question))?.get(key);
  });
}

function groupOf({ of, ...question }: SpamQuestion): string {
  return JSON.stringify([question, 'userId' in of ? 'by user' : of.filter]);
}

/** What is no domain matches nothing, as one that nobody has told of does. */
function asStored({ domains, ...filter }: SpamFilter): SpamFilter {
  return { ...filter, domains: domains?.flatMap((domain) => normaliseMailDomain(domain) ?? []) };
}
