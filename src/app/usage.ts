import { ProductRepository } from '../features/usage/product.repository.js';
import { ProductService } from '../features/usage/product.service.js';
import { RecordUsage } from '../features/usage/record-usage.js';
import { SaveProducts } from '../features/usage/save-products.js';
import { UsageRepository } from '../features/usage/usage.repository.js';
import { UsageService } from '../features/usage/usage.service.js';
import type { AppParts, Ground } from './ground.js';

/** What sources count for their users. */
export function createUsage({ database, clock }: AppParts, { audit, accounts, sources, users }: Ground) {
  const products = new ProductService(new ProductRepository(database));
  const saveProducts = new SaveProducts({ database, audit, sources });
  const rows = new UsageRepository(database);
  const recordUsage = new RecordUsage({ database, clock, audit, accounts, sources, users, products, usage: rows });
  return { products, saveProducts, recordUsage, usage: new UsageService(rows) };
}
