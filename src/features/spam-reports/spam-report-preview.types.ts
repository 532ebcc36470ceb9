import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { NamedCounter } from '../../connectwise/domain-statistics.js';
import { decodeId } from '../../graphql/node.js';
import { CalendarDate } from '../../graphql/scalars.js';
import { firstDay } from '../../shared/calendar.js';
import type { Day } from '../../shared/day.js';
import type { UserId } from '../../shared/ids.js';
import { HoldReason } from '../mappings/work-state.js';
import '../spam-settings/spam-settings-enums.types.js';
import { SpamLanguage, SpamRoute, SpamRouteChoice } from '../spam-settings/spam-settings.js';
import {
  type NativeDomain,
  type SpamReportPreview as PreviewRecord,
  type PreviewRequest,
  UnsentReason,
} from './spam-report-preview.js';

registerEnumType(UnsentReason, {
  name: 'SpamReportUnsentReason',
  description: 'Why a spam report would not be sent.',
  valuesConfig: {
    NO_ROUTE: { description: 'The settings say that this user gets none.' },
    HELD: { description: "The work of the user's mapping is held; `hold` tells why." },
    NO_FIGURES: { description: 'Nothing was told of the month.' },
  },
});

@ArgsType()
export class SpamReportPreviewArgs {
  @Field(() => ID)
  userId!: string;

  @Field(() => CalendarDate, { description: 'The first day of the month, which is not in the future.' })
  month!: Day;

  @Field(() => SpamRoute, { nullable: true, description: 'That of the settings when left out.' })
  route?: SpamRoute | null;

  @Field(() => SpamLanguage, { nullable: true, description: 'That of the settings when left out.' })
  language?: SpamLanguage | null;

  /** @throws Failure NOT_FOUND */
  toRecord(): PreviewRequest {
    const { userId, month, route, language } = this;
    return {
      ...{ userId: decodeId<UserId>('User', userId, ['userId']), month },
      ...{ route: route ?? undefined, language: language ?? undefined },
    };
  }
}

@ObjectType({ description: 'A figure under the name that ConnectWise has for it.', simpleResolvers: true })
export class SpamPreviewCounter {
  @Field(() => String)
  name!: string;

  @Field(() => Int)
  value!: number;

  static of(record: NamedCounter): SpamPreviewCounter {
    return Object.assign(new SpamPreviewCounter(), record);
  }
}

@ObjectType({ description: "What ConnectWise's own statistics would be told of a mail domain.", simpleResolvers: true })
export class SpamPreviewDomain {
  @Field(() => String, { description: 'Lower-case, in ASCII form.' })
  domain!: string;

  @Field(() => [SpamPreviewCounter], { description: 'Of all users who share the domain.' })
  counters!: SpamPreviewCounter[];

  static of({ domain, counters }: NativeDomain): SpamPreviewDomain {
    return Object.assign(new SpamPreviewDomain(), { domain, counters: counters.map(SpamPreviewCounter.of) });
  }
}

@ObjectType({
  description: 'A spam report as it would be sent now; what its route does not take is null.',
  simpleResolvers: true,
})
export class SpamReportPreview {
  @Field(() => CalendarDate, { description: 'First day of the month that it is of.' })
  month!: string;

  @Field(() => SpamRouteChoice)
  route!: SpamRouteChoice;

  @Field(() => SpamLanguage)
  language!: SpamLanguage;

  @Field(() => UnsentReason, { nullable: true, description: 'Why it would not be sent; null when it would.' })
  reason?: UnsentReason;

  @Field(() => HoldReason, { nullable: true, description: 'What holds the work of the user; null when nothing does.' })
  hold?: HoldReason;

  @Field(() => Int, {
    nullable: true,
    description: "ConnectWise's record id of the company; null while it is unknown.",
  })
  companyId?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Summary of the ticket. A note has none and begins with its text.',
  })
  subject?: string;

  @Field(() => String, { nullable: true, description: 'Of the note or ticket, as it is sent.' })
  text?: string;

  @Field(() => String, { nullable: true })
  fileName?: string;

  @Field(() => String, { nullable: true, description: 'The attached file, a row for each mail domain and day.' })
  csv?: string;

  @Field(() => [SpamPreviewCounter], { nullable: true, description: 'Of the management summary report.' })
  summaryCounters?: SpamPreviewCounter[];

  @Field(() => [SpamPreviewDomain], { nullable: true, description: "Of ConnectWise's own statistics." })
  nativeDomains?: SpamPreviewDomain[];

  static of({ month, written, summaryCounters, nativeDomains, ...record }: PreviewRecord): SpamReportPreview {
    return Object.assign(new SpamReportPreview(), record, written, {
      month: firstDay(month),
      summaryCounters: summaryCounters?.map(SpamPreviewCounter.of),
      nativeDomains: nativeDomains?.map(SpamPreviewDomain.of),
    });
  }
}
