import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { StartPayload } from '../jobs/job.types.js';
import { VerificationStatus } from '../mappings/mapping.js';

@InputType()
export class StartMappingVerificationInput {
  @Field(() => [ID], { nullable: true, description: 'At most 1,000; without it, all mappings of the account.' })
  mappingIds?: string[] | null;

  @Field(() => [VerificationStatus], { nullable: true, description: 'Only mappings that stand so now.' })
  statuses?: VerificationStatus[] | null;

  @Field(() => String, { nullable: true, description: 'With the same key and values: the job of before.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class StartMappingVerificationPayload extends StartPayload {}
