import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.js';
import type { InstanceId } from '../../shared/ids.js';
import { StartPayload } from '../jobs/job.types.js';
import { SyncMode } from './company-mirror.js';
import type { MirrorAge } from './directory.service.js';

registerEnumType(SyncMode, {
  name: 'CompanySyncMode',
  description: 'How the copy is brought up to date.',
  valuesConfig: {
    FULL: { description: 'Every company is read; finds merges and deletions, too.' },
    INCREMENT: { description: 'Only what changed since the last sync is read.' },
  },
});

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

@InputType()
export class StartCompanySyncInput {
  @Field(() => SyncMode, { defaultValue: SyncMode.FULL })
  mode!: SyncMode;

  @Field(() => String, { nullable: true, description: 'The same key again answers the same job.' })
  idempotencyKey?: string | null;
}

@ObjectType()
export class StartCompanySyncPayload extends StartPayload {}
