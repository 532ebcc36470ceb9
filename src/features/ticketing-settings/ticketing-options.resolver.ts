import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { TicketingOptionsService } from './ticketing-options.service.js';
import { TicketingOptions, TicketingOptionsArgs } from './ticketing-options.types.js';

@Resolver()
export class TicketingOptionsResolver {
  constructor(private readonly options: TicketingOptionsService) {}

  @May.read()
  @AsksConnectWise()
  @Query(() => TicketingOptions, {
    nullable: true,
    description: 'What a template can be made of, as ConnectWise had it within the last five minutes.',
  })
  async ticketingOptions(
    @Ctx() { caller }: Context,
    @Args(() => TicketingOptionsArgs) { boardId }: TicketingOptionsArgs,
  ): Promise<TicketingOptions> {
    return TicketingOptions.of(await this.options.read(caller, boardId ?? undefined));
  }
}
