import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { DateTime } from '../../graphql/scalars.js';
import { ActorKind } from '../../shared/caller.js';
import { auditActionDescriptions } from './action-descriptions.js';
import { AuditAction, type AuditFilter, type AuditRecord, type AuditChange as ChangeRecord } from './audit.js';

registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'Sort of actor.',
  valuesConfig: {
    TOKEN: { description: 'An access token.' },
    PERSON: { description: 'A person signed in through the identity provider.' },
    SYSTEM: { description: 'The server itself.' },
  },
});

registerEnumType(AuditAction, {
  name: 'AuditAction',
  description: 'What was done.',
  valuesConfig: auditActionDescriptions,
});

@ObjectType({ description: 'Who acted.' })
export class Actor {
  @Field(() => ActorKind)
  kind!: ActorKind;

  @Field(() => String)
  name!: string;
}

@ObjectType({ description: 'One changed field; secrets show as "changed".' })
export class AuditChange {
  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true })
  before?: string | null;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

@ObjectType({ implements: Node, description: 'One recorded change; never edited, never deleted.' })
export class AuditEvent extends Node {
  @Field(() => AuditAction)
  action!: AuditAction;

  @Field(() => Actor)
  actor!: Actor;

  @Field(() => String, {
    nullable: true,
    description: 'Of a person: how the issuer of sign-ins calls it, the same whatever its name is; null for others.',
  })
  actorSubject?: string;

  @Field(() => ID, { nullable: true, description: 'Global id of what was changed; the object may be gone by now.' })
  subjectId?: string;

  @Field(() => [AuditChange])
  changes!: ChangeRecord[];

  @Field(() => String, { description: 'The request that did it, as in the log.' })
  requestId!: string;

  @Field(() => DateTime)
  occurredAt!: Date;

  static of(record: AuditRecord): AuditEvent {
    return Object.assign(new AuditEvent(), {
      id: toGlobalId('AuditEvent', record.id),
      action: record.action,
      actor: Object.assign(new Actor(), { kind: record.actorKind, name: record.actorName }),
      actorSubject: record.actorSubject,
      subjectId: record.subject && toGlobalId(record.subject.kind, record.subject.id),
      changes: record.changes.map((change) => Object.assign(new AuditChange(), change)),
      requestId: record.requestId,
      occurredAt: record.occurredAt,
    });
  }
}

export const AuditEventConnection = connectionType('AuditEvent', () => AuditEvent);
export type AuditEventConnection = InstanceType<typeof AuditEventConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class AuditEventFilter {
  @Field(() => [AuditAction], { nullable: true })
  actions?: AuditAction[];

  @Field(() => ID, { nullable: true })
  subjectId?: string;

  @Field(() => DateTime, { nullable: true, description: 'From this instant on.' })
  from?: Date;

  @Field(() => DateTime, { nullable: true, description: 'Before this instant.' })
  to?: Date;

  toRecord(): AuditFilter {
    // An id that is none of ours matches nothing, like any other id without events.
    const subjectId = this.subjectId == null ? undefined : idOrNone<string>(this.subjectId);
    return { actions: this.actions ?? undefined, subjectId, from: this.from ?? undefined, to: this.to ?? undefined };
  }
}
