import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { DateTime } from '../../graphql/scalars.js';
import type { InstanceId } from '../../shared/ids.js';
import { StartPayload } from '../jobs/job.types.js';
import { CompanyReferenceInput } from './company.types.js';
import { ListingReason, type CompanyListing as ListingRecord } from './company-listing.js';
import { SyncMode } from './company-mirror.js';
import {
  CompanyOrderField,
  CompanyState,
  type CompanyFilter as FilterRecord,
  type MirroredCompany,
  stateOf,
} from './directory.js';
import type { MirrorAge } from './directory.service.js';

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
registerEnumType(SyncMode, {
  name: 'CompanySyncMode',
  description: 'How the copy is brought up to date.',
  valuesConfig: {
    FULL: { description: 'Every company is read; finds merges and deletions, too.' },
    INCREMENT: { description: 'Only what changed since the last sync is read.' },
  },
});
registerEnumType(ListingReason, {
  name: 'CompanyListingReason',
  description: 'Whether a company is in the list of companies, and if not, why.',
  valuesConfig: {
    LISTED: { description: 'It is; a filter by types or statuses may leave it out.' },
    INACTIVE: { description: 'It has an inactive status, and a filter for active companies leaves it out.' },
    DELETED: { description: 'It was deleted in ConnectWise.' },
    NOT_YET_SYNCED: { description: 'ConnectWise has it, and the copy is older than that.' },
    NOT_IN_CONNECTWISE: { description: 'ConnectWise has no such company.' },
    NOT_VISIBLE: { description: 'ConnectWise does not show it: it was merged, or the role does not allow it.' },
    UNKNOWN: { description: 'The copy does not have it, and ConnectWise could not be asked.' },
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
  @Field(() => String, { nullable: true, description: 'Part of the identifier or name; case and width do not count.' })
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

@ObjectType({ description: "The copy of ConnectWise's companies that lists and searches read." })
export class CompanyMirror {
  @Field(() => DateTime, { nullable: true, description: 'When a sync last ended; null until the first one has.' })
  syncedAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'The same of a full sync, which finds merges and deletions.' })
  comparedAt?: Date;

  @Field(() => Boolean, { description: 'Whether the first sync has ended; before, companies are still coming in.' })
  isComplete!: boolean;

  /** Our own id, for the resolver of the count. */
  instanceId!: InstanceId;

  static of(record: MirrorAge): CompanyMirror {
    return Object.assign(new CompanyMirror(), record, { isComplete: record.syncedAt !== undefined });
  }
}

@ObjectType({ description: 'Whether a company is in the list of companies, and if not, why.' })
export class CompanyListing {
  @Field(() => ListingReason)
  reason!: ListingReason;

  @Field(() => String, { description: 'The same in words for a person.' })
  message!: string;

  @Field(() => Company, { nullable: true, description: 'Null when the copy does not have it.' })
  company?: Company;

  @Field(() => DateTime, { nullable: true, description: 'How old the copy is; null until the first sync has ended.' })
  syncedAt?: Date;

  static of(record: ListingRecord): CompanyListing {
    return Object.assign(new CompanyListing(), record, { company: record.company && Company.of(record.company) });
  }
}

@ArgsType()
export class WhyNotListedArgs {
  @Field(() => CompanyReferenceInput)
  company!: CompanyReferenceInput;
}

@InputType()
export class StartCompanySyncInput {
  @Field(() => SyncMode, { defaultValue: SyncMode.FULL })
  mode!: SyncMode;

  @Field(() => String, { nullable: true, description: 'The same key again answers the same job.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class StartCompanySyncPayload extends StartPayload {}
