import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import type { TicketingSettings as SettingsRecord } from './template.js';
import { TemplateProblem, TicketRule, TicketRuleInput, TicketTemplate, TicketTemplateInput } from './template.types.js';

@ObjectType({ description: 'How notifications become tickets.', simpleResolvers: true })
export class TicketingSettings {
  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: "Record id of the account's own company, for what concerns no user.",
  })
  ownCompanyId?: number;

  @Field(() => TicketTemplate, { description: 'Of all tickets for which neither their user nor a rule has another.' })
  template!: TicketTemplate;

  @Field(() => [TicketRule], { description: 'The first one that fits a condition decides.' })
  rules!: TicketRule[];

  @Field(() => [TemplateProblem], {
    description: 'What does not fit its board any more; looked for once a day, and when ConnectWise refuses a ticket.',
  })
  problems!: TemplateProblem[];

  @Field(() => DateTime, { nullable: true, description: 'When all templates were last held against their boards.' })
  checkedAt?: Date;

  @Field(() => Boolean, { description: 'Whether a resolved condition closes its ticket; otherwise it gets a note.' })
  closesTickets!: boolean;

  @Field(() => Boolean, { description: 'The same of tickets that a person has taken over.' })
  closesTakenOver!: boolean;

  @Field(() => Int, { description: 'For so many days what recurs reopens its ticket; later it gets another one.' })
  reopenDays!: number;

  @Field(() => Int, {
    description:
      'For so many days a condition whose ticket a person closed stays quiet, unless its source resolves it meanwhile.',
  })
  quietDays!: number;

  @Field(() => Int, {
    description: 'What its user held for more days, not being mapped for example, becomes no ticket unless told again.',
  })
  heldDays!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'For so many minutes a ticket takes in what else concerns its user at the same severity; null: one ticket each.',
  })
  groupingMinutes?: number;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  static of({ template, rules, problems, ...record }: SettingsRecord): TicketingSettings {
    return Object.assign(new TicketingSettings(), record, {
      template: TicketTemplate.of(template),
      rules: rules.map(TicketRule.of),
      problems: problems.map(TemplateProblem.of),
    });
  }
}

@InputType()
export class SaveTicketingSettingsInput {
  @Field(() => Boolean, { description: 'Only what is on is checked against ConnectWise.' })
  isEnabled!: boolean;

  @Field(() => Int, { nullable: true })
  ownCompanyId?: number | null;

  @Field(() => TicketTemplateInput)
  template!: TicketTemplateInput;

  @Field(() => [TicketRuleInput], { defaultValue: [], description: 'In their order, at most 50.' })
  rules!: TicketRuleInput[];

  @Field(() => Boolean, { defaultValue: false })
  closesTickets!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  closesTakenOver!: boolean;

  @Field(() => Int, { defaultValue: 7, description: '0 to 365.' })
  reopenDays!: number;

  @Field(() => Int, { defaultValue: 7, description: '0 to 365.' })
  quietDays!: number;

  @Field(() => Int, { defaultValue: 30, description: '1 to 365.' })
  heldDays!: number;

  @Field(() => Int, { nullable: true, description: '1 to 10,080, which is a week.' })
  groupingMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: '0 while nothing was ever saved.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class SaveTicketingSettingsPayload extends Payload {
  @Field(() => TicketingSettings, { nullable: true })
  settings?: TicketingSettings;
}
