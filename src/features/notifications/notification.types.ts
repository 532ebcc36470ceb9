import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, Node, toGlobalId } from '../../graphql/node.js';
import { Payload } from '../../graphql/payload.js';
import { DateTime } from '../../graphql/scalars.js';
import type { SourceId, TicketId, UserId } from '../../shared/ids.js';
import { HOLD_MESSAGES } from '../mappings/work-gate.js';
import { HoldReason } from '../mappings/work-state.js';
import {
  NotificationHold as AccountWide,
  type NotificationFilter as FilterRecord,
  type Notification as NotificationRecord,
  NotificationSeverity,
  NotificationState,
  ResolvedBy,
} from './notification.js';

const NotificationHold = { ...HoldReason, ...AccountWide };

registerEnumType(NotificationSeverity, {
  name: 'NotificationSeverity',
  description: 'How urgent a condition is.',
  valuesConfig: {
    ACTION_REQUIRED: { description: 'Somebody has to act.' },
    WARNING: { description: 'Somebody should look.' },
    INFORMATION: { description: 'Good to know.' },
  },
});
registerEnumType(NotificationState, {
  name: 'NotificationState',
  description: 'Where a notification stands on its way to ConnectWise.',
  valuesConfig: {
    WAITING: { description: 'It goes out as soon as its turn comes.' },
    HELD: { description: 'It waits for something to change; the reason says what.' },
    SENT: { description: 'Its ticket tells all that the source told.' },
    FAILED: { description: 'ConnectWise refused it; it is tried again.' },
    RESOLVED: { description: 'The condition is over.' },
  },
});
registerEnumType(NotificationHold, {
  name: 'NotificationHold',
  description: 'Why a notification is held. Values may be added: keep a default branch.',
  valuesConfig: {
    ...Object.fromEntries(Object.entries(HOLD_MESSAGES).map(([value, description]) => [value, { description }])),
    NO_OWN_COMPANY: { description: 'It concerns no user, and the settings name no company of the account.' },
    TEMPLATE_BROKEN: {
      description: 'Its template does not fit the board in ConnectWise any more; its problems say why.',
    },
    TICKET_DELETED: {
      description: 'Somebody deleted its ticket in ConnectWise; it gets another one when it was resolved and recurs.',
    },
    TICKETING_OFF: {
      description: 'The ticketing settings are off, or were never saved for the ConnectWise that is set up.',
    },
    HELD_TOO_LONG: {
      description: 'Its user held it for longer than the settings allow; it becomes a ticket when it is told of again.',
    },
  },
});
registerEnumType(ResolvedBy, {
  name: 'ResolvedBy',
  description: 'Who said that a condition is over.',
  valuesConfig: {
    SOURCE: { description: 'The source that raised it.' },
    TICKET: { description: 'Somebody closed its ticket in ConnectWise.' },
    ERASURE: { description: 'Its user was erased.' },
  },
});

@ObjectType({ description: 'Why a delivery failed, and when it is tried again.', simpleResolvers: true })
export class DeliveryFailure {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => DateTime, { nullable: true })
  nextTryAt?: Date;
}

@ObjectType({ implements: Node, description: 'A condition that a source tells of.', simpleResolvers: true })
export class Notification extends Node {
  @Field(() => String, { description: "The source's own key of the condition." })
  key!: string;

  @Field(() => String, { description: "The source's word for what it is about." })
  kind!: string;

  @Field(() => NotificationSeverity)
  severity!: NotificationSeverity;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  body!: string;

  @Field(() => DateTime, { description: 'When it last happened, as the source says.' })
  occurredAt!: Date;

  @Field(() => Int, { description: 'How often it happened since it was first told of.' })
  occurrences!: number;

  @Field(() => NotificationState)
  state!: NotificationState;

  @Field(() => NotificationHold, {
    nullable: true,
    description: 'Only while it is held, or resolved and its ticket cannot be told so.',
  })
  hold?: NotificationRecord['hold'];

  @Field(() => DeliveryFailure, { nullable: true, description: 'Only while it fails.' })
  failure?: DeliveryFailure;

  @Field(() => DateTime, { nullable: true })
  resolvedAt?: Date;

  @Field(() => ResolvedBy, { nullable: true })
  resolvedBy?: ResolvedBy;

  @Field(() => String, { nullable: true, description: 'What whoever resolved it said.' })
  resolution?: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  updatedAt!: Date;

  /** Our own ids, for the fields that lead further. */
  sourceId!: SourceId;
  userId?: UserId;
  ticketId?: TicketId;

  static of({ failure, ...record }: NotificationRecord): Notification {
    return Object.assign(new Notification(), record, {
      id: toGlobalId('Notification', record.id),
      failure: failure && Object.assign(new DeliveryFailure(), failure),
    });
  }
}

export const NotificationConnection = connectionType('Notification', () => Notification);
export type NotificationConnection = InstanceType<typeof NotificationConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class NotificationFilter {
  @Field(() => [NotificationState], { nullable: true })
  states?: NotificationState[] | null;

  @Field(() => [NotificationSeverity], { nullable: true })
  severities?: NotificationSeverity[] | null;

  @Field(() => [String], { nullable: true })
  kinds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;

  toRecord(): FilterRecord {
    return {
      states: this.states ?? undefined,
      severities: this.severities ?? undefined,
      kinds: this.kinds ?? undefined,
      // An id that is none of ours matches nothing.
      userIds: this.userIds?.map((id) => idOrNone<UserId>(id, 'User')),
    };
  }
}

@ArgsType()
export class NotificationsArgs extends PageArgs {
  @Field(() => NotificationFilter, { nullable: true })
  filter?: NotificationFilter | null;
}

@InputType()
export class RetryNotificationsInput {
  @Field(() => [ID], { nullable: true, description: 'At most 1,000; without it, all that failed.' })
  notificationIds?: string[] | null;
}

@ObjectType()
export class RetryNotificationsPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many are tried again; others had not failed.' })
  retried?: number;
}
