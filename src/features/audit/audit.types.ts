import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { DateTime } from '../../graphql/scalars.js';
import { ActorKind } from '../../shared/caller.js';

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
  valuesConfig: {
    ACCOUNT_CREATED: { description: 'An account was made.' },
    ACCOUNT_SUSPENDED: { description: 'An account was suspended.' },
    ACCOUNT_RESUMED: { description: 'A suspended account went on.' },
    TOKEN_CREATED: { description: 'An access token was made.' },
    TOKEN_REVOKED: { description: 'An access token was revoked.' },
    SIGN_IN_REFUSED: { description: 'A token was not accepted.' },
    OPERATION_DENIED: { description: 'A role asked for what it may not do.' },
    SETTINGS_SAVED: { description: 'Integration settings were saved.' },
    INTEGRATION_ENABLED: { description: 'The integration was turned on.' },
    INTEGRATION_DISABLED: { description: 'The integration was turned off.' },
    INSTANCE_CHANGED: { description: 'The account moved to another ConnectWise instance.' },
    INTEGRATION_PAUSED: { description: 'Outgoing work stopped: ConnectWise refused the keys or the clientId.' },
    INTEGRATION_RESUMED: { description: 'Outgoing work goes on.' },
    WORK_HELD: { description: 'One kind of outgoing work waits for a right in ConnectWise.' },
    WORK_RESUMED: { description: 'A kind of outgoing work that waited for a right goes on.' },
    SEALED_KEYS_RESET: { description: 'Stored keys were dropped because the sealing key was lost.' },
    SOURCE_CREATED: { description: 'A source was made.' },
    USER_CREATED: { description: 'A user was reported for the first time.' },
    USER_CHANGED: { description: 'A user was reported with other values.' },
    USER_ARCHIVED: { description: 'A user was archived.' },
    USER_REOPENED: { description: 'An archived user came back.' },
    USER_IGNORED: { description: 'A user was kept out of the queue of unmapped users.' },
    USER_NO_LONGER_IGNORED: { description: 'A user came back into the queue of unmapped users.' },
    COMPANY_MAPPED: { description: 'A user was mapped to a company.' },
    COMPANY_UNMAPPED: { description: "A user's mapping was removed." },
    MAPPING_ENABLED: { description: 'A mapping was turned on.' },
    MAPPING_DISABLED: { description: 'A mapping was turned off.' },
    SUGGESTION_ACCEPTED: { description: 'A user was mapped to a company that was suggested.' },
    SUGGESTION_DISMISSED: { description: 'A suggested company was told to be the wrong one.' },
    SUGGESTION_REOPENED: { description: 'A dismissed suggestion came back.' },
    MATCHING_SETTINGS_SAVED: { description: 'How suggestions are made and used was changed.' },
    NOTIFICATIONS_RAISED: { description: 'A source told of conditions; `count` says how many said something new.' },
    NOTIFICATIONS_RESOLVED: { description: 'A source told that conditions are over.' },
    NOTIFICATIONS_RETRIED: { description: 'Failed deliveries were tried again by hand.' },
    TICKETING_SETTINGS_SAVED: { description: 'The settings of tickets were changed.' },
    TICKET_ATTACHED: { description: 'A notification was attached to a ticket that a person had opened.' },
    TICKET_OVERRIDE_SAVED: { description: 'Tickets of a user go elsewhere, or are told otherwise.' },
    TICKET_OVERRIDE_REMOVED: { description: 'Tickets of a user go where those of the account do again.' },
    TICKET_TEMPLATES_CHECKED: { description: 'Another number of templates than before fits ConnectWise.' },
    TICKET_OPENED: { description: 'A ticket was opened in ConnectWise.' },
    TICKET_CLOSED: { description: 'A ticket was closed in ConnectWise.' },
    TICKET_CLOSED_BY_PERSON: {
      description: 'Somebody closed the ticket in ConnectWise, which resolved a notification.',
    },
    TICKET_REOPENED_BY_PERSON: {
      description: 'Somebody reopened the ticket in ConnectWise, and a notification with it.',
    },
    TICKET_TAKEN_OVER: { description: 'Somebody began to work on the ticket in ConnectWise.' },
    TICKET_MERGED: { description: 'Somebody merged the ticket into another one in ConnectWise.' },
    TICKET_DELETED: { description: 'Somebody deleted the ticket in ConnectWise, which holds a notification.' },
    CALLBACKS_REPAIRED: { description: 'Callbacks that ConnectWise had disabled or lost were registered again.' },
    PRODUCT_CREATED: { description: 'A source told of a product for the first time.' },
    PRODUCT_CHANGED: { description: 'A source told of a product that it is another now.' },
    USAGE_RECORDED: {
      description: 'A source told of usage; the counts say how many days are new, and how many have other quantities.',
    },
    SPAM_STATISTICS_RECORDED: {
      description:
        'A source told what mail filters saw; the counts say how many days are new, and how many have other counters.',
    },
    SPAM_SETTINGS_SAVED: { description: 'How spam statistics are brought to ConnectWise was changed.' },
    SPAM_OVERRIDE_SAVED: { description: 'The reports of a user go another way than the account says.' },
    SPAM_OVERRIDE_REMOVED: { description: 'The reports of a user go as the account says again.' },
    SPAM_REPORT_SENT: { description: 'A report of spam statistics was brought to ConnectWise.' },
    SPAM_REPORTS_MISSED: { description: 'The scheduled reports of a month did not go out in time.' },
    BILLING_SETTINGS_SAVED: { description: 'How usage is billed was changed.' },
    BILLING_OVERRIDE_SAVED: { description: 'A user is billed otherwise than the account says.' },
    BILLING_OVERRIDE_REMOVED: { description: 'A user is billed as the account says again.' },
    BILLING_PLAN_STARTED: { description: 'A billing run began with its plan.' },
    BILLING_PLAN_MADE: { description: 'A billing plan has all its lines.' },
    BILLING_PLAN_FAILED: { description: 'A billing plan could not be made.' },
    BILLING_PLAN_DISCARDED: { description: 'A billing plan was put away.' },
    BILLING_PLAN_EXPIRED: { description: 'A billing plan was not approved in time.' },
    BILLING_RUN_MISSED: { description: 'A scheduled billing run could not be made up for in time.' },
    BILLING_LINES_APPROVED: { description: 'Lines of a billing plan were approved.' },
    BILLING_LINES_REJECTED: { description: 'Lines of a billing plan were rejected.' },
    BILLING_LINES_WITHDRAWN: {
      description: 'Approved lines of a billing plan have to be approved again, as writing them was cancelled.',
    },
    BILLING_LINE_WRITTEN: { description: 'A line of a billing plan was written to its agreement.' },
    BILLING_LINE_REFUSED: { description: 'A line of a billing plan could not be written.' },
    BILLING_LINE_CLEARED: { description: 'A person told what became of a line that was unclear.' },
    JOB_STARTED: { description: 'A piece of background work was asked for.' },
    AUDIT_EXPORTED: { description: 'The audit trail was given out as a file.' },
    USER_EXPORTED: { description: 'All that is kept of a user was given out as a file.' },
    USER_ERASED: { description: "Erasing a user's personal data was begun; nothing of it is shown any more." },
    USER_ERASURE_ENDED: { description: 'No text that names an erased user is left.' },
    RETENTION_SETTINGS_SAVED: { description: 'It was changed how long things are kept.' },
    OLD_ROWS_REMOVED: { description: 'What was kept for its time was removed.' },
    JOB_CANCELLED: { description: 'A piece of background work was taken back.' },
    MAPPING_VERIFIED: { description: 'A mapping was checked against ConnectWise.' },
    MAPPING_DRIFTED: { description: 'A mapping followed a change of its company in ConnectWise.' },
    DRIFT_RESOLVED: { description: 'A person accepted a change of a mapped company.' },
    DRIFT_IGNORED: { description: 'A person does not want to hear of a change of a mapped company.' },
  },
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
