import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import { toGlobalId } from '../../graphql/node.js';
import { payload, problemsToErrors } from '../../graphql/payload.js';
import type { Caller } from '../../shared/caller.js';
import type { SourceService } from '../sources/source.service.js';
import { Source } from '../sources/source.types.js';
import type { ProductService } from './product.service.js';
import {
  Product,
  ProductConnection,
  SaveProductsInput,
  SaveProductsPayload,
  SaveProductsResult,
} from './product.types.js';
import type { SaveProducts } from './save-products.js';

export interface ProductServices {
  readonly products: ProductService;
  readonly saveProducts: SaveProducts;
  readonly sources: SourceService;
}

@Resolver(() => Product)
export class ProductResolver {
  constructor(private readonly services: ProductServices) {}

  @May.read()
  @Query(() => ProductConnection, { nullable: true, name: 'products', description: 'What sources count, by code.' })
  async list(@Ctx() { caller }: Context, @Args(() => PageArgs) args: PageArgs): Promise<ProductConnection> {
    return ProductConnection.of(await this.services.products.page(caller, args.request()), Product.of);
  }

  @May.report()
  @Mutation(() => SaveProductsPayload, {
    nullable: true,
    description: 'Tell of products: new ones are made, known ones updated.',
  })
  saveProducts(
    @Ctx() { caller }: Context,
    @Arg('input', () => SaveProductsInput) { items, onError }: SaveProductsInput,
  ) {
    return payload(SaveProductsPayload, async () => {
      const given = items.map(({ source, ...item }) => ({ ...item, source: source ?? undefined }));
      const { results, problems } = await this.services.saveProducts.save(caller, given, onError);
      return {
        results: results.map(({ result, problems: own }) =>
          Object.assign(new SaveProductsResult(), {
            productId: result && toGlobalId('Product', result),
            userErrors: problemsToErrors(own),
          }),
        ),
        userErrors: problemsToErrors(problems),
      };
    });
  }

  @FieldResolver(() => Source, { description: 'Who counts it.' })
  async source(@Root() { sourceId }: Product, @Ctx() context: Context): Promise<Source> {
    const { sources } = this.services;
    const find = async (caller: Caller) => new Map((await sources.all(caller)).map((one) => [one.id, one]));
    const found = await loadOne(context, sources, { key: sourceId, find });
    if (!found) throw new Error('A product has no source.');
    return Source.of(found);
  }
}
