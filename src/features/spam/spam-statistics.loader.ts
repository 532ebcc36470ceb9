import DataLoader from 'dataloader';
import type { Context } from '../../graphql/context.js';
import type { Caller } from '../../shared/caller.js';
import type {
  SeriesQuestion,
  SpamCounters,
  SpamOfDomain,
  SpamPoint,
  SpamQuestion,
  TopQuestion,
} from './spam-statistics.js';
import type { SpamStatisticsService } from './spam-statistics.service.js';

type Answer<Question, Found> = (context: Context, question: Question) => Promise<Found>;

/** Questions of one request, gathered: those about the users of a list become one, and none is asked twice. */
export class SpamStatisticsLoader {
  readonly totals: Answer<SpamQuestion, SpamCounters>;
  readonly series: Answer<SeriesQuestion, readonly SpamPoint[]>;
  readonly topDomains: Answer<TopQuestion, readonly SpamOfDomain[]>;

  constructor(statistics: SpamStatisticsService) {
    this.totals = gathered((caller, questions: readonly SpamQuestion[]) => statistics.totals(caller, questions));
    this.series = gathered((caller, questions: readonly SeriesQuestion[]) => statistics.series(caller, questions));
    this.topDomains = gathered((caller, questions: readonly TopQuestion[]) => statistics.topDomains(caller, questions));
  }
}

function gathered<Question extends object, Found>(
  find: (caller: Caller, questions: readonly Question[]) => Promise<readonly (Found | Error)[]>,
): Answer<Question, Found> {
  return (context, question) => {
    const load = () =>
      new DataLoader<Question, Found, string>((questions) => find(context.caller, questions), {
        cacheKeyFn: (one) => JSON.stringify(one),
      });
    return context.once(find, load).load(question);
  };
}
