import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import type { Caller } from '../../shared/caller.js';
import type { TicketId } from '../../shared/ids.js';
import { Notification } from '../notifications/notification.types.js';
import type { TicketService } from './ticket.service.js';
import { Ticket } from './ticket.types.js';

/** The ticket of a notification; notifications themselves need not know of tickets. */
@Resolver(() => Notification)
export class NotificationTicketResolver {
  constructor(private readonly tickets: TicketService) {}

  @FieldResolver(() => Ticket, { nullable: true, description: 'Null until it is there.' })
  async ticket(@Root() { ticketId }: Notification, @Ctx() context: Context): Promise<Ticket | undefined> {
    if (!ticketId) return undefined;
    const find = async (caller: Caller, ids: readonly TicketId[]) => {
      const [found, address] = await Promise.all([this.tickets.find(caller, ids), this.tickets.address(caller)]);
      return new Map(found.map((ticket) => [ticket.id, Ticket.of(ticket, address?.(ticket.number))]));
    };
    return loadOne(context, this, { key: ticketId, find });
  }
}
