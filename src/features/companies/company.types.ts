import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { OneOf } from '../../graphql/one-of.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import { FailureCode } from '../../shared/failure.js';
import {
  type SeenCompany as SeenRecord,
  VerificationOutcome,
  type CompanyVerification as VerificationRecord,
} from './company-verification.js';

registerEnumType(VerificationOutcome, {
  name: 'CompanyVerificationOutcome',
  description: 'What ConnectWise says of a company. UNCHECKED never means that it is missing.',
  valuesConfig: {
    USABLE: { description: 'It is there and active.' },
    INACTIVE: { description: 'It is there, with an inactive status.' },
    DELETED: { description: 'It was deleted.' },
    AMBIGUOUS: { description: 'Several live companies share the identifier or name.' },
    NOT_FOUND: { description: 'There is none.' },
    UNCHECKED: { description: 'ConnectWise could not be asked; `cause` tells why.' },
  },
});

@ObjectType({ description: 'A company in ConnectWise, as seen when it was checked.' })
export class SeenCompany {
  @Field(() => Int, { description: "ConnectWise's record id; it never changes." })
  connectWiseId!: number;

  @Field(() => String)
  identifier!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  status?: string;

  @Field(() => [String])
  types!: string[];

  static of(record: SeenRecord): SeenCompany {
    return Object.assign(new SeenCompany(), record);
  }
}

@ObjectType({ description: 'What ConnectWise says of a company.' })
export class CompanyVerification {
  @Field(() => VerificationOutcome)
  outcome!: VerificationOutcome;

  @Field(() => SeenCompany, {
    nullable: true,
    description: 'The one that is meant; null when there is none or several.',
  })
  company?: SeenCompany;

  @Field(() => [SeenCompany], { description: 'Filled exactly when ambiguous.' })
  candidates!: SeenCompany[];

  @Field(() => FailureCode, { nullable: true, description: 'Why ConnectWise could not be asked.' })
  cause?: FailureCode;

  @Field(() => String, { description: 'The same in words for a person.' })
  message!: string;

  @Field(() => DateTime)
  checkedAt!: Date;

  static of(record: VerificationRecord): CompanyVerification {
    return Object.assign(new CompanyVerification(), record, {
      company: record.company && SeenCompany.of(record.company),
      candidates: record.candidates.map(SeenCompany.of),
    });
  }
}

@OneOf('CompanyReferenceInput')
@InputType({ description: 'Names a company in exactly one way.' })
export class CompanyReferenceInput {
  @Field(() => String, {
    nullable: true,
    description: 'The company identifier, as ConnectWise shows it; case is ignored.',
  })
  identifier?: string;

  @Field(() => Int, { nullable: true, description: "ConnectWise's record id." })
  connectWiseId?: number;

  @Field(() => String, {
    nullable: true,
    description: 'The whole name, which only one live company may have; case is ignored.',
  })
  name?: string;
}

@InputType()
export class VerifyCompanyInput {
  @Field(() => CompanyReferenceInput)
  company!: CompanyReferenceInput;
}

@ObjectType()
export class VerifyCompanyPayload extends Payload {
  @Field(() => CompanyVerification, { nullable: true })
  verification?: CompanyVerification;
}
