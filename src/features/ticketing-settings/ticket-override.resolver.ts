import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
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
import type { TicketOverrideService } from './ticket-override.service.js';
import {
  RemoveTicketOverrideInput,
  RemoveTicketOverridePayload,
  SaveTicketOverrideInput,
  SaveTicketOverridePayload,
  TicketOverride,
  TicketOverrideConnection,
  TicketOverridesArgs,
} from './ticket-override.types.js';

@Resolver(() => TicketOverride)
export class TicketOverrideResolver {
  readonly #overrides: TicketOverrideService;
  readonly #users: UserService;

  constructor({ ticketOverrides, users }: { ticketOverrides: TicketOverrideService; users: UserService }) {
    this.#overrides = ticketOverrides;
    this.#users = users;
  }

  @May.read()
  @Query(() => TicketOverrideConnection, {
    nullable: true,
    name: 'ticketOverrides',
    description: 'Users whose tickets go elsewhere than those of the account.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => TicketOverridesArgs) args: TicketOverridesArgs,
  ): Promise<TicketOverrideConnection> {
    const filter = args.filter?.toRecord() ?? {};
    return TicketOverrideConnection.of(await this.#overrides.page(caller, args.request(), filter), TicketOverride.of);
  }

  @May.administrate()
  @AsksConnectWise()
  @Mutation(() => SaveTicketOverridePayload, {
    nullable: true,
    description: 'Give the tickets of a user a template of their own. It is checked against its board as a whole.',
  })
  saveTicketOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveTicketOverrideInput) input: SaveTicketOverrideInput,
  ) {
    return payload(SaveTicketOverridePayload, async () => {
      const { userId, template, contactId, siteId, expectedVersion } = input;
      const saved = await this.#overrides.save(caller, {
        userId: decodeId<UserId>('User', userId, ['userId']),
        template: template.toRecord(),
        contactId: contactId ?? null,
        siteId: siteId ?? null,
        expectedVersion: expectedVersion ?? undefined,
      });
      return { override: TicketOverride.of(saved) };
    });
  }

  @May.administrate()
  @Mutation(() => RemoveTicketOverridePayload, {
    nullable: true,
    description: 'Let the tickets of a user go where those of the account do.',
  })
  removeTicketOverride(
    @Ctx() { caller }: Context,
    @Arg('input', () => RemoveTicketOverrideInput) { userId, expectedVersion }: RemoveTicketOverrideInput,
  ) {
    return payload(RemoveTicketOverridePayload, async () => {
      const id = decodeId<UserId>('User', userId, ['userId']);
      await this.#overrides.remove(caller, { userId: id, expectedVersion: expectedVersion ?? undefined });
      return { user: User.of(await this.#users.get(caller, id)) };
    });
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: TicketOverride, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.#users, userId);
  }
}

/** The template of a user; users themselves need not know of tickets. */
@Resolver(() => User)
export class UserTicketOverrideResolver {
  constructor(private readonly overrides: TicketOverrideService) {}

  @FieldResolver(() => TicketOverride, {
    nullable: true,
    description: 'Where the tickets of this user go instead; null when they go where those of the account do.',
  })
  async ticketOverride(@Root() { userId }: User, @Ctx() context: Context): Promise<TicketOverride | undefined> {
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await this.overrides.find(caller, ids)).map((override) => [override.userId, override]));
    const found = await loadOne(context, this.overrides, { key: userId, find });
    return found && TicketOverride.of(found);
  }
}
