import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import { loadProduct } from '../usage/product.loader.js';
import type { ProductService } from '../usage/product.service.js';
import { Product } from '../usage/product.types.js';
import { BillingRule } from './billing-rule.types.js';
import { BillingRuleOverride } from './billing-rule-override.types.js';
import type { BillingSettingsService } from './billing-settings.service.js';
import { BillingSettings, SaveBillingSettingsInput, SaveBillingSettingsPayload } from './billing-settings.types.js';

@Resolver()
export class BillingSettingsResolver {
  constructor(private readonly settings: BillingSettingsService) {}

  @May.read()
  @Query(() => BillingSettings, {
    nullable: true,
    description: 'How usage is billed; null while that was never set up.',
  })
  async billingSettings(@Ctx() { caller }: Context): Promise<BillingSettings | undefined> {
    const found = await this.settings.find(caller);
    return found && BillingSettings.of(found);
  }

  @May.bill()
  @AsksConnectWise()
  @Mutation(() => SaveBillingSettingsPayload, {
    nullable: true,
    description: 'Say how usage is billed. Catalog items and agreement types are checked against ConnectWise.',
  })
  saveBillingSettings(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveBillingSettingsInput) input: SaveBillingSettingsInput,
  ) {
    return payload(SaveBillingSettingsPayload, async () => ({
      settings: BillingSettings.of(await this.settings.save(caller, input.toRecord())),
    }));
  }
}

@Resolver(() => BillingRule)
export class BillingRuleResolver {
  constructor(private readonly products: ProductService) {}

  @FieldResolver(() => Product)
  product(@Root() { productId }: BillingRule, @Ctx() context: Context): Promise<Product> {
    return loadProduct(context, this.products, productId);
  }
}

@Resolver(() => BillingRuleOverride)
export class BillingRuleOverrideResolver {
  constructor(private readonly products: ProductService) {}

  @FieldResolver(() => Product)
  product(@Root() { productId }: BillingRuleOverride, @Ctx() context: Context): Promise<Product> {
    return loadProduct(context, this.products, productId);
  }
}
