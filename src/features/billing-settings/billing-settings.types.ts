import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { BillingRule, BillingRuleInput } from './billing-rule.types.js';
import type { SettingsDraft } from './billing-settings.service.js';
import type { BillingSettings as SettingsRecord } from './settings.js';

const DAY = 'Of the month, 1 to 31; a shorter month has its run on its last day.';
const HOUR = 'Of the day, 0 to 23, in the time zone.';
const TIME_ZONE = "IANA name; null: the account's own.";
const MAKE_UP = 'So many days a run that could not be made in time is made up for; later it is told as missed.';
const EXPIRY = 'So many days a plan waits for approval.';
const AUTO = 'Whether what no brake holds is written without asking.';
const SECOND = 'Whether somebody else has to approve than whoever started the run.';

@ObjectType({ description: 'How usage is billed.', simpleResolvers: true })
export class BillingSettings {
  @Field(() => Boolean, { description: 'Whether scheduled runs are made.' })
  isEnabled!: boolean;

  @Field(() => Int, { description: DAY })
  billingDay!: number;

  @Field(() => Int, { description: HOUR })
  hour!: number;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone!: string | null;

  @Field(() => Int, { description: MAKE_UP })
  makeUpDays!: number;

  @Field(() => Int, { description: EXPIRY })
  expiryDays!: number;

  @Field(() => Boolean, { description: AUTO })
  isAutoApproved!: boolean;

  @Field(() => Boolean, { description: SECOND })
  needsSecondPerson!: boolean;

  @Field(() => [BillingRule], { description: 'One for each product that is billed.' })
  rules!: BillingRule[];

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  static of({ calendar, rules, ...record }: SettingsRecord): BillingSettings {
    const last = calendar.at(-1);
    if (!last) throw new Error('Billing settings say when runs are due.');
    return Object.assign(new BillingSettings(), record, {
      ...{ billingDay: last.day, hour: last.hour, timeZone: last.timeZone },
      rules: rules.map(BillingRule.of),
    });
  }
}

@InputType({ description: 'All of the settings: what is left out goes back to its default.' })
export class SaveBillingSettingsInput {
  @Field(() => Boolean, { description: 'Whether scheduled runs are made.' })
  isEnabled!: boolean;

  @Field(() => Int, { defaultValue: 1, description: DAY })
  billingDay!: number;

  @Field(() => Int, { defaultValue: 9, description: HOUR })
  hour!: number;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone?: string | null;

  @Field(() => Int, { defaultValue: 5, description: `${MAKE_UP} 1 to 28.` })
  makeUpDays!: number;

  @Field(() => Int, { defaultValue: 14, description: `${EXPIRY} 1 to 365.` })
  expiryDays!: number;

  @Field(() => Boolean, { defaultValue: false, description: AUTO })
  isAutoApproved!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: SECOND })
  needsSecondPerson!: boolean;

  @Field(() => [BillingRuleInput], { defaultValue: [], description: 'At most 200, one for each product.' })
  rules!: BillingRuleInput[];

  @Field(() => Int, { nullable: true, description: '0 while nothing was ever saved.' })
  expectedVersion?: number | null;

  toRecord(): SettingsDraft {
    const { isEnabled, billingDay, hour, makeUpDays, expiryDays, isAutoApproved, needsSecondPerson } = this;
    return {
      ...{ isEnabled, billingDay, hour, makeUpDays, expiryDays, isAutoApproved, needsSecondPerson },
      timeZone: this.timeZone ?? null,
      rules: this.rules.map((rule) => rule.toRecord()),
      expectedVersion: this.expectedVersion ?? undefined,
    };
  }
}

@ObjectType()
export class SaveBillingSettingsPayload extends Payload {
  @Field(() => BillingSettings, { nullable: true })
  settings?: BillingSettings;
}
