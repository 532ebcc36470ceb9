import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Count, DateTime } from '../../graphql/scalars.js';
import { CompanyMirror } from '../companies/company-mirror.types.js';
import { DriftKind } from '../drift/drift.js';
import { IntegrationHealth } from '../integration/health.types.js';
import { Job } from '../jobs/job.types.js';
import { ScheduledWork } from './overview.js';
import type { Overview as OverviewRecord, Schedule as ScheduleRecord } from './overview.service.js';

registerEnumType(ScheduledWork, {
  name: 'ScheduledWork',
  description: 'What is done without anybody asking for it. Values may be added: keep a default branch.',
  valuesConfig: {
    COMPANY_SYNC: { description: "Bringing the copy of ConnectWise's companies up to date, in full or in part." },
    COMPANY_COMPARISON: { description: 'The full sync of each day, which finds merges and deletions.' },
    MAPPING_VERIFICATION: { description: 'Asking ConnectWise where companies went; only planned when some are gone.' },
    MATCHING: { description: 'Looking for companies that unmapped users may be.' },
  },
});

@ObjectType({ description: 'How many active users stand where; each is counted in one place.', simpleResolvers: true })
export class UserOverview {
  @Field(() => Count, { description: 'All active users.' })
  users!: number;

  @Field(() => Count, { description: 'Kept out of the queue of unmapped users.' })
  ignored!: number;

  @Field(() => Count)
  unmapped!: number;

  @Field(() => Count, { description: 'Mapped, and turned off.' })
  disabled!: number;

  @Field(() => Count, { description: 'Mapped on another ConnectWise system, and not verified on this one yet.' })
  setAside!: number;

  @Field(() => Count, { description: 'Mapped, and never verified.' })
  unverified!: number;

  @Field(() => Count, { description: 'Mapped to a company that cannot be used as it is.' })
  broken!: number;

  @Field(() => Count, { description: 'Mapped and in order.' })
  ready!: number;

  @Field(() => Count, { description: 'Mapped and enabled, but nothing goes out for them now.' })
  held!: number;
}

@ObjectType({ description: 'How many open drifts there are of a kind.', simpleResolvers: true })
export class DriftCount {
  @Field(() => DriftKind)
  kind!: DriftKind;

  @Field(() => Count)
  value!: number;
}

@ObjectType({ description: 'Changes of mapped companies that nobody has dealt with.', simpleResolvers: true })
export class DriftOverview {
  @Field(() => Count)
  open!: number;

  @Field(() => [DriftCount], { description: 'The same by kind, without kinds that have none.' })
  openByKind!: DriftCount[];
}

@ObjectType({ description: 'Open suggestions of companies for unmapped users.', simpleResolvers: true })
export class SuggestionOverview {
  @Field(() => Count, { description: 'Users with at least one.' })
  users!: number;

  @Field(() => Count, { description: 'Those that can be accepted unseen.' })
  sure!: number;
}

@ObjectType({ description: 'Background work that people or schedules asked for.', simpleResolvers: true })
export class JobOverview {
  @Field(() => Count, { description: 'Waiting or under way.' })
  open!: number;

  @Field(() => Count, { description: 'Of the open ones, those not begun and those that cannot go on right now.' })
  waiting!: number;

  @Field(() => Count, { description: 'Failed, as far back as jobs are kept.' })
  failed!: number;
}

@ObjectType({ description: 'How notifications become tickets.', simpleResolvers: true })
export class TicketingOverview {
  @Field(() => Count, { description: 'Parts of templates that do not fit their boards in ConnectWise any more.' })
  problems!: number;
}

@ObjectType({ description: 'When one kind of scheduled work was done last, and when it is done next.' })
export class Schedule {
  @Field(() => ScheduledWork)
  work!: ScheduledWork;

  @Field(() => Job, { nullable: true, description: 'The newest that is over, whoever asked for it.' })
  lastRun?: Job;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is looked at again whether there is anything to do; null while under way, held, or at rest.',
  })
  nextRunAt?: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Since when it is not tried any more, because it failed so often; starting a job of it brings it back.',
  })
  stoppedAt?: Date;

  static of(record: ScheduleRecord): Schedule {
    return Object.assign(new Schedule(), record, { lastRun: record.lastRun && Job.of(record.lastRun) });
  }
}

/** Each feature's figures are a group of their own, so that those of later ones come beside them. */
@ObjectType({ description: "Where an account's work stands, in one call." })
export class Overview {
  @Field(() => UserOverview)
  users!: UserOverview;

  @Field(() => DriftOverview)
  drifts!: DriftOverview;

  @Field(() => SuggestionOverview)
  suggestions!: SuggestionOverview;

  @Field(() => JobOverview)
  jobs!: JobOverview;

  @Field(() => TicketingOverview)
  ticketing!: TicketingOverview;

  @Field(() => [Schedule])
  schedules!: Schedule[];

  @Field(() => CompanyMirror, { nullable: true, description: 'Null until the integration was configured.' })
  companyMirror?: CompanyMirror;

  @Field(() => IntegrationHealth, { nullable: true, description: 'Null until the integration was configured.' })
  health?: IntegrationHealth;

  static of({
    users,
    held,
    drifts,
    suggestions,
    jobs,
    ticketing,
    schedules,
    mirror,
    ...rest
  }: OverviewRecord): Overview {
    return Object.assign(new Overview(), {
      users: Object.assign(new UserOverview(), users, { held }),
      drifts: driftsOf(drifts),
      suggestions: Object.assign(new SuggestionOverview(), suggestions),
      jobs: Object.assign(new JobOverview(), jobs),
      ticketing: Object.assign(new TicketingOverview(), ticketing),
      schedules: schedules.map(Schedule.of),
      companyMirror: mirror && CompanyMirror.of(mirror),
      health: rest.integration && IntegrationHealth.of(rest.integration, rest.holds),
    });
  }
}

function driftsOf(counts: OverviewRecord['drifts']): DriftOverview {
  const openByKind = Object.values(DriftKind).flatMap((kind) => {
    const value = counts[kind];
    return value === undefined ? [] : Object.assign(new DriftCount(), { kind, value });
  });
  const open = openByKind.reduce((sum, { value }) => sum + value, 0);
  return Object.assign(new DriftOverview(), { open, openByKind });
}
