import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { DateTime } from '../../graphql/scalars.js';
import {
  CompanyOrderField,
  CompanyState,
  type CompanyFilter as FilterRecord,
  type MirroredCompany,
  stateOf,
} from './directory.js';

registerEnumType(CompanyState, {
  name: 'CompanyState',
  description: 'Where a company stood when it was last read.',
  valuesConfig: {
    ACTIVE: { description: 'It is there and active.' },
    INACTIVE: { description: 'It is there, with an inactive status.' },
    DELETED: { description: 'It was deleted.' },
    MISSING: { description: 'ConnectWise does not show it any more: it was merged into another one, or hidden.' },
  },
});
registerEnumType(CompanyOrderField, {
  name: 'CompanyOrderField',
  description: 'What companies can be sorted by.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    IDENTIFIER: { description: 'The company identifier.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A postal address, as ConnectWise has it.' })
export class CompanyAddress {
  @Field(() => [String])
  lines!: string[];

  @Field(() => String, { nullable: true })
  city?: string;

  @Field(() => String, { nullable: true })
  state?: string;

  @Field(() => String, { nullable: true })
  zip?: string;

  @Field(() => String, { nullable: true })
  country?: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A company of ConnectWise, as it was when it was last read.',
})
export class Company extends Node {
  @Field(() => Int, { description: "ConnectWise's record id; it never changes." })
  connectWiseId!: number;

  @Field(() => String, { description: 'The company identifier, as ConnectWise shows it in Company ID.' })
  identifier!: string;

  @Field(() => String)
  name!: string;

  @Field(() => CompanyState)
  state!: CompanyState;

  @Field(() => String, { nullable: true })
  status?: string;

  @Field(() => Boolean)
  isInactive!: boolean;

  @Field(() => Boolean)
  isDeleted!: boolean;

  @Field(() => [String])
  types!: string[];

  @Field(() => String, { nullable: true, description: 'As it was typed in ConnectWise, which checks nothing of it.' })
  website?: string;

  @Field(() => String, { nullable: true })
  phoneNumber?: string;

  @Field(() => CompanyAddress)
  address!: CompanyAddress;

  @Field(() => DateTime, { nullable: true, description: 'By the clock of ConnectWise.' })
  lastUpdatedAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when ConnectWise does not show it any more.' })
  missingSince?: Date;

  static of(record: MirroredCompany): Company {
    const address = Object.assign(new CompanyAddress(), record.address);
    return Object.assign(new Company(), record, {
      id: toGlobalId('Company', record.id),
      state: stateOf(record),
      address,
    });
  }
}

export const CompanyConnection = connectionType('Company', () => Company);
export type CompanyConnection = InstanceType<typeof CompanyConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class CompanyFilter {
  @Field(() => [CompanyState], { nullable: true, description: 'ACTIVE and INACTIVE when left out.' })
  states?: CompanyState[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of types, as ConnectWise has them.' })
  types?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of statuses, as ConnectWise has them.' })
  statuses?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a user is mapped to it, enabled or not.' })
  isMapped?: boolean | null;
}

@InputType()
export class CompanyOrder {
  @Field(() => CompanyOrderField)
  field!: CompanyOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

@ArgsType()
export class CompaniesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Part of the identifier or name; case and width do not count. One or two Latin letters or digits: the beginning of a word.',
  })
  search?: string | null;

  @Field(() => CompanyFilter, { nullable: true })
  filter?: CompanyFilter | null;

  @Field(() => CompanyOrder, { nullable: true, description: 'By name when left out.' })
  orderBy?: CompanyOrder | null;

  toFilter(): FilterRecord {
    const { states, types, statuses, isMapped } = this.filter ?? {};
    return {
      search: this.search ?? undefined,
      states: states ?? undefined,
      types: types ?? undefined,
      statuses: statuses ?? undefined,
      isMapped: isMapped ?? undefined,
    };
  }
}
