import type { Caller } from '../../shared/caller.js';
import type { ProductId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import type { Product, ProductKey } from './product.js';
import type { ProductRepository } from './product.repository.js';

export class ProductService {
  constructor(private readonly products: ProductRepository) {}

  page(caller: Caller, request: PageRequest): Promise<Page<Product>> {
    return this.products.page(caller.accountId, request);
  }

  find(caller: Caller, ids: readonly ProductId[]): Promise<Product[]> {
    return this.products.find(caller.accountId, ids);
  }

  findByKeys(caller: Caller, keys: readonly ProductKey[]): Promise<Product[]> {
    return this.products.findByKeys(caller.accountId, keys);
  }
}
