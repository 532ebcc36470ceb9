import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { Count, DateTime } from '../../graphql/scalars.js';
import { FailureCode } from '../../shared/failure.js';
import { Actor } from '../audit/audit.types.js';
import { JobCounter, type JobFilter as JobFilterRecord, JobKind, type Job as JobRecord, JobStatus } from './job.js';

registerEnumType(JobKind, {
  name: 'JobKind',
  description: 'What a job does. Values may be added: keep a default branch.',
  valuesConfig: {
    COMPANY_SYNC: { description: "Brings the copy of ConnectWise's companies up to date." },
    MAPPING_VERIFICATION: { description: 'Checks mappings against ConnectWise.' },
    MATCHING: { description: 'Looks for companies that unmapped users may be.' },
    MAPPING_IMPORT: { description: 'Maps users as a CSV file says.' },
    BILLING_PLAN: { description: 'Makes a billing plan; nothing is written to ConnectWise.' },
    RECONCILIATION: { description: 'Reads what additions have now, to be held against what was written.' },
    SPAM_DELIVERY: { description: 'Brings the spam statistics of a month to ConnectWise.' },
    BILLING_APPLY: { description: 'Writes the approved lines of billing plans to their agreements.' },
  },
});
registerEnumType(JobStatus, {
  name: 'JobStatus',
  description: 'How far a job is.',
  valuesConfig: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'It is under way; `waitsFor` tells when it cannot go on.' },
    SUCCEEDED: { description: 'It was done to its end.' },
    FAILED: { description: 'It ended early; `failure` tells why.' },
    CANCELLED: { description: 'A person took it back; what was done until then stays.' },
  },
});
registerEnumType(JobCounter, {
  name: 'JobCounter',
  description: 'What is counted in a job. Values may be added: keep a default branch.',
  valuesConfig: {
    CALLED: { description: 'Calls to ConnectWise.' },
    ADDED: { description: 'New ones.' },
    CHANGED: { description: 'Known ones that had changed.' },
    UNCHANGED: { description: 'Known ones that were as before.' },
    MISSING: { description: 'Known ones that are not there any more.' },
    VERIFIED: { description: 'Mappings found in order.' },
    BROKEN: { description: 'Mappings found broken.' },
    SUGGESTED: { description: 'Suggestions.' },
    MAPPABLE: { description: 'Users that would be mapped.' },
    MAPPED: { description: 'Users that were mapped.' },
    REJECTED: { description: 'Rows that could not be carried out.' },
    PLANNED: { description: 'Lines of a billing plan.' },
    HELD: { description: 'Those of them that a brake holds.' },
    APPLIED: { description: 'Lines that were written.' },
    FAILED: { description: 'Lines that could not be written, or reports that could not be sent.' },
    DIFFERENT: { description: 'Those that ConnectWise has otherwise than was written.' },
    SENT: { description: 'Reports that were sent.' },
    SKIPPED: { description: 'Users who got no report, each with the reason.' },
  },
});

@ObjectType({ description: 'Why a job ended early.' })
export class JobFailure {
  @Field(() => FailureCode)
  code!: FailureCode;

  @Field(() => String)
  message!: string;
}

@ObjectType({ description: 'One figure of a job.' })
export class JobCount {
  @Field(() => JobCounter)
  counter!: JobCounter;

  @Field(() => Count)
  value!: number;
}

@ObjectType({ implements: Node, description: 'A piece of background work that somebody, or a schedule, asked for.' })
export class Job extends Node {
  @Field(() => JobKind)
  kind!: JobKind;

  @Field(() => JobStatus)
  status!: JobStatus;

  @Field(() => Actor, { description: 'Who asked for it; a schedule is SYSTEM.' })
  actor!: Actor;

  @Field(() => Int, { description: 'Items done so far.' })
  done!: number;

  @Field(() => Int, { nullable: true, description: 'Items in all; null while nobody knows.' })
  total?: number;

  @Field(() => [JobCount], { description: 'What was counted so far, and in the end the result.' })
  counts!: JobCount[];

  @Field(() => JobFailure, { nullable: true, description: 'Set exactly when it failed.' })
  failure?: JobFailure;

  @Field(() => String, { nullable: true, description: 'Why it cannot go on right now; it does by itself later.' })
  waitsFor?: string;

  @Field(() => Boolean, { description: 'Whether somebody asked it to stop.' })
  isCancelRequested!: boolean;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  startedAt?: Date;

  @Field(() => DateTime, { nullable: true })
  finishedAt?: Date;

  static of(record: JobRecord): Job {
    const { actor, counts, failure, cancelRequestedAt, input: _input, state: _state, ...rest } = record;
    return Object.assign(new Job(), rest, {
      id: toGlobalId('Job', record.id),
      actor: Object.assign(new Actor(), { kind: actor.kind, name: actor.name }),
      counts: Object.values(JobCounter).flatMap((counter) => {
        const value = counts[counter];
        return value === undefined ? [] : Object.assign(new JobCount(), { counter, value });
      }),
      failure: failure && Object.assign(new JobFailure(), failure),
      isCancelRequested: cancelRequestedAt !== undefined,
    });
  }
}

export const JobConnection = connectionType('Job', () => Job);
export type JobConnection = InstanceType<typeof JobConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class JobFilter {
  @Field(() => [JobKind], { nullable: true })
  kinds?: JobKind[] | null;

  @Field(() => [JobStatus], { nullable: true })
  statuses?: JobStatus[] | null;

  toRecord(): JobFilterRecord {
    return { kinds: this.kinds ?? undefined, statuses: this.statuses ?? undefined };
  }
}

@ArgsType()
export class JobsArgs extends PageArgs {
  @Field(() => JobFilter, { nullable: true })
  filter?: JobFilter | null;
}

/** What every `start…` answers. */
@ObjectType()
export abstract class StartPayload extends Payload {
  @Field(() => Job, { nullable: true })
  job?: Job;
}

@InputType()
export class CancelJobInput {
  @Field(() => ID)
  jobId!: string;
}

@ObjectType()
export class CancelJobPayload extends StartPayload {}

@InputType()
export class RetryJobInput {
  @Field(() => ID)
  jobId!: string;
}

@ObjectType()
export class RetryJobPayload extends StartPayload {}
