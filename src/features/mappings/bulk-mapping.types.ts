import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { OneOf } from '../../graphql/one-of.js';
import { Payload, problemsToErrors } from '../../graphql/payload.js';
import { UserError } from '../../graphql/user-error.js';
import type { BulkResult } from '../../shared/bulk.js';
import { MappingChoiceInput } from './change-mapping.types.js';
import type { Mapping } from './mapping.js';
import { CompanyMapping } from './mapping.types.js';

@InputType({ description: 'A user as its source knows it.' })
export class UserKeyInput {
  @Field(() => String, { description: 'Code of the source.' })
  source!: string;

  @Field(() => String, { description: "The source's own key of the user." })
  externalId!: string;
}

@OneOf('UserReferenceInput')
@InputType({ description: 'Names a user in exactly one way.' })
export class UserReferenceInput {
  @Field(() => ID, { nullable: true })
  userId?: string;

  @Field(() => UserKeyInput, { nullable: true })
  key?: UserKeyInput;
}

@InputType({ description: 'One link. Its company is looked up among the companies that were synced.' })
export class MapCompaniesItemInput extends MappingChoiceInput {
  @Field(() => UserReferenceInput)
  user!: UserReferenceInput;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Enabled, ConnectWise is asked about the company first. Disabled, it may be saved unverified.',
  })
  isEnabled!: boolean;
}

@InputType()
export class MapCompaniesInput {
  @Field(() => [MapCompaniesItemInput], { description: 'At most 1,000.' })
  items!: MapCompaniesItemInput[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@InputType()
export class DisableMappingsInput {
  @Field(() => [ID], { description: 'At most 1,000.' })
  mappingIds!: string[];

  @Field(() => BulkErrorPolicy, { defaultValue: BulkErrorPolicy.REJECT_ALL })
  onError!: BulkErrorPolicy;
}

@InputType()
export class EnableMappingsInput extends DisableMappingsInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Allow inactive companies.' })
  allowInactive!: boolean;
}

@ObjectType({ description: 'What became of one item of a bulk call.' })
export class MappingResult {
  @Field(() => CompanyMapping, { nullable: true })
  mapping?: CompanyMapping;

  @Field(() => [UserError])
  userErrors!: UserError[];

  static of({ result, problems }: BulkResult<Mapping>): MappingResult {
    const mapping = result && CompanyMapping.of(result);
    return Object.assign(new MappingResult(), { mapping, userErrors: problemsToErrors(problems) });
  }
}

/** One result for each item, in the order given. */
@ObjectType()
abstract class MappingResultsPayload extends Payload {
  @Field(() => [MappingResult], { nullable: true })
  results?: MappingResult[];
}

@ObjectType({ description: 'One result for each item, in the order given.' })
export class MapCompaniesPayload extends MappingResultsPayload {}

@ObjectType({ description: 'One result for each mapping, in the order given.' })
export class EnableMappingsPayload extends MappingResultsPayload {}

@ObjectType({ description: 'One result for each mapping, in the order given.' })
export class DisableMappingsPayload extends MappingResultsPayload {}
