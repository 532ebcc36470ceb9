import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { limits } from '../../shared/limits.js';
import { Actor } from '../audit/audit.types.js';
import type { AccountService } from './account.service.js';
import { Account, AccountAccess, Limits, Viewer } from './account.types.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly service: AccountService) {}

  @May.anyone()
  @Query(() => Viewer, { nullable: true, description: 'Who is calling.' })
  async viewer(@Ctx() { caller }: Context): Promise<Viewer> {
    return Object.assign(new Viewer(), {
      account: Account.of(await this.service.own(caller)),
      actor: Object.assign(new Actor(), { kind: caller.actor.kind, name: caller.actor.name }),
      roles: [...caller.roles],
      limits: Object.assign(new Limits(), limits),
    });
  }

  @FieldResolver(() => [AccountAccess], {
    description:
      'Every account that the caller may act for, this one among them: a person names one in the header `psa-account`, a token has one.',
  })
  async accounts(@Ctx() { caller }: Context): Promise<AccountAccess[]> {
    return (await this.service.granted(caller)).map(AccountAccess.of);
  }
}
