import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import type { UserId } from '../../shared/ids.js';
import type { TicketPreviewService } from './ticket-preview.service.js';
import { TicketPreview, TicketPreviewInput } from './ticket-preview.types.js';

@Resolver()
export class TicketPreviewResolver {
  constructor(private readonly previews: TicketPreviewService) {}

  @May.read()
  @Query(() => TicketPreview, {
    nullable: true,
    description: 'The ticket that a condition would become, without asking ConnectWise; null while nothing is set up.',
  })
  async ticketPreview(
    @Ctx() { caller }: Context,
    @Arg('input', () => TicketPreviewInput) { userId, ...said }: TicketPreviewInput,
  ): Promise<TicketPreview | undefined> {
    const of = userId ? decodeId<UserId>('User', userId, ['userId']) : undefined;
    const preview = await this.previews.preview(caller, { ...said, userId: of });
    return preview && TicketPreview.of(preview);
  }
}
