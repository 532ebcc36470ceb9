import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import type { SpamReportPreviewService } from './spam-report-preview.service.js';
import { SpamReportPreview, SpamReportPreviewArgs } from './spam-report-preview.types.js';

@Resolver()
export class SpamReportPreviewResolver {
  constructor(private readonly previews: SpamReportPreviewService) {}

  @May.read()
  @Query(() => SpamReportPreview, {
    nullable: true,
    description: 'The spam report of a user and month as it would be sent now, without asking ConnectWise.',
  })
  async spamReportPreview(
    @Ctx() { caller }: Context,
    @Args(() => SpamReportPreviewArgs) args: SpamReportPreviewArgs,
  ): Promise<SpamReportPreview> {
    return SpamReportPreview.of(await this.previews.preview(caller, args.toRecord()));
  }
}
