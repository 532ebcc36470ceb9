import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Payload } from '../../graphql/payload.js';
import { DateTime, Url } from '../../graphql/scalars.js';
import { Notification } from '../notifications/notification.types.js';
import type { ShownTicket } from './ticket.repository.js';

@ObjectType({ description: 'A service ticket in ConnectWise, as last seen.', simpleResolvers: true })
export class Ticket {
  @Field(() => Int, { description: 'What people quote.' })
  number!: number;

  @Field(() => Url, { nullable: true, description: 'Opens it in ConnectWise.' })
  url?: string;

  @Field(() => String, { nullable: true })
  status!: string | null;

  @Field(() => Boolean)
  isClosed!: boolean;

  @Field(() => Boolean, { description: 'Whether a person works on it.' })
  isTakenOver!: boolean;

  @Field(() => DateTime, { nullable: true })
  openedAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  closedAt!: Date | null;

  static of(record: ShownTicket, url: string | undefined): Ticket {
    return Object.assign(new Ticket(), record, { url });
  }
}

@InputType()
export class AttachTicketInput {
  @Field(() => ID)
  notificationId!: string;

  @Field(() => Int, { description: 'Of an open ticket of the same company.' })
  ticketNumber!: number;
}

@ObjectType()
export class AttachTicketPayload extends Payload {
  @Field(() => Notification, { nullable: true })
  notification?: Notification;
}
