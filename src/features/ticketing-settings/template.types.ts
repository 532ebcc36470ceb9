import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.js';
import { NotificationSeverity } from '../notifications/notification.js';
import { type TicketRule as RuleRecord, type TicketTemplate as TemplateRecord, TicketContact } from './template.js';
import type { Choice, TemplateProblem as ProblemRecord } from './template-problem.js';

registerEnumType(TicketContact, {
  name: 'TicketContact',
  description: 'Whom a ticket names as its contact.',
  valuesConfig: {
    NONE: { description: 'Nobody.' },
    COMPANY_DEFAULT: { description: 'Whom its company names in ConnectWise, if anybody.' },
  },
});

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

  @Field(() => TicketContact)
  contact!: TicketContact;

  static of(record: TemplateRecord): TicketTemplate {
    return Object.assign(new TicketTemplate(), record);
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

  @Field(() => Boolean, { defaultValue: false, description: 'Only where there is a contact.' })
  mailsContact!: boolean;

  @Field(() => TicketContact, { defaultValue: TicketContact.NONE })
  contact!: TicketContact;

  toRecord(): TemplateRecord {
    const { boardId, isCustomerVisible, mailsContact, contact } = this;
    return {
      ...{ boardId, isCustomerVisible, mailsContact, contact },
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

@ObjectType({ description: 'Which conditions take another template.', simpleResolvers: true })
export class TicketRule {
  @Field(() => [String], { nullable: true, description: 'Kinds as sources call them; null means all.' })
  kinds!: readonly string[] | null;

  @Field(() => [NotificationSeverity], { nullable: true, description: 'Null means all.' })
  severities!: readonly NotificationSeverity[] | null;

  @Field(() => TicketTemplate)
  template!: TicketTemplate;

  static of({ template, ...record }: RuleRecord): TicketRule {
    return Object.assign(new TicketRule(), record, { template: TicketTemplate.of(template) });
  }
}

@InputType({ description: 'What is left out fits everything.' })
export class TicketRuleInput {
  @Field(() => [String], { nullable: true, description: 'Kinds exactly as sources call them, at most 100.' })
  kinds?: string[] | null;

  @Field(() => [NotificationSeverity], { nullable: true })
  severities?: NotificationSeverity[] | null;

  @Field(() => TicketTemplateInput)
  template!: TicketTemplateInput;

  toRecord(): RuleRecord {
    return {
      kinds: this.kinds?.map((kind) => kind.trim()) ?? null,
      severities: this.severities ?? null,
      template: this.template.toRecord(),
    };
  }
}

@ObjectType({ description: 'Something in ConnectWise that a template can name.', simpleResolvers: true })
export class TicketingChoice {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  name!: string;

  static of({ id, name }: Choice): TicketingChoice {
    return Object.assign(new TicketingChoice(), { connectWiseId: id, name });
  }
}

@ObjectType({
  description: 'A part of a template that does not fit its board in ConnectWise any more: tickets would be refused.',
  simpleResolvers: true,
})
export class TemplateProblem {
  @Field(() => [String], { description: 'The path of the part in the input that saved it.' })
  field!: string[];

  @Field(() => Int, { description: 'Of the part, as the template has it.' })
  connectWiseId!: number;

  @Field(() => String)
  message!: string;

  @Field(() => [TicketingChoice], { description: 'What could be chosen instead; at most 20.' })
  choices!: TicketingChoice[];

  @Field(() => DateTime)
  foundAt!: Date;

  static of({ path, field, recordId, message, choices, foundAt }: ProblemRecord): TemplateProblem {
    return Object.assign(new TemplateProblem(), {
      ...{ field: [...path, field], connectWiseId: recordId, message, foundAt },
      choices: choices.map(TicketingChoice.of),
    });
  }
}
