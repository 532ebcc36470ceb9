import { Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import type { OverviewService } from './overview.service.js';
import { Overview } from './overview.types.js';

@Resolver()
export class OverviewResolver {
  constructor(private readonly service: OverviewService) {}

  @May.read()
  @Query(() => Overview, { nullable: true, description: 'How much is where, and whether work goes out.' })
  async overview(@Ctx() { caller }: Context): Promise<Overview> {
    return Overview.of(await this.service.read(caller));
  }
}
