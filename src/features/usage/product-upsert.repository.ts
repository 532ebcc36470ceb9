import { z } from 'zod';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, newId, type ProductId, type SourceId } from '../../shared/ids.js';
import { PeriodRule, productKey, type ReportedProduct } from './product.js';

/** A reported product with the source it belongs to. */
export interface ProductToSave extends ReportedProduct {
  readonly sourceId: SourceId;
}

/** What saving did to one product. `before` is there when the product was known. */
export interface SavedProduct {
  readonly id: ProductId;
  readonly product: ProductToSave;
  readonly before: ReportedProduct | undefined;
}

const known = z.array(
  z.object({
    ...{ id: z.string(), sourceId: z.string(), code: z.string(), name: z.string(), unit: z.string() },
    ...{ decimals: z.number(), periodRule: z.enum(PeriodRule) },
  }),
);

/**
 * Inserts and updates a whole list in three statements, whatever its length, in the order in which users are saved, and
 * for the same reasons. Usage that is being recorded holds on to the keys of its products, which stay as they are: the
 * lock leaves them alone, so that the two never wait for each other. The list names no product twice.
 */
export async function upsertProducts(
  tx: WriteTransaction,
  accountId: AccountId,
  products: readonly ProductToSave[],
): Promise<SavedProduct[]> {
  const given = products.map((product) => ({ product, id: newId<ProductId>() }));
  const rows = recordsOf(given);
  await tx.$executeRaw`
    INSERT INTO products (account_id, id, source_id, code, name, unit, decimals, period_rule)
    SELECT ${accountId}::uuid, r.id, r."sourceId", r.code, r.name, r.unit, r.decimals, r."periodRule"
    FROM ${rows}
    ORDER BY r."sourceId", r.code
    ON CONFLICT (account_id, source_id, code) DO NOTHING`;
  const found = await tx.$queryRaw`
    SELECT p.id::text, p.source_id::text AS "sourceId", p.code, p.name, p.unit, p.decimals, p.period_rule AS "periodRule"
    FROM products p JOIN ${rows} ON p.source_id = r."sourceId" AND p.code = r.code
    WHERE p.account_id = ${accountId}::uuid
    ORDER BY p.id
    FOR NO KEY UPDATE OF p`;
  await tx.$executeRaw`
    UPDATE products p
    SET name = r.name, unit = r.unit, decimals = r.decimals, period_rule = r."periodRule",
        version = p.version + 1, updated_at = now()
    FROM ${rows}
    WHERE p.account_id = ${accountId}::uuid AND p.source_id = r."sourceId" AND p.code = r.code
      AND (p.name, p.unit, p.decimals, p.period_rule) IS DISTINCT FROM (r.name, r.unit, r.decimals, r."periodRule")`;
  const stored = new Map(
    known.parse(found).map((row) => [productKey({ ...row, sourceId: row.sourceId as SourceId }), row]),
  );
  return given.map(({ product, id }) => {
    const row = stored.get(productKey(product));
    if (!row) throw new Error('A product that was just saved cannot be read.');
    const { id: storedId, sourceId: _source, ...before } = row;
    return { id: storedId as ProductId, product, before: storedId === id ? undefined : before };
  });
}

function recordsOf(given: readonly { readonly product: ProductToSave; readonly id: ProductId }[]): Prisma.Sql {
  const json = JSON.stringify(given.map(({ product, id }) => ({ ...product, id })));
  return Prisma.sql`jsonb_to_recordset(${json}::jsonb) AS r(
    id uuid, "sourceId" uuid, code text, name text, unit text, decimals smallint, "periodRule" text)`;
}
