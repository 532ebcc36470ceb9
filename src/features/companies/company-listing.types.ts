import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.js';
import { CompanyReferenceInput } from './company.types.js';
import { ListingReason, type CompanyListing as ListingRecord } from './company-listing.js';
import { Company } from './directory.types.js';

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
