import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType, PageArgs } from '../../graphql/connection.js';
import { idOrNone, toGlobalId } from '../../graphql/node.js';
import { DateTime } from '../../graphql/scalars.js';
import type { SourceId } from '../../shared/ids.js';
import { EventKind, type EventRecord, type EventFilter as FilterRecord } from './event.js';

registerEnumType(EventKind, {
  name: 'EventKind',
  description: 'What happened.',
  valuesConfig: {
    INTEGRATION_ENABLED: { description: 'The integration was turned on.' },
    INTEGRATION_DISABLED: { description: 'The integration was turned off.' },
    INSTANCE_CHANGED: { description: 'The account moved to another ConnectWise instance.' },
    INTEGRATION_PAUSED: { description: 'Outgoing work stopped: ConnectWise refuses the keys or the clientId.' },
    INTEGRATION_RESUMED: { description: 'Outgoing work goes on.' },
    WORK_HELD: { description: 'One kind of outgoing work waits for a right in ConnectWise.' },
    WORK_RESUMED: { description: 'A kind of outgoing work that waited for a right goes on.' },
    VERSION_CHANGED: { description: 'ConnectWise shows another version, or another place of its API.' },
    USER_MAPPED: { description: 'A user was mapped to a company.' },
    USER_UNMAPPED: { description: "A user's mapping was removed." },
    MAPPING_BROKEN: { description: 'Something is wrong with a mapping; outgoing work is held.' },
    MAPPING_MENDED: { description: 'A broken mapping is sound again.' },
    NOTIFICATION_HELD: {
      description: 'A notification waits for something to change: its user, its template, the settings.',
    },
    TICKET_OPENED: { description: 'A notification has its ticket.' },
    TICKET_CLOSED: { description: 'The ticket of a resolved notification was closed.' },
    BOARD_CHANGED: { description: 'Templates of tickets name what their board in ConnectWise does not have any more.' },
    BOARD_BACK: { description: 'What templates name is on their board again.' },
    TICKET_CLOSED_BY_PERSON: {
      description: 'Somebody closed the ticket of a notification, which is resolved by that.',
    },
    TICKET_REOPENED_BY_PERSON: { description: 'Somebody reopened the ticket of a notification, which is open again.' },
    TICKET_TAKEN_OVER: { description: 'Somebody works on the ticket of a notification.' },
    TICKET_MERGED: {
      description: "Somebody merged a notification's ticket into another one, which it has from now on.",
    },
    TICKET_DELETED: { description: 'Somebody deleted the ticket of a notification, which is held.' },
    CALLBACKS_REPAIRED: { description: 'ConnectWise had stopped telling of changes of tickets, and does so again.' },
    BILLING_PLAN_READY: { description: 'A billing plan has all its lines; some may wait for approval.' },
    BILLING_PLAN_DONE: { description: 'Nothing of a billing plan is left to be approved or written.' },
    BILLING_PLAN_FAILED: { description: 'A billing plan could not be made.' },
    BILLING_PLAN_EXPIRED: { description: 'A billing plan was not approved in time.' },
    BILLING_RUN_MISSED: { description: 'A scheduled billing run could not be made up for in time.' },
    BILLING_LINE_UNCLEAR: { description: 'Nobody but a person can tell which addition a billing run has made.' },
    BILLING_DIFFERS: { description: 'Additions in ConnectWise are not as they were written.' },
    SPAM_REPORTS_DONE: { description: 'The reports of a month have all been sent, or told why not.' },
    SPAM_REPORTS_MISSED: { description: 'The reports of a month did not go out, as the next ones were due already.' },
    USER_ERASED: { description: 'Erasing the personal data of a user was begun.' },
    JOB_FINISHED: { description: 'A job has ended, as it should or not.' },
    COMPANY_RENAMED: { description: 'A mapped company has another name.' },
    COMPANY_REIDENTIFIED: { description: 'A mapped company has another identifier.' },
    COMPANY_INACTIVATED: { description: 'A mapped company has an inactive status.' },
    COMPANY_DELETED: { description: 'A mapped company was deleted.' },
    COMPANY_MERGED: { description: 'A mapped company was merged into another one.' },
    COMPANY_MISSING: { description: 'A mapped company is not there any more, and nothing tells why.' },
    COMPANY_BACK: { description: 'A mapped company is as it was before.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'One detail of an event: a code or a number, as text.' })
export class EventFact {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  value?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'One state change that others act on.' })
export class Event {
  @Field(() => String, { description: 'Its place in the feed; send it back as `after` to go on from here.' })
  cursor!: string;

  @Field(() => EventKind)
  kind!: EventKind;

  @Field(() => DateTime)
  occurredAt!: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of what it happened to, null for the account itself; the object may be gone by now.',
  })
  subjectId?: string;

  /** Not ready for everybody; the resolver hands them out. */
  details!: EventFact[];
  sourceId!: SourceId | undefined;

  static of(record: EventRecord): Event {
    return Object.assign(new Event(), {
      cursor: record.cursor,
      kind: record.kind,
      occurredAt: record.occurredAt,
      subjectId: record.subject && toGlobalId(record.subject.kind, record.subject.id),
      details: record.facts.map((fact) => Object.assign(new EventFact(), fact)),
      sourceId: record.sourceId,
    });
  }
}

export const EventConnection = connectionType('Event', () => Event);
export type EventConnection = InstanceType<typeof EventConnection>;

@InputType({ description: 'All given conditions hold; a list means any of.' })
export class EventFilter {
  @Field(() => [EventKind], { nullable: true })
  kinds?: EventKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'Global ids of what it happened to.' })
  subjectIds?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'From this instant on.' })
  from?: Date | null;

  toRecord(): FilterRecord {
    return {
      kinds: this.kinds ?? undefined,
      // An id that is none of ours matches nothing, like any other id without events.
      subjectIds: this.subjectIds?.map((id) => idOrNone<string>(id)),
      from: this.from ?? undefined,
    };
  }
}

@ArgsType()
export class EventsArgs extends PageArgs {
  @Field(() => EventFilter, { nullable: true })
  filter?: EventFilter | null;
}
