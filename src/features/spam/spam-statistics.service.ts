import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { dayIn } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import type { AccountService } from '../accounts/account.service.js';
import { normaliseMailDomain } from './mail-domain.js';
import {
  daysOf,
  isOfAll,
  lastDays,
  MOST_COMPARED,
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

  totals({ accountId }: Caller, questions: readonly SpamQuestion[]): Promise<(SpamCounters | Error)[]> {
    return gather(questions, {
      read: (_, selection) => this.deps.statistics.totals(accountId, selection),
      answer: (_, counters) => counters ?? NOTHING_SEEN,
    });
  }

  /**
   * Without a gap: what has no days is a point of zeros.
   *
   * @throws Failure LIMIT_EXCEEDED when there are more points than a request may read rows
   */
  async series({ accountId }: Caller, questions: readonly SeriesQuestion[]): Promise<(SpamPoint[] | Error)[]> {
    refuseMany(questions.flatMap(({ period, by }) => stepsOf(period, by)).length);
    return gather(questions, {
      read: ({ by }, selection) => this.deps.statistics.series(accountId, { ...selection, by }),
      answer: ({ period, by }, found) =>
        stepsOf(period, by).map(({ start, from, to }) => ({ from, to, counters: found?.get(start) ?? NOTHING_SEEN })),
    });
  }

  async topDomains(
    { accountId }: Caller,
    questions: readonly TopQuestion[],
  ): Promise<(readonly SpamOfDomain[] | Error)[]> {
    const refuse = refusalOfMuch(questions);
    return gather(questions, {
      read: async (question, selection) => {
        refuse(question);
        const { first, by } = question;
        return this.deps.statistics.topDomains(accountId, { ...selection, first, by });
      },
      answer: (_, domains) => domains ?? [],
    });
  }
}

function refuseMany(points: number): void {
  if (points <= limits.cost) return;
  const message = `The series of this request would have ${points} points; the limit is ${limits.cost}.`;
  throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['by'] });
}

/** Throws at those of a whole account that are of too many days, by themselves or together. */
function refusalOfMuch(questions: readonly TopQuestion[]): (question: TopQuestion) => void {
  const together = questions.filter(isOfAll).reduce((days, { period }) => days + daysOf(period), 0);
  return (question) => {
    if (!isOfAll(question)) return;
    const days = daysOf(question.period);
    if (days > MOST_COMPARED.days) throw tooMuch(`${MOST_COMPARED.days} days at most; these are ${days}`);
    if (together > MOST_COMPARED.daysOfRequest)
      throw tooMuch(`${MOST_COMPARED.daysOfRequest} days in one request; these are ${together}`);
  };
}

function tooMuch(of: string): Failure {
  const message = `The domains with the most of a whole account are told for ${of}. Name users or domains, or take fewer days.`;
  return new Failure({ code: FailureCode.LIMIT_EXCEEDED, message, field: ['filter'] });
}

interface Ways<Question, Sum, Answer> {
  readonly read: (question: Question, selection: SpamSelection) => Promise<Sums<Sum>>;
  readonly answer: (question: Question, sum: Sum | undefined) => Answer;
}

/** Of questions that were one statement, that failed, each has the error; the others have their answers. */
async function gather<Question extends SpamQuestion, Sum, Answer>(
  questions: readonly Question[],
  { read, answer }: Ways<Question, Sum, Answer>,
): Promise<(Answer | Error)[]> {
  const groups = new Map<string, { readonly question: Question; readonly userIds: UserId[] }>();
  for (const question of questions) {
    const group = groups.get(groupOf(question)) ?? { question, userIds: [] };
    if ('userId' in question.of) group.userIds.push(question.of.userId);
    groups.set(groupOf(question), group);
  }
  const readGroup = async ({ question, userIds }: { question: Question; userIds: UserId[] }) => {
    const { of, period } = question;
    const filter = 'userId' in of ? { userIds } : asStored(of.filter);
    return read(question, { filter, period, isByUser: 'userId' in of });
  };
  const found = new Map([...groups].map(([key, group]) => [key, readGroup(group)]));
  const answers = questions.map(async (question) => {
    const sums = await found.get(groupOf(question));
    return answer(question, sums?.get('userId' in question.of ? question.of.userId : TOGETHER));
  });
  const settled = await Promise.allSettled(answers);
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : asError(one.reason)));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('What was thrown is no error.', { cause: reason });
}

function groupOf({ of, ...question }: SpamQuestion): string {
  return JSON.stringify([question, 'userId' in of ? 'by user' : of.filter]);
}

/** What is no domain matches nothing, as one that nobody has told of does. */
function asStored({ domains, ...filter }: SpamFilter): SpamFilter {
  return { ...filter, domains: domains?.flatMap((domain) => normaliseMailDomain(domain) ?? []) };
}
