import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { idOrNone } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { Caller } from '../../shared/caller.js';
import type { NotificationId, TicketId } from '../../shared/ids.js';
import type { NotificationService } from '../notifications/notification.service.js';
import { Notification } from '../notifications/notification.types.js';
import type { AttachTicket } from './attach-ticket.js';
import type { TicketService } from './ticket.service.js';
import { AttachTicketInput, AttachTicketPayload, Ticket } from './ticket.types.js';

export interface TicketServices {
  readonly notifications: NotificationService;
  readonly tickets: TicketService;
  readonly attachTicket: AttachTicket;
}

/** The ticket of a notification; notifications themselves need not know of tickets. */
@Resolver(() => Notification)
export class NotificationTicketResolver {
  constructor(private readonly services: TicketServices) {}

  @FieldResolver(() => Ticket, { nullable: true, description: 'Null until it is there.' })
  async ticket(@Root() { ticketId }: Notification, @Ctx() context: Context): Promise<Ticket | undefined> {
    if (!ticketId) return undefined;
    const { tickets } = this.services;
    const find = async (caller: Caller, ids: readonly TicketId[]) => {
      const [found, address] = await Promise.all([tickets.find(caller, ids), tickets.address(caller)]);
      return new Map(found.map((ticket) => [ticket.id, Ticket.of(ticket, address?.(ticket.number))]));
    };
    return loadOne(context, this, { key: ticketId, find });
  }

  @May.map()
  @AsksConnectWise()
  @Mutation(() => AttachTicketPayload, {
    nullable: true,
    description: 'Have a notification tell a ticket that is there already, in place of one of its own.',
  })
  attachTicket(
    @Ctx() { caller }: Context,
    @Arg('input', () => AttachTicketInput) { notificationId, ticketNumber }: AttachTicketInput,
  ) {
    return payload(AttachTicketPayload, async () => {
      const { attachTicket, notifications } = this.services;
      const id = idOrNone<NotificationId>(notificationId, 'Notification');
      await attachTicket.attach(caller, id, ticketNumber);
      const [found] = await notifications.find(caller, [id]);
      return { notification: found && Notification.of(found) };
    });
  }
}
