import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import { loadProduct } from './product.loader.js';
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
  user(@Root() { userId }: UsageDay, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.services.users, userId);
  }

  @FieldResolver(() => Product)
  product(@Root() { productId }: UsageDay, @Ctx() context: Context): Promise<Product> {
    return loadProduct(context, this.services.products, productId);
  }
}
