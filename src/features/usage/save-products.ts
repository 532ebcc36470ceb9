import type { Database } from '../../database/database.js';
import {
  type BulkErrorPolicy,
  type BulkOutcome,
  type CheckedItem,
  refuseRepeated,
  requireFew,
  writeChecked,
} from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import { ProblemList } from '../../shared/failure.js';
import type { ProductId } from '../../shared/ids.js';
import { AuditAction, type AuditEntry, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type NamedSources, resolveSource } from '../sources/resolve-source.js';
import type { SourceService } from '../sources/source.service.js';
import { normaliseProduct, productKey, REPEATED_PRODUCT, type ReportedProduct } from './product.js';
import { type ProductToSave, type SavedProduct, upsertProducts } from './product-upsert.repository.js';

export interface SaveProductItem extends ReportedProduct {
  /** Code of the source; an INGEST token may leave it out, being bound to one. */
  readonly source: string | undefined;
}

interface Deps {
  readonly database: Database;
  readonly sources: SourceService;
  readonly audit: AuditService;
}

/** Takes products as their source tells of them: new ones are made, known ones updated, by source and code. */
export class SaveProducts {
  constructor(private readonly deps: Deps) {}

  async save(
    caller: Caller,
    items: readonly SaveProductItem[],
    onError: BulkErrorPolicy,
  ): Promise<BulkOutcome<ProductId>> {
    requireFew(items, 'products');
    const sources = await this.deps.sources.named(caller);
    const checked = refuseRepeated(
      items.map((item) => check(caller, sources, item)),
      productKey,
      REPEATED_PRODUCT,
    );
    return writeChecked(checked, onError, async (products) => {
      const saved = await this.write(caller, products);
      return new Map(saved.map(({ product, id }) => [product, id]));
    });
  }

  private write(caller: Caller, products: readonly ProductToSave[]): Promise<SavedProduct[]> {
    return this.deps.database.write(caller.accountId, async (tx) => {
      const saved = await upsertProducts(tx, caller.accountId, products);
      await this.deps.audit.record(tx, caller, ...saved.flatMap(toAudit));
      return saved;
    });
  }
}

function check(
  caller: Caller,
  sources: NamedSources,
  { source, ...given }: SaveProductItem,
): CheckedItem<ProductToSave> {
  const problems = new ProblemList();
  const sourceId = resolveSource(caller, sources, { code: source, problems });
  const product = normaliseProduct(given, problems);
  const found = problems.list();
  return sourceId && found.length === 0 ? { row: { ...product, sourceId } } : { problems: found };
}

function toAudit({ id, product, before }: SavedProduct): AuditEntry[] {
  const { sourceId: _source, ...after } = product;
  const changes = changesBetween(before && { ...before }, { ...after });
  if (changes.length === 0) return [];
  const action = before ? AuditAction.PRODUCT_CHANGED : AuditAction.PRODUCT_CREATED;
  return [{ action, subject: { kind: 'Product', id }, changes }];
}
