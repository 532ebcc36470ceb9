import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { ProductId, UserId } from '../../shared/ids.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { ProductService } from './product.service.js';
import { Product } from './product.types.js';
import type { RecordUsage } from './record-usage.js';
import type { UsageService } from './usage.service.js';
import {
  RecordUsageInput,
  RecordUsagePayload,
  RecordUsageResult,
  UsageArgs,
  UsageDay,
  UsageDayConnection,
} from './usage.types.js';

export interface UsageServices {
  readonly usage: UsageService;
  readonly recordUsage: RecordUsage;
  readonly products: ProductService;
  readonly users: UserService;
}

@Resolver(() => UsageDay)
export class UsageResolver {
  constructor(private readonly services: UsageServices) {}

  @May.read()
  @Query(() => UsageDayConnection, {
    nullable: true,
    name: 'usage',
    description: 'What users used and purchased, day by day, newest day first.',
  })
  async list(@Ctx() { caller }: Context, @Args(() => UsageArgs) args: UsageArgs): Promise<UsageDayConnection> {
    const filter = args.filter?.toRecord() ?? {};
    return UsageDayConnection.of(await this.services.usage.page(caller, args.request(), filter), UsageDay.of);
  }

  @May.report()
  @Mutation(() => RecordUsagePayload, {
    nullable: true,
    description: 'Tell what users used and purchased. A day that is told again replaces what was told of it before.',
  })
  recordUsage(@Ctx() { caller }: Context, @Arg('input', () => RecordUsageInput) { items, onError }: RecordUsageInput) {
    return payload(RecordUsagePayload, async () => {
      const given = items.map(({ source, used, purchased, ...item }) => ({
        ...item,
        source: source ?? undefined,
        used: used ?? undefined,
        purchased: purchased ?? undefined,
      }));
      const { results, problems } = await this.services.recordUsage.record(caller, given, onError);
      return {
        results: results.map(({ result = false, problems: own }) =>
          Object.assign(new RecordUsageResult(), { isRecorded: result, userErrors: problemsToErrors(own) }),
        ),
        userErrors: problemsToErrors(problems),
      };
    });
  }

  @FieldResolver(() => User)
  async user(@Root() { userId }: UsageDay, @Ctx() context: Context): Promise<User> {
    const { users } = this.services;
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await users.find(caller, ids)).map((user) => [user.id, user]));
    const found = await loadOne(context, users, { key: userId, find });
    if (!found) throw new Error('Usage has no user.');
    return User.of(found);
  }

  @FieldResolver(() => Product)
  async product(@Root() { productId }: UsageDay, @Ctx() context: Context): Promise<Product> {
    const { products } = this.services;
    const find = async (caller: Caller, ids: readonly ProductId[]) =>
      new Map((await products.find(caller, ids)).map((product) => [product.id, product]));
    const found = await loadOne(context, products, { key: productId, find });
    if (!found) throw new Error('Usage has no product.');
    return Product.of(found);
  }
}
