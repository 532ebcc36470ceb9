import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import type { MappingId, UserId } from '../../shared/ids.js';
import { Actor } from '../audit/audit.types.js';
import {
  type DriftFilter as DriftFilterRecord,
  DriftKind,
  type Drift as DriftRecord,
  DriftStatus,
  type CompanyFacts as FactsRecord,
} from './drift.js';
import { LikelySurvivor } from './survivor.types.js';

registerEnumType(DriftKind, {
  name: 'DriftKind',
  description: 'How a mapped company changed in ConnectWise. Values may be added: keep a default branch.',
  valuesConfig: {
    COMPANY_RENAMED: { description: 'It has another name; the mapping stands.' },
    COMPANY_REIDENTIFIED: { description: 'It has another identifier; the mapping stands.' },
    COMPANY_INACTIVATED: { description: 'It has an inactive status; work is held unless the mapping allows that.' },
    COMPANY_DELETED: { description: 'It was deleted; work is held.' },
    COMPANY_MERGED: { description: 'It was merged into another one; work is held.' },
    COMPANY_MISSING: { description: 'It is not there any more and nothing tells why; work is held.' },
    COMPANY_BACK: { description: 'It is as it was before; nothing is left to do.' },
  },
});
registerEnumType(DriftStatus, {
  name: 'DriftStatus',
  description: 'Whether a person still has to look at a drift.',
  valuesConfig: {
    OPEN: { description: 'Nobody has dealt with it.' },
    RESOLVED: { description: 'A person accepted it, or it passed by itself.' },
    REMAPPED: { description: 'The user was mapped to another company, or unmapped.' },
    IGNORED: { description: 'A person does not want to hear of it until it changes again.' },
  },
});

@ObjectType({ description: 'What a company was known by at one moment.', simpleResolvers: true })
export class CompanyFacts {
  @Field(() => String)
  identifier!: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  status?: string;

  static of(record: FactsRecord): CompanyFacts {
    return Object.assign(new CompanyFacts(), record);
  }
}

@ObjectType({ implements: Node, description: 'A change of a mapped company in ConnectWise.', simpleResolvers: true })
export class Drift extends Node {
  @Field(() => DriftKind)
  kind!: DriftKind;

  @Field(() => DriftStatus)
  status!: DriftStatus;

  @Field(() => Int, { description: "ConnectWise's record id of the company." })
  connectWiseId!: number;

  @Field(() => CompanyFacts, { description: 'The company as it was seen before.' })
  before!: CompanyFacts;

  @Field(() => CompanyFacts, { nullable: true, description: 'As it is since; null when it is not there any more.' })
  after?: CompanyFacts;

  @Field(() => LikelySurvivor, {
    nullable: true,
    description: 'Only of a company that is gone, and only a likelihood.',
  })
  likelySurvivor?: LikelySurvivor;

  @Field(() => DateTime)
  openedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  closedAt?: Date;

  @Field(() => Actor, {
    nullable: true,
    description: 'Who closed it; null when it passed by itself or ended with its mapping.',
  })
  closedBy?: Actor;

  /** Our own ids, for the fields that lead further. */
  mappingId!: MappingId;
  userId!: UserId;

  static of({ before, after, survivor, closedBy, ...record }: DriftRecord): Drift {
    return Object.assign(new Drift(), record, {
      id: toGlobalId('Drift', record.id),
      before: CompanyFacts.of(before),
      after: after && CompanyFacts.of(after),
      likelySurvivor: survivor && LikelySurvivor.of(survivor),
      closedBy: closedBy && Object.assign(new Actor(), { kind: closedBy.kind, name: closedBy.name }),
    });
  }
}

export const DriftConnection = connectionType('Drift', () => Drift);
export type DriftConnection = InstanceType<typeof DriftConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class DriftFilter {
  @Field(() => [DriftKind], { nullable: true })
  kinds?: DriftKind[] | null;

  @Field(() => [DriftStatus], { nullable: true })
  statuses?: DriftStatus[] | null;

  @Field(() => [ID], { nullable: true })
  mappingIds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  toRecord(): DriftFilterRecord {
    // An id that is none of ours matches nothing.
    return {
      kinds: this.kinds ?? undefined,
      statuses: this.statuses ?? undefined,
      mappingIds: this.mappingIds?.map((id) => idOrNone<MappingId>(id)),
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id)),
    };
  }
}

@ArgsType()
export class DriftsArgs extends PageArgs {
  @Field(() => DriftFilter, { nullable: true })
  filter?: DriftFilter | null;
}

@InputType()
export class ResolveDriftsInput {
  @Field(() => [ID], { description: 'At most 1,000.' })
  driftIds!: string[];
}

@InputType()
export class IgnoreDriftsInput extends ResolveDriftsInput {}

@ObjectType()
export class ResolveDriftsPayload extends Payload {
  @Field(() => [Drift], { nullable: true, description: 'In the order asked.' })
  drifts?: Drift[];
}

@ObjectType()
export class IgnoreDriftsPayload extends ResolveDriftsPayload {}
