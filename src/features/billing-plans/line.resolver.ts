import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import type { Caller } from '../../shared/caller.js';
import type { BillingLineId, ProductId, UserId } from '../../shared/ids.js';
import type { ProductService } from '../usage/product.service.js';
import { Product } from '../usage/product.types.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import { BillingLine } from './line.types.js';
import { loadPlan } from './plan.resolver.js';
import type { PlanService } from './plan.service.js';
import { BillingPlan } from './plan.types.js';
import { BillingShare } from './share.types.js';

export interface LineServices {
  readonly billingPlans: PlanService;
  readonly users: UserService;
  readonly products: ProductService;
}

@Resolver(() => BillingLine)
export class LineResolver {
  constructor(private readonly services: LineServices) {}

  @FieldResolver(() => BillingPlan)
  async plan(@Root() { planId }: BillingLine, @Ctx() context: Context): Promise<BillingPlan> {
    const found = await loadPlan(context, this.services.billingPlans, planId);
    if (!found) throw new Error('A line has no plan.');
    return BillingPlan.of(found);
  }

  @FieldResolver(() => [BillingShare], { description: 'What adds up to it.' })
  async contributors(@Root() { lineId }: BillingLine, @Ctx() context: Context): Promise<BillingShare[]> {
    const { billingPlans } = this.services;
    const find = (caller: Caller, ids: readonly BillingLineId[]) => billingPlans.shares(caller, ids);
    return ((await loadOne(context, this.contributors, { key: lineId, find })) ?? []).map(BillingShare.of);
  }
}

@Resolver(() => BillingShare)
export class ShareResolver {
  constructor(private readonly services: LineServices) {}

  @FieldResolver(() => User)
  async user(@Root() { userId }: BillingShare, @Ctx() context: Context): Promise<User> {
    const { users } = this.services;
    const find = async (caller: Caller, ids: readonly UserId[]) =>
      new Map((await users.find(caller, ids)).map((user) => [user.id, user]));
    const found = await loadOne(context, users, { key: userId, find });
    if (!found) throw new Error('A share has no user.');
    return User.of(found);
  }

  @FieldResolver(() => Product)
  async product(@Root() { productId }: BillingShare, @Ctx() context: Context): Promise<Product> {
    const { products } = this.services;
    const find = async (caller: Caller, ids: readonly ProductId[]) =>
      new Map((await products.find(caller, ids)).map((product) => [product.id, product]));
    const found = await loadOne(context, products, { key: productId, find });
    if (!found) throw new Error('A share has no product.');
    return Product.of(found);
  }
}
