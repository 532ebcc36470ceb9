import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { toGlobalId } from '../../graphql/node.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { OutgoingWork } from '../integration/health.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { MappingService } from './mapping.service.js';
import { CompanyMapping } from './mapping.types.js';
import { UserState, UserStatesArgs, WorkArgs } from './user-state.types.js';
import type { WorkGate } from './work-gate.js';
import { HoldReason } from './work-state.js';

/** What a user's mapping adds to the user; users themselves need not know that mappings exist. */
@Resolver(() => User)
export class UserMappingResolver {
  readonly #mappings: MappingService;
  readonly #gate: WorkGate;
  readonly #users: UserService;
  /** Tells the loaders of a request apart. */
  readonly #holds = new Map<OutgoingWork | undefined, object>();

  constructor(services: { mappings: MappingService; gate: WorkGate; users: UserService }) {
    this.#mappings = services.mappings;
    this.#gate = services.gate;
    this.#users = services.users;
  }

  @FieldResolver(() => CompanyMapping, { nullable: true })
  mapping(
    @Root() user: User,
    @Ctx() context: Context,
  ): CompanyMapping | undefined | Promise<CompanyMapping | undefined> {
    const { mapping } = user;
    // No promise for what is there already: a page has a hundred of them.
    if (mapping !== undefined) return mapping ? CompanyMapping.of(mapping) : undefined;
    return this.load(user, context);
  }

  private async load(user: User, context: Context): Promise<CompanyMapping | undefined> {
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await this.#mappings.findByUsers(caller, ids)).map((mapping) => [mapping.userId, mapping]));
    const found = await loadOne(context, this, { key: user.userId, find });
    return found && CompanyMapping.of(found);
  }

  @FieldResolver(() => HoldReason, { nullable: true, description: 'Why work is held; null when it goes out.' })
  hold(
    @Root() user: User,
    @Ctx() context: Context,
    @Args(() => WorkArgs) { work }: WorkArgs,
  ): Promise<HoldReason | undefined> {
    const kind = work ?? undefined;
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      this.#gate.holds(caller, await this.#users.find(caller, ids), kind);
    const owner = this.#holds.get(kind) ?? {};
    this.#holds.set(kind, owner);
    return loadOne(context, owner, { key: user.userId, find });
  }

  @May.reportOrRead()
  @Query(() => [UserState], {
    nullable: true,
    name: 'userStates',
    description: 'Where users stand, by the keys of their source, in the order asked.',
  })
  async states(@Ctx() { caller }: Context, @Args(() => UserStatesArgs) args: UserStatesArgs): Promise<UserState[]> {
    const { source, externalIds, work } = args;
    const asked = { source: source ?? undefined, externalIds, work: work ?? undefined };
    const states = await this.#gate.states(caller, asked);
    return states.map((state) =>
      Object.assign(new UserState(), state, { userId: state.userId && toGlobalId('User', state.userId) }),
    );
  }
}

/** The way back from a mapping to its user. */
@Resolver(() => CompanyMapping)
export class MappingUserResolver {
  constructor(private readonly users: UserService) {}

  @FieldResolver(() => User)
  user(@Root() mapping: CompanyMapping, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.users, mapping.userId);
  }
}
