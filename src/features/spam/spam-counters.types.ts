import { Field, ObjectType } from 'type-graphql';
import { CalendarDate, Count, Difference } from '../../graphql/scalars.js';
import type { Day } from '../../shared/day.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { COUNTERS } from './counters.js';
import { type SpamCounters as CountersRecord, type SpamOfDomain, type SpamPoint } from './spam-statistics.js';

@ObjectType({ description: 'What the mail filter saw.', simpleResolvers: true })
export class SpamCounters {
  @Field(() => Count, { description: 'All messages.' })
  totalMessages!: number;

  @Field(() => Count, { description: 'Messages that reached the user.' })
  accountMessages!: number;

  @Field(() => Count)
  spam!: number;

  @Field(() => Count)
  phishing!: number;

  @Field(() => Count)
  viruses!: number;

  /** @throws Failure LIMIT_EXCEEDED when a sum outgrew what a number of JSON holds exactly */
  static of(record: CountersRecord): SpamCounters {
    return Object.assign(new SpamCounters(), numbersOf(record));
  }
}

@ObjectType({ description: 'By how much counters are above those of before.', simpleResolvers: true })
export class SpamChange {
  @Field(() => Difference)
  totalMessages!: number;

  @Field(() => Difference)
  accountMessages!: number;

  @Field(() => Difference)
  spam!: number;

  @Field(() => Difference)
  phishing!: number;

  @Field(() => Difference)
  viruses!: number;

  static between(before: CountersRecord, after: CountersRecord): SpamChange {
    const [was, is] = [numbersOf(before), numbersOf(after)];
    return Object.assign(new SpamChange(), Object.fromEntries(COUNTERS.map((name) => [name, is[name] - was[name]])));
  }
}

function numbersOf(record: CountersRecord): Record<(typeof COUNTERS)[number], number> {
  const { totalMessages, accountMessages, spam, phishing, viruses } = record;
  // Each part is at most the total.
  if (totalMessages > BigInt(Number.MAX_SAFE_INTEGER)) {
    const message = `The sum is above ${Number.MAX_SAFE_INTEGER}. Ask for fewer days.`;
    throw new Failure({ code: FailureCode.LIMIT_EXCEEDED, message });
  }
  return {
    ...{ totalMessages: Number(totalMessages), accountMessages: Number(accountMessages) },
    ...{ spam: Number(spam), phishing: Number(phishing), viruses: Number(viruses) },
  };
}

@ObjectType({ description: 'One point of a series.', simpleResolvers: true })
export class SpamSeriesPoint {
  @Field(() => CalendarDate)
  from!: Day;

  @Field(() => CalendarDate, { description: 'The last day; it is included.' })
  to!: Day;

  @Field(() => SpamCounters)
  counters!: SpamCounters;

  static of({ from, to, counters }: SpamPoint): SpamSeriesPoint {
    return Object.assign(new SpamSeriesPoint(), { from, to, counters: SpamCounters.of(counters) });
  }
}

@ObjectType({ description: 'What the mail filter saw for one mail domain of one user.', simpleResolvers: true })
export class SpamTopDomain {
  @Field(() => String, { description: 'Lower-case, in ASCII form.' })
  domain!: string;

  @Field(() => SpamCounters)
  counters!: SpamCounters;

  /** Our own id, for the field that leads further. */
  userId!: UserId;

  static of({ domain, userId, counters }: SpamOfDomain): SpamTopDomain {
    return Object.assign(new SpamTopDomain(), { domain, userId, counters: SpamCounters.of(counters) });
  }
}
