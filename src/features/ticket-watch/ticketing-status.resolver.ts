import { Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import type { TicketingStatus } from './ticketing-status.js';
import { TicketNewsStatus } from './ticketing-status.types.js';

@Resolver()
export class TicketingStatusResolver {
  constructor(private readonly status: TicketingStatus) {}

  @May.read()
  @Query(() => TicketNewsStatus, {
    nullable: true,
    description: 'How we learn of what people do to tickets; null while notifications make none.',
  })
  async ticketingStatus(@Ctx() { caller }: Context): Promise<TicketNewsStatus | undefined> {
    const found = await this.status.find(caller);
    return found && TicketNewsStatus.of(found);
  }
}
