import { Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import type { TicketingStatus as StatusService } from './ticketing-status.js';
import { TicketingStatus } from './ticketing-status.types.js';

@Resolver()
export class TicketingStatusResolver {
  constructor(private readonly status: StatusService) {}

  @May.read()
  @Query(() => TicketingStatus, {
    nullable: true,
    description: 'How we learn of what people do to tickets; null while notifications make none.',
  })
  async ticketingStatus(@Ctx() { caller }: Context): Promise<TicketingStatus | undefined> {
    const found = await this.status.find(caller);
    return found && TicketingStatus.of(found);
  }
}
