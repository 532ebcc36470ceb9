import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { decodeId } from '../../graphql/node.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { UserId } from '../../shared/ids.js';
import type { BillingOptionsService } from './billing-options.service.js';
import { BillingOptions, BillingOptionsArgs } from './billing-options.types.js';

@Resolver()
export class BillingOptionsResolver {
  constructor(private readonly options: BillingOptionsService) {}

  @May.read()
  @AsksConnectWise()
  @Query(() => BillingOptions, {
    nullable: true,
    description: 'What a billing rule can be made of, as ConnectWise had it within the last five minutes.',
  })
  async billingOptions(
    @Ctx() { caller }: Context,
    @Args(() => BillingOptionsArgs) { userId, catalogSearch }: BillingOptionsArgs,
  ): Promise<BillingOptions> {
    return BillingOptions.of(
      await this.options.read(caller, {
        userId: userId == null ? undefined : decodeId<UserId>('User', userId, ['userId']),
        catalogSearch: catalogSearch ?? undefined,
      }),
    );
  }
}
