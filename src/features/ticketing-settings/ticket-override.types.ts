import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Payload } from '../../graphql/payload.js';
import type { UserId } from '../../shared/ids.js';
import { User } from '../users/user.types.js';
import type { TicketOverride as OverrideRecord } from './template.js';
import { TemplateProblem, TicketTemplate, TicketTemplateInput } from './template.types.js';
import type { OverrideFilter } from './ticket-override.repository.js';

@ObjectType({ description: 'Where the tickets of one user go instead.', simpleResolvers: true })
export class TicketOverride {
  @Field(() => TicketTemplate)
  template!: TicketTemplate;

  @Field(() => Int, {
    nullable: true,
    description: 'The contact of its tickets, by record id; it counts while the user is mapped to `companyId`.',
  })
  contactId!: number | null;

  @Field(() => Int, { nullable: true, description: 'The site of its tickets, in the same way.' })
  siteId!: number | null;

  @Field(() => Int, { nullable: true, description: 'The company that contact and site are of.' })
  companyId!: number | null;

  @Field(() => [TemplateProblem], { description: 'What does not fit its board any more.' })
  problems!: TemplateProblem[];

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  /** Our own id, for the field that leads further. */
  userId!: UserId;

  static of({ userId, template, place, problems, version }: OverrideRecord): TicketOverride {
    return Object.assign(new TicketOverride(), {
      ...{ userId, ...place, version },
      template: TicketTemplate.of(template),
      problems: problems.map(TemplateProblem.of),
    });
  }
}

export const TicketOverrideConnection = connectionType('TicketOverride', () => TicketOverride);
export type TicketOverrideConnection = InstanceType<typeof TicketOverrideConnection>;

@InputType({ description: 'All given conditions hold.' })
export class TicketOverrideFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that fit their board no more, or only those that do.',
  })
  hasProblems?: boolean | null;

  toRecord(): OverrideFilter {
    return { hasProblems: this.hasProblems ?? undefined };
  }
}

@ArgsType()
export class TicketOverridesArgs extends PageArgs {
  @Field(() => TicketOverrideFilter, { nullable: true })
  filter?: TicketOverrideFilter | null;
}

@InputType()
export class SaveTicketOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => TicketTemplateInput)
  template!: TicketTemplateInput;

  @Field(() => Int, { nullable: true, description: "A contact of the user's company, instead of the template's." })
  contactId?: number | null;

  @Field(() => Int, { nullable: true, description: "A site of the user's company." })
  siteId?: number | null;

  @Field(() => Int, { nullable: true, description: '0 while the user has none.' })
  expectedVersion?: number | null;
}

@ObjectType()
export class SaveTicketOverridePayload extends Payload {
  @Field(() => TicketOverride, { nullable: true })
  override?: TicketOverride;
}

@InputType()
export class RemoveTicketOverrideInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@ObjectType()
export class RemoveTicketOverridePayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}
