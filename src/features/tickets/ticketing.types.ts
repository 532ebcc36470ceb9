import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import type { TicketingSettings as SettingsRecord, TicketTemplate as TemplateRecord } from './template.js';

@ObjectType({
  description: 'Where tickets go in ConnectWise, and who may read them. Ids are ConnectWise record ids.',
  simpleResolvers: true,
})
export class TicketTemplate {
  @Field(() => Int)
  boardId!: number;

  @Field(() => Int, { nullable: true, description: "Of a new ticket; the board's default unless given." })
  statusId!: number | null;

  @Field(() => Int, { nullable: true, description: "Of a resolved one; the board's first closed status unless given." })
  closedStatusId!: number | null;

  @Field(() => Int, { nullable: true })
  typeId!: number | null;

  @Field(() => Int, { nullable: true })
  subTypeId!: number | null;

  @Field(() => Int, { nullable: true })
  itemId!: number | null;

  @Field(() => Int, { nullable: true })
  teamId!: number | null;

  @Field(() => Int, { nullable: true })
  priorityId!: number | null;

  @Field(() => Int, { nullable: true })
  sourceId!: number | null;

  @Field(() => Boolean, { description: 'Otherwise texts go to the internal analysis.' })
  isCustomerVisible!: boolean;

  @Field(() => Boolean, { description: "Whether ConnectWise mails the ticket's contact." })
  mailsContact!: boolean;
}

@ObjectType({ description: 'How notifications become tickets.', simpleResolvers: true })
export class TicketingSettings {
  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: "Record id of the account's own company, for what concerns no user.",
  })
  ownCompanyId?: number;

  @Field(() => TicketTemplate)
  template!: TicketTemplate;

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
    nullable: true,
    description:
      'For so many minutes a ticket takes in what else concerns its user at the same severity; null: one ticket each.',
  })
  groupingMinutes?: number;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  static of({ template, ...record }: SettingsRecord): TicketingSettings {
    return Object.assign(new TicketingSettings(), record, { template: Object.assign(new TicketTemplate(), template) });
  }
}

@InputType({ description: 'What is left out is left to the board.' })
export class TicketTemplateInput {
  @Field(() => Int)
  boardId!: number;

  @Field(() => Int, { nullable: true })
  statusId?: number | null;

  @Field(() => Int, { nullable: true })
  closedStatusId?: number | null;

  @Field(() => Int, { nullable: true })
  typeId?: number | null;

  @Field(() => Int, { nullable: true })
  subTypeId?: number | null;

  @Field(() => Int, { nullable: true })
  itemId?: number | null;

  @Field(() => Int, { nullable: true })
  teamId?: number | null;

  @Field(() => Int, { nullable: true })
  priorityId?: number | null;

  @Field(() => Int, { nullable: true })
  sourceId?: number | null;

  @Field(() => Boolean, { defaultValue: false })
  isCustomerVisible!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  mailsContact!: boolean;

  toRecord(): TemplateRecord {
    const { boardId, isCustomerVisible, mailsContact } = this;
    return {
      ...{ boardId, isCustomerVisible, mailsContact },
      statusId: this.statusId ?? null,
      closedStatusId: this.closedStatusId ?? null,
      typeId: this.typeId ?? null,
      subTypeId: this.subTypeId ?? null,
      itemId: this.itemId ?? null,
      teamId: this.teamId ?? null,
      priorityId: this.priorityId ?? null,
      sourceId: this.sourceId ?? null,
    };
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

  @Field(() => Boolean, { defaultValue: false })
  closesTickets!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  closesTakenOver!: boolean;

  @Field(() => Int, { defaultValue: 7, description: '0 to 365.' })
  reopenDays!: number;

  @Field(() => Int, { defaultValue: 7, description: '0 to 365.' })
  quietDays!: number;

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
