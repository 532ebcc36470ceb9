import type { Context } from '../../graphql/context.js';
import { loadOne } from '../../graphql/loader.js';
import type { Caller } from '../../shared/caller.js';
import type { ProductId } from '../../shared/ids.js';
import type { ProductService } from './product.service.js';
import { Product } from './product.types.js';

/** The product of a row: asked for once for all rows of a request. */
export async function loadProduct(context: Context, products: ProductService, id: ProductId): Promise<Product> {
  const find = async (caller: Caller, ids: readonly ProductId[]) =>
    new Map((await products.find(caller, ids)).map((product) => [product.id, product]));
  const found = await loadOne(context, products, { key: id, find });
  if (!found) throw new Error('A row names a product that is not there.');
  return Product.of(found);
}
