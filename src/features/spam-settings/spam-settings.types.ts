import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { CalendarDate, DateTime } from '../../graphql/scalars.js';
import { firstDay } from '../../shared/calendar.js';
import { ProblemList } from '../../shared/failure.js';
import { Secret } from '../../shared/secret.js';
import type { NextReport as NextReportRecord } from './next-report.js';
import type { SpamSettingsDraft } from './save-spam-settings.js';
import { type SpamSettings as SettingsRecord, SpamLanguage, SpamRouteChoice } from './spam-settings.js';
import './spam-settings-enums.types.js';

const DAY = 'Of the month, 1 to 31; in a shorter month reports are due on its last day.';
const HOUR = 'Of the day, 0 to 23, in the time zone.';
const TIME_ZONE = "IANA name; null: the account's own.";
const SOLUTION = "Name of the management solution under which ConnectWise's own statistics are kept.";
const SCHEDULED = 'Whether the reports of a month go out by themselves in the month after it.';
const NOT_NULL = 'Left out: as it is. Cannot be null.';

@ObjectType({ description: 'Scheduled reports that are still to come, or late.', simpleResolvers: true })
export class NextSpamReport {
  @Field(() => DateTime, { description: 'When they are due.' })
  at!: Date;

  @Field(() => String, { description: 'IANA name of the time zone that day and hour are in.' })
  timeZone!: string;

  @Field(() => CalendarDate, { description: 'First day of the month that they report.' })
  month!: string;

  @Field(() => CalendarDate, { description: 'The day on which they are due.' })
  day!: string;

  static of({ month, ...record }: NextReportRecord): NextSpamReport {
    return Object.assign(new NextSpamReport(), record, { month: firstDay(month) });
  }
}

@ObjectType({ description: 'How spam statistics are brought to ConnectWise.', simpleResolvers: true })
export class SpamSettings {
  @Field(() => Boolean, { description: SCHEDULED })
  isScheduled!: boolean;

  @Field(() => SpamRouteChoice, { description: 'For every user without an override.' })
  route!: SpamRouteChoice;

  @Field(() => SpamLanguage)
  language!: SpamLanguage;

  @Field(() => Int, { description: DAY })
  day!: number;

  @Field(() => Int, { description: HOUR })
  hour!: number;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone!: string | null;

  @Field(() => String, { nullable: true, description: SOLUTION })
  solutionName?: string;

  @Field(() => String, { nullable: true, description: 'Name of the integrator login for them; null: none is stored.' })
  loginName?: string;

  @Field(() => Boolean, { description: 'Whether a password of the integrator login is stored; it is never shown.' })
  hasPassword!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the integrator login was entered last.' })
  loginChangedAt?: Date;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  /** For the field that leads further. */
  record!: SettingsRecord;

  static of(record: SettingsRecord): SpamSettings {
    const last = record.calendar.at(-1);
    if (!last) throw new Error('Spam settings say when reports are due.');
    return Object.assign(new SpamSettings(), record, {
      ...{ day: last.day, hour: last.hour, timeZone: last.timeZone },
      // The two are stored together or not at all.
      ...{ hasPassword: record.loginName !== undefined, record },
    });
  }
}

@InputType({
  description:
    'An integrator login of ConnectWise with access to the managed services API. It is not an API key, and belongs to the ConnectWise that is set up when it is saved.',
})
export class SpamLoginInput {
  @Field(() => String, { description: 'At most 50 characters.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Needed, also where only the name changes. At most 50 characters.',
  })
  password?: string | null;
}

@InputType({ description: 'What is left out stays as it is; null clears.' })
export class SaveSpamSettingsInput {
  @Field(() => Boolean, { nullable: true, description: `${SCHEDULED} At first: false. ${NOT_NULL}` })
  isScheduled?: boolean | null;

  @Field(() => SpamRouteChoice, { nullable: true, description: `At first: COMPANY_NOTE. ${NOT_NULL}` })
  route?: SpamRouteChoice | null;

  @Field(() => SpamLanguage, { nullable: true, description: `At first: EN. ${NOT_NULL}` })
  language?: SpamLanguage | null;

  @Field(() => Int, { nullable: true, description: `${DAY} At first: 1. ${NOT_NULL}` })
  day?: number | null;

  @Field(() => Int, { nullable: true, description: `${HOUR} At first: 9. ${NOT_NULL}` })
  hour?: number | null;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: `${SOLUTION} At most 30 characters.` })
  solutionName?: string | null;

  @Field(() => SpamLoginInput, { nullable: true, description: 'For the route NATIVE_STATISTICS. Null removes it.' })
  login?: SpamLoginInput | null;

  @Field(() => Int, { nullable: true, description: '0 while nothing was ever saved.' })
  expectedVersion?: number | null;

  /** @throws Failure INVALID for what cannot be null */
  toRecord(): SpamSettingsDraft {
    const problems = new ProblemList();
    const set = <Field extends 'isScheduled' | 'route' | 'language' | 'day' | 'hour'>(field: Field) => {
      const value = this[field];
      if (value === null) problems.add(field, 'This cannot be null; leave it out to keep it.');
      return value ?? undefined;
    };
    const draft = {
      ...{ isScheduled: set('isScheduled'), route: set('route'), language: set('language') },
      ...{ day: set('day'), hour: set('hour'), timeZone: this.timeZone },
      solutionName: trimmed(this.solutionName),
      login: this.login && { name: this.login.name.trim(), password: secret(this.login.password) },
      expectedVersion: this.expectedVersion ?? undefined,
    };
    problems.throwIfAny();
    return draft as SpamSettingsDraft;
  }
}

/** A name that is empty is none. */
function trimmed(text: string | null | undefined): string | null | undefined {
  return text === undefined ? undefined : text?.trim() || null;
}

function secret(text: string | null | undefined): Secret | undefined {
  return text ? new Secret(text) : undefined;
}

@ObjectType()
export class SaveSpamSettingsPayload extends Payload {
  @Field(() => SpamSettings, { nullable: true })
  settings?: SpamSettings;
}
