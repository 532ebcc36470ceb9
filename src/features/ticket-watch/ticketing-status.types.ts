import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../graphql/scalars.js';
import { PollingReason, type TicketingStatusRecord, TicketNewsWay } from './ticketing-status.js';

registerEnumType(TicketNewsWay, {
  name: 'TicketNewsWay',
  description: 'How we learn of what people do to tickets in ConnectWise.',
  valuesConfig: {
    CALLBACKS: { description: 'ConnectWise tells at once, and the tickets are read every hour all the same.' },
    POLLING: { description: 'The tickets are read every 15 minutes.' },
  },
});
registerEnumType(PollingReason, {
  name: 'PollingReason',
  description: 'Why ConnectWise does not tell by itself.',
  valuesConfig: {
    NO_PUBLIC_URL: { description: 'The server is not told where ConnectWise reaches it: set PUBLIC_URL.' },
    NOT_REGISTERED: { description: 'It is asked to as soon as tickets are delivered.' },
    NOT_PERMITTED: {
      description: 'The role lacks the right to register callbacks; the connection report names its row.',
    },
    REFUSED: { description: 'ConnectWise refused to register the address; it is asked again within an hour.' },
    UNREACHABLE: { description: 'ConnectWise could not be asked; it is as soon as that is over.' },
  },
});

@ObjectType({ description: 'How an account learns of what people do to its tickets.', simpleResolvers: true })
export class TicketNewsStatus {
  @Field(() => TicketNewsWay)
  receives!: TicketNewsWay;

  @Field(() => PollingReason, { nullable: true, description: 'Null with callbacks.' })
  pollingReason?: PollingReason;

  @Field(() => DateTime, { nullable: true, description: 'When ConnectWise last told of a change.' })
  lastCallbackAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'When all tickets were last read.' })
  lastPolledAt?: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When callbacks that ConnectWise had disabled or lost were last registered again.',
  })
  callbacksRepairedAt?: Date;

  static of(record: TicketingStatusRecord): TicketNewsStatus {
    return Object.assign(new TicketNewsStatus(), record);
  }
}
