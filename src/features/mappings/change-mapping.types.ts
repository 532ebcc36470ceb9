import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { CompanyReferenceInput } from '../companies/company.types.js';
import { User } from '../users/user.types.js';
import { CompanyMapping } from './mapping.types.js';

/** What every mapping that is asked for allows. */
@InputType()
export abstract class MappingChoiceInput {
  @Field(() => CompanyReferenceInput)
  company!: CompanyReferenceInput;

  @Field(() => Boolean, { defaultValue: false, description: 'Move an existing mapping instead of failing.' })
  replaceExisting!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Allow the company to be shared with users of the source.',
  })
  allowShared!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Allow an inactive company.' })
  allowInactive!: boolean;

  @Field(() => Int, { nullable: true, description: 'Version of the mapping to be replaced.' })
  expectedVersion?: number | null;
}

@InputType()
export class MapCompanyInput extends MappingChoiceInput {
  @Field(() => ID)
  userId!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Disabled, it may be saved unverified.' })
  isEnabled!: boolean;
}

@InputType()
export class UnmapCompanyInput {
  @Field(() => ID)
  mappingId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}

@InputType()
export class DisableMappingInput extends UnmapCompanyInput {}

@InputType()
export class VerifyCompanyMappingInput extends UnmapCompanyInput {}

@InputType()
export class EnableMappingInput extends UnmapCompanyInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Allow an inactive company.' })
  allowInactive!: boolean;
}

@ObjectType()
export class MapCompanyPayload extends Payload {
  @Field(() => CompanyMapping, { nullable: true })
  mapping?: CompanyMapping;
}

@ObjectType()
export class EnableMappingPayload extends Payload {
  @Field(() => CompanyMapping, { nullable: true })
  mapping?: CompanyMapping;
}

@ObjectType()
export class DisableMappingPayload extends Payload {
  @Field(() => CompanyMapping, { nullable: true })
  mapping?: CompanyMapping;
}

@ObjectType()
export class VerifyCompanyMappingPayload extends Payload {
  @Field(() => CompanyMapping, { nullable: true })
  mapping?: CompanyMapping;
}

@ObjectType()
export class UnmapCompanyPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User;

  @Field(() => ID, { nullable: true })
  deletedMappingId?: string;
}
