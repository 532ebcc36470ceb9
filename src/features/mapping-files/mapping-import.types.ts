import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BulkErrorPolicy } from '../../graphql/bulk.js';
import { StartPayload } from '../jobs/job.types.js';

@InputType()
export class ApplyMappingImportInput {
  @Field(() => ID, { description: 'Job of a dry run that was done to its end.' })
  jobId!: string;

  @Field(() => BulkErrorPolicy, {
    defaultValue: BulkErrorPolicy.REJECT_ALL,
    description: 'REJECT_ALL takes up to 1,000 rows and writes all of them or none.',
  })
  onError!: BulkErrorPolicy;

  @Field(() => String, { nullable: true, description: 'The same key answers with the same job.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class ApplyMappingImportPayload extends StartPayload {}
