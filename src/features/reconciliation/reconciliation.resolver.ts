import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import { Job } from '../jobs/job.types.js';
import { loadProduct } from '../usage/product.loader.js';
import type { ProductService } from '../usage/product.service.js';
import { Product } from '../usage/product.types.js';
import { loadUser } from '../users/user.loader.js';
import type { UserService } from '../users/user.service.js';
import { User } from '../users/user.types.js';
import type { ReconciliationService } from './reconciliation.service.js';
import {
  ReconciliationArgs,
  ReconciliationRow,
  ReconciliationRowConnection,
  StartReconciliationInput,
  StartReconciliationPayload,
} from './reconciliation.types.js';

export interface ReconciliationServices {
  readonly reconciliation: ReconciliationService;
  readonly users: UserService;
  readonly products: ProductService;
}

@Resolver(() => ReconciliationRow)
export class ReconciliationResolver {
  constructor(private readonly services: ReconciliationServices) {}

  @May.read()
  @Query(() => ReconciliationRowConnection, {
    nullable: true,
    name: 'reconciliation',
    description: 'Quantities that were written to agreements beside those that ConnectWise had when it was asked last.',
  })
  async list(
    @Ctx() { caller }: Context,
    @Args(() => ReconciliationArgs) args: ReconciliationArgs,
  ): Promise<ReconciliationRowConnection> {
    const filter = args.filter?.toRecord() ?? {};
    const page = await this.services.reconciliation.page(caller, args.request(), filter);
    return ReconciliationRowConnection.of(page, ReconciliationRow.of);
  }

  @May.bill()
  @Mutation(() => StartReconciliationPayload, {
    nullable: true,
    description: 'Ask ConnectWise now what the additions have that were written to; by itself that is done once a day.',
  })
  startReconciliation(
    @Ctx() { caller }: Context,
    @Arg('input', () => StartReconciliationInput) { idempotencyKey }: StartReconciliationInput,
  ) {
    return payload(StartReconciliationPayload, async () => ({
      job: Job.of(await this.services.reconciliation.start(caller, idempotencyKey ?? undefined)),
    }));
  }

  @FieldResolver(() => User)
  user(@Root() { userId }: ReconciliationRow, @Ctx() context: Context): Promise<User> {
    return loadUser(context, this.services.users, userId);
  }

  @FieldResolver(() => Product)
  product(@Root() { productId }: ReconciliationRow, @Ctx() context: Context): Promise<Product> {
    return loadProduct(context, this.services.products, productId);
  }
}
