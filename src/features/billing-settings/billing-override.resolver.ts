import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { BillingOverrideService } from './billing-override.service.js';
import {
  BillingOverride,
  BillingOverrideConnection,
  RemoveBillingOverrideInput,
  RemoveBillingOverridePayload,
  SaveBillingOverrideInput,
  SaveBillingOverridePayload,
} from './billing-override.types.js';
import { saysAnything } from './settings.js';

@Resolver(() => BillingOverride)
export class BillingOverrideResolver {
  readonly #overrides: BillingOverrideService;
  readonly #users: UserService;

  constructor({ billingOverrides, users }: { billingOverrides: BillingOverrideService; users: UserService }) {
    this.#overrides = billingOverrides;
    this.#users = users;
  }

  @May.read()
  @Query(() => BillingOverrideConnection, {
    nullable: true,
    description: 'Users who are billed otherwise than the account says.',
  })
  async billingOverrides(
    @Ctx() { caller }: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<BillingOverrideConnection> {
    return BillingOverrideConnection.of(await this.#overrides.page(caller, args.request()), BillingOverride.of);
  }

  @May.bill()
  @AsksConnectWise()
  @Mutation(() => SaveBillingOverridePayload, {
    nullable: true,
    description: 'Bill a user otherwise. What the rules name is checked against ConnectWise.',
  })
  saveBillingOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveBillingOverrideInput) input: SaveBillingOverrideInput,
  ) {
    return payload(SaveBillingOverridePayload, async () => {
      const saved = await this.#overrides.save(caller, input.toRecord());
      return { override: saysAnything(saved) ? BillingOverride.of(saved) : undefined };
    });
  }

  @May.bill()
  @Mutation(() => RemoveBillingOverridePayload, {
    nullable: true,
    description: 'Bill a user as the account says.',
  })
  removeBillingOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => RemoveBillingOverrideInput) { userId, expectedVersion }: RemoveBillingOverrideInput,
  ) {
    return payload(RemoveBillingOverridePayload, async () => {
      const id = decodeId<UserId>('User', userId, ['userId']);
      await this.#overrides.remove(caller, { userId: id, expectedVersion: expectedVersion ?? undefined });
      return { user: User.of(await this.#users.get(caller, id)) };
    });
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: BillingOverride, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.#users, userId);
  }
}

/** What is billed for a user; users themselves need not know of billing. */
@Resolver(() => User)
export class UserBillingOverrideResolver {
  constructor(private readonly overrides: BillingOverrideService) {}

  @FieldResolver(() => BillingOverride, {
    nullable: true,
    description: 'What is billed otherwise for this user; null when all is as the account says.',
  })
  async billingOverride(@Root() { userId }: User, @Ctx() context: Context): Promise<BillingOverride | undefined> {
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await this.overrides.find(caller, ids)).map((override) => [override.userId, override]));
    const found = await loadOne(context, this.overrides, { key: userId, find });
    return found && BillingOverride.of(found);
  }
}
