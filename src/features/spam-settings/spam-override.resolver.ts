import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId } from '../../graphql/node.js';
import { payload } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { SpamOverrideService } from './spam-override.service.js';
import {
  RemoveSpamOverrideInput,
  RemoveSpamOverridePayload,
  SaveSpamOverrideInput,
  SaveSpamOverridePayload,
  SpamOverride,
} from './spam-override.types.js';

@Resolver(() => SpamOverride)
export class SpamOverrideResolver {
  readonly #overrides: SpamOverrideService;
  readonly #users: UserService;

  constructor({ spamOverrides, users }: { spamOverrides: SpamOverrideService; users: UserService }) {
    this.#overrides = spamOverrides;
    this.#users = users;
  }

  @May.administrate()
  @Mutation(() => SaveSpamOverridePayload, {
    nullable: true,
    description: "Have a user's reports of spam statistics go by another route than the account's, or by none.",
  })
  saveSpamOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveSpamOverrideInput) { userId, route, expectedVersion }: SaveSpamOverrideInput,
  ) {
    return payload(SaveSpamOverridePayload, async () => {
      const saved = await this.#overrides.save(caller, {
        ...{ userId: decodeId<UserId>('User', userId, ['userId']), route },
        expectedVersion: expectedVersion ?? undefined,
      });
      return { override: SpamOverride.of(saved) };
    });
  }

  @May.administrate()
  @Mutation(() => RemoveSpamOverridePayload, {
    nullable: true,
    description: "Have a user's reports of spam statistics go by the account's route.",
  })
  removeSpamOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => RemoveSpamOverrideInput) { userId, expectedVersion }: RemoveSpamOverrideInput,
  ) {
    return payload(RemoveSpamOverridePayload, async () => {
      const id = decodeId<UserId>('User', userId, ['userId']);
      await this.#overrides.remove(caller, { userId: id, expectedVersion: expectedVersion ?? undefined });
      return { user: User.of(await this.#users.get(caller, id)) };
    });
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: SpamOverride, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.#users, userId);
  }
}

/** The route of a user; users themselves need not know of reports. */
@Resolver(() => User)
export class UserSpamOverrideResolver {
  constructor(private readonly overrides: SpamOverrideService) {}

  @FieldResolver(() => SpamOverride, {
    nullable: true,
    description: "By which route this user's reports of spam statistics go instead; null: by the account's.",
  })
  async spamOverride(@Root() { userId }: User, @Ctx() context: Context): Promise<SpamOverride | undefined> {
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await this.overrides.find(caller, ids)).map((override) => [override.userId, override]));
    const found = await loadOne(context, this.overrides, { key: userId, find });
    return found && SpamOverride.of(found);
  }
}
