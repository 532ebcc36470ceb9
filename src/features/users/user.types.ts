import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import { type ListedMapping, MappingProblem, VerificationStatus } from '../mappings/mapping.js';
import { type ListedUser, UserStatus } from './user.js';
import { UserOrderField } from './user-query.js';

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether a user is worked for.',
  valuesConfig: {
    ACTIVE: { description: 'The user is worked for.' },
    ARCHIVED: { description: 'All work for the user has stopped; its history stays.' },
  },
});
registerEnumType(UserOrderField, {
  name: 'UserOrderField',
  description: 'What users can be sorted by.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    CREATED_AT: { description: 'When the user was first reported.' },
    UPDATED_AT: { description: 'When the user last changed.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An end customer of the account; not a person who signs in here.',
})
export class User extends Node {
  @Field(() => String, { description: "The source's own key of the user." })
  externalId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => [String], { description: 'Lower-case, in ASCII form.' })
  mailDomains!: string[];

  @Field(() => String, { nullable: true })
  contactEmail?: string;

  @Field(() => UserStatus)
  status!: UserStatus;

  @Field(() => Boolean, { description: 'Whether the user is kept out of the queue of unmapped users.' })
  isIgnored!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'Since when nothing that names the user is shown.' })
  erasedAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'When no text that names the erased user was left.' })
  erasureEndedAt?: Date;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  /** Our own ids, for the resolvers of fields that lead elsewhere. */
  userId!: UserId;
  sourceId!: SourceId;
  /** For the resolver of the field, when it was read along with the user. */
  mapping?: ListedMapping | null;

  static of(record: ListedUser): User {
    return Object.assign(new User(), record, { id: toGlobalId('User', record.id), userId: record.id });
  }
}

export const UserConnection = connectionType('User', () => User);
export type UserConnection = InstanceType<typeof UserConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class UserFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or external id, ignoring case.' })
  search?: string | null;

  @Field(() => [String], { nullable: true, description: 'Codes of sources.' })
  sources?: string[] | null;

  @Field(() => [UserStatus], { nullable: true })
  statuses?: UserStatus[] | null;

  @Field(() => Boolean, { nullable: true })
  isIgnored?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the user has a mapping, enabled or not.' })
  isMapped?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the mapping is on; a user without one is neither.' })
  isMappingEnabled?: boolean | null;

  @Field(() => [VerificationStatus], { nullable: true, description: 'Standing of the mapping.' })
  mappingStatuses?: VerificationStatus[] | null;

  @Field(() => [MappingProblem], { nullable: true, description: 'What the mapping is broken by.' })
  mappingProblems?: MappingProblem[] | null;
}

@InputType()
export class UserOrder {
  @Field(() => UserOrderField)
  field!: UserOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true })
  filter?: UserFilter | null;

  @Field(() => UserOrder, { nullable: true, description: 'By name when left out.' })
  orderBy?: UserOrder | null;
}

@InputType()
export class ArchiveUserInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@InputType()
export class ReopenUserInput extends ArchiveUserInput {}

@InputType()
export class IgnoreUserInput extends ArchiveUserInput {
  @Field(() => Boolean, { defaultValue: true, description: 'False takes the user back into the queue.' })
  isIgnored!: boolean;
}

@ObjectType()
export class ArchiveUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}

@ObjectType()
export class ReopenUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}

@ObjectType()
export class IgnoreUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;
}
