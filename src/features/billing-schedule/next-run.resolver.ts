import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import type { UserId } from '../../shared/ids.js';
import type { NextRunService } from './next-run.service.js';
import { NextBillingRun, NextBillingRunArgs } from './next-run.types.js';

@Resolver()
export class NextRunResolver {
  constructor(private readonly runs: NextRunService) {}

  @May.read()
  @Query(() => NextBillingRun, {
    nullable: true,
    description: 'When a user is billed next, and for which days; null while scheduled runs are off.',
  })
  async nextBillingRun(
    @Ctx() { caller }: Context,
    @Args(() => NextBillingRunArgs) { userId }: NextBillingRunArgs,
  ): Promise<NextBillingRun | undefined> {
    const id = userId == null ? undefined : decodeId<UserId>('User', userId, ['userId']);
    const found = await this.runs.find(caller, id);
    return found && NextBillingRun.of(found);
  }
}
