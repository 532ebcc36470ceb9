import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { DateTime } from '../../graphql/scalars.js';
import type { UserId } from '../../shared/ids.js';
import { type ListedMapping, MappingOrigin, MappingProblem, VerificationStatus } from './mapping.js';
import { MappingOrderField } from './mapping-query.js';

registerEnumType(MappingOrigin, {
  name: 'MappingOrigin',
  description: 'How a mapping came about.',
  valuesConfig: {
    MANUAL: { description: 'A person or program named the company.' },
    SUGGESTED: { description: 'A suggestion was accepted.' },
    IMPORTED: { description: 'It came with an import.' },
  },
});
registerEnumType(VerificationStatus, {
  name: 'VerificationStatus',
  description: 'Standing of a mapping.',
  valuesConfig: {
    UNVERIFIED: { description: 'ConnectWise was never asked.' },
    VERIFIED: { description: 'The company was there when last checked.' },
    BROKEN: { description: 'Something is wrong; outgoing work is held.' },
  },
});
registerEnumType(MappingProblem, {
  name: 'MappingProblem',
  description: 'Why a mapping is broken.',
  valuesConfig: {
    COMPANY_NOT_FOUND: { description: 'ConnectWise has no such company.' },
    COMPANY_DELETED: { description: 'The company was deleted.' },
    COMPANY_INACTIVE: { description: 'The company is inactive, which this mapping does not allow.' },
    COMPANY_AMBIGUOUS: { description: 'Several companies share the identifier.' },
    IDENTIFIER_CHANGED: { description: 'After a move, the record id shows another identifier.' },
  },
});
registerEnumType(MappingOrderField, {
  name: 'CompanyMappingOrderField',
  description: 'What mappings can be sorted by.',
  valuesConfig: {
    CREATED_AT: { description: 'When the user was mapped.' },
    UPDATED_AT: { description: 'When the mapping last changed.' },
    IDENTIFIER: { description: 'The company identifier.' },
  },
});

@ObjectType({ description: "What is known about a mapping's soundness.", simpleResolvers: true })
export class MappingVerification {
  @Field(() => VerificationStatus)
  status!: VerificationStatus;

  @Field(() => MappingProblem, { nullable: true })
  problem?: MappingProblem;

  @Field(() => DateTime, { nullable: true })
  checkedAt?: Date;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The link from a user to a company in ConnectWise.',
})
export class CompanyMapping extends Node {
  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id; null until it was found once." })
  connectWiseId?: number;

  @Field(() => String, { description: 'The company identifier as last seen, or as typed while unverified.' })
  identifier!: string;

  @Field(() => String, { nullable: true, description: 'As last seen.' })
  companyName?: string;

  @Field(() => String, { nullable: true, description: 'As last seen.' })
  companyStatus?: string;

  @Field(() => [String], { description: 'As last seen.' })
  companyTypes!: string[];

  @Field(() => Boolean, { description: 'Whether another user of the source may have the company too.' })
  isShared!: boolean;

  @Field(() => Boolean)
  allowsInactive!: boolean;

  @Field(() => MappingOrigin)
  origin!: MappingOrigin;

  @Field(() => MappingVerification)
  verification!: MappingVerification;

  @Field(() => Int, { description: 'Grows by one with each change; send it back as `expectedVersion`.' })
  version!: number;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  /** Our own id, for the field that leads to the user. */
  userId!: UserId;

  static of(record: ListedMapping): CompanyMapping {
    const verification = Object.assign(new MappingVerification(), {
      status: record.verification,
      problem: record.problem,
      checkedAt: record.verifiedAt,
    });
    return Object.assign(new CompanyMapping(), record, { id: toGlobalId('CompanyMapping', record.id), verification });
  }
}

export const CompanyMappingConnection = connectionType('CompanyMapping', () => CompanyMapping);
export type CompanyMappingConnection = InstanceType<typeof CompanyMappingConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class CompanyMappingFilter {
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  @Field(() => [VerificationStatus], { nullable: true })
  statuses?: VerificationStatus[] | null;

  @Field(() => [MappingProblem], { nullable: true })
  problems?: MappingProblem[] | null;

  @Field(() => [MappingOrigin], { nullable: true })
  origins?: MappingOrigin[] | null;

  @Field(() => Boolean, { nullable: true })
  isEnabled?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of the company's identifier or name, ignoring case." })
  search?: string | null;
}

@InputType()
export class CompanyMappingOrder {
  @Field(() => MappingOrderField)
  field!: MappingOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

@ArgsType()
export class CompanyMappingsArgs extends PageArgs {
  @Field(() => CompanyMappingFilter, { nullable: true })
  filter?: CompanyMappingFilter | null;

  @Field(() => CompanyMappingOrder, { nullable: true, description: 'Newest first when left out.' })
  orderBy?: CompanyMappingOrder | null;
}
