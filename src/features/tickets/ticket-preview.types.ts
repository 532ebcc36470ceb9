import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { NotificationSeverity } from '../notifications/notification.js';
import { TemplateProblem, TicketTemplate } from '../ticketing-settings/template.types.js';
import { TemplateOrigin } from '../ticketing-settings/template-for.js';
import type { TicketPreview as PreviewRecord } from './ticket-preview.service.js';

registerEnumType(TemplateOrigin, {
  name: 'TicketTemplateOrigin',
  description: 'Where the template that applies comes from.',
  valuesConfig: {
    DEFAULT: { description: "It is the account's own." },
    RULE: { description: 'It is that of the first rule that fits.' },
    USER: { description: 'The user has one of its own.' },
  },
});

@InputType({ description: 'What a source would tell of a condition.' })
export class TicketPreviewInput {
  @Field(() => ID, { nullable: true, description: 'Without it the condition concerns the whole account.' })
  userId?: string | null;

  @Field(() => String)
  kind!: string;

  @Field(() => NotificationSeverity)
  severity!: NotificationSeverity;

  @Field(() => String)
  title!: string;

  @Field(() => String, { defaultValue: '' })
  body!: string;
}

@ObjectType({
  description: 'The ticket that a condition would become. Ids are ConnectWise record ids.',
  simpleResolvers: true,
})
export class TicketPreview {
  @Field(() => TemplateOrigin)
  origin!: TemplateOrigin;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among the rules, from 0; only when one of them decided.',
  })
  rule?: number;

  @Field(() => TicketTemplate)
  template!: TicketTemplate;

  @Field(() => [TemplateProblem], { description: 'Why ConnectWise would refuse it.' })
  problems!: TemplateProblem[];

  @Field(() => Int, {
    nullable: true,
    description: 'Whose ticket it is; null while that is unknown, so that it is held.',
  })
  companyId?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Null for nobody, and while it is not known whom the company names.',
  })
  contactId?: number | null;

  @Field(() => Int, { nullable: true, description: 'Null for that of the company.' })
  siteId!: number | null;

  @Field(() => Boolean, { description: 'Whether the customer may read the text.' })
  isCustomerVisible!: boolean;

  @Field(() => Boolean, { description: 'Whether ConnectWise mails the contact.' })
  sendsMail!: boolean;

  @Field(() => String, { description: 'As it is sent.' })
  summary!: string;

  @Field(() => String, { description: 'As it is sent, for a condition that occurs now for the first time.' })
  text!: string;

  static of({ template, problems, ...record }: PreviewRecord): TicketPreview {
    return Object.assign(new TicketPreview(), record, {
      ...{ template: TicketTemplate.of(template), isCustomerVisible: template.isCustomerVisible },
      problems: problems.map(TemplateProblem.of),
    });
  }
}
