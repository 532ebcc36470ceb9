import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { askedBelow } from '../../graphql/asked.js';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { decodeId, toGlobalId } from '../../graphql/node.js';
import { OrderDirection } from '../../graphql/order.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { UserId } from '../../shared/ids.js';
import type { SourceService } from '../sources/source.service.js';
import { Source } from '../sources/source.types.js';
import type { SaveUsers } from './save-users.js';
import { SaveUsersInput, SaveUsersPayload, SaveUsersResult } from './save-users.types.js';
import { loadUser } from './user.loader.js';
import type { UserChange, UserService } from './user.service.js';
import {
  ArchiveUserInput,
  ArchiveUserPayload,
  IgnoreUserInput,
  IgnoreUserPayload,
  ReopenUserInput,
  ReopenUserPayload,
  User,
  UserConnection,
  type UserFilter,
  UsersArgs,
} from './user.types.js';
import { type UserFilter as FilterRecord, UserOrderField } from './user-query.js';

const BY_NAME = { field: UserOrderField.NAME, direction: OrderDirection.ASC };

@Resolver(() => User)
export class UserResolver {
  constructor(
    private readonly users: UserService,
    private readonly saving: SaveUsers,
    private readonly sources: SourceService,
  ) {}

  @May.read()
  @Query(() => UserConnection, { nullable: true, name: 'users', description: 'End customers of the account, by name.' })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => UsersArgs) args: UsersArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UserConnection> {
    const filter = await this.toFilter(caller, args.filter ?? {});
    const query = { filter, order: args.orderBy ?? BY_NAME, asked: askedBelow(info) };
    return UserConnection.of(await this.users.page(caller, args.request(), query), User.of);
  }

  @May.report()
  @Mutation(() => SaveUsersPayload, {
    nullable: true,
    description: 'Report users: new ones are made, known ones updated.',
  })
  saveUsers(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveUsersInput) input: SaveUsersInput,
  ): Promise<SaveUsersPayload> {
    return payload(SaveUsersPayload, async () => {
      const items = input.items.map((item) => ({
        ...item,
        source: item.source ?? undefined,
        contactEmail: item.contactEmail ?? undefined,
      }));
      const { results, problems } = await this.saving.save(caller, items, input.onError);
      return {
        results: results.map(({ result, problems }) =>
          Object.assign(new SaveUsersResult(), {
            userId: result && toGlobalId('User', result),
            savedId: result,
            userErrors: problemsToErrors(problems),
          }),
        ),
        userErrors: problemsToErrors(problems),
      };
    });
  }

  @May.map()
  @Mutation(() => ArchiveUserPayload, { nullable: true, description: 'Stop all work for a user and keep its history.' })
  archiveUser(@Ctx() { caller }: Context, @Arg('input', () => ArchiveUserInput) input: ArchiveUserInput) {
    return payload(ArchiveUserPayload, async () => ({
      user: User.of(await this.users.archive(caller, toChange(input))),
    }));
  }

  @May.map()
  @Mutation(() => ReopenUserPayload, { nullable: true, description: 'Take an archived user back into work.' })
  reopenUser(@Ctx() { caller }: Context, @Arg('input', () => ReopenUserInput) input: ReopenUserInput) {
    return payload(ReopenUserPayload, async () => ({
      user: User.of(await this.users.reopen(caller, toChange(input))),
    }));
  }

  @May.map()
  @Mutation(() => IgnoreUserPayload, {
    nullable: true,
    description: 'Keep a user out of the queue of unmapped users, or take it back in.',
  })
  ignoreUser(@Ctx() { caller }: Context, @Arg('input', () => IgnoreUserInput) input: IgnoreUserInput) {
    return payload(IgnoreUserPayload, async () => ({
      user: User.of(await this.users.setIgnored(caller, toChange(input), input.isIgnored)),
    }));
  }

  @FieldResolver(() => Source, { description: 'Who reports the user.' })
  async source(@Root() user: User, @Ctx() context: Context): Promise<Source> {
    const find = async (caller: Caller) => new Map((await this.sources.all(caller)).map((one) => [one.id, one]));
    const found = await loadOne(context, this, { key: user.sourceId, find });
    if (!found) throw new Error('A user has no source.');
    return Source.of(found);
  }

  private async toFilter(caller: Caller, filter: UserFilter): Promise<FilterRecord> {
    const { search, sources, statuses, isIgnored, isMapped } = filter;
    const mapping = toMappingConditions(filter);
    const named = sources && (await this.sources.all(caller)).filter((source) => sources.includes(source.code));
    return {
      search: search ?? undefined,
      sourceIds: named?.map((source) => source.id),
      statuses: statuses ?? undefined,
      isIgnored: isIgnored ?? undefined,
      isMapped: isMapped ?? undefined,
      mapping,
    };
  }
}

@Resolver(() => SaveUsersResult)
export class SaveUsersResultResolver {
  constructor(private readonly users: UserService) {}

  @May.read()
  @FieldResolver(() => User, { nullable: true, description: 'Not for INGEST, which gets ids alone.' })
  async user(@Root() result: SaveUsersResult, @Ctx() context: Context): Promise<User | undefined> {
    if (!result.savedId) return undefined;
    return loadUser(context, this.users, result.savedId);
  }
}

function toMappingConditions(filter: UserFilter): FilterRecord['mapping'] {
  const { isMappingEnabled, mappingStatuses, mappingProblems } = filter;
  if (isMappingEnabled == null && !mappingStatuses && !mappingProblems) return undefined;
  return {
    isEnabled: isMappingEnabled ?? undefined,
    statuses: mappingStatuses ?? undefined,
    problems: mappingProblems ?? undefined,
  };
}

function toChange(input: ArchiveUserInput): UserChange {
  return { userId: decodeId<UserId>('User', input.userId, ['userId']), expectedVersion: input.expectedVersion };
}
