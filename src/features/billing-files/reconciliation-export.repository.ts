import { type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import type { ReconciliationState } from '../reconciliation/reconciliation.js';

/** One row of the report, with names instead of our own ids; quantities and days are texts. */
export interface ExportedRow {
  readonly agreementId: number;
  readonly catalogItemId: number;
  readonly additionId: number | null;
  readonly userId: string;
  readonly productId: string;
  readonly source: string;
  readonly userExternalId: string;
  readonly userName: string;
  readonly product: string;
  readonly quantity: string | null;
  readonly lineQuantity: string;
  readonly foundQuantity: string | null;
  readonly foundCancelledOn: string | null;
  /** What ConnectWise has more than was written. */
  readonly difference: string | null;
  readonly state: string;
  readonly checkedAt: Date;
}

export interface RowsWanted {
  readonly instanceId: InstanceId;
  readonly state: ReconciliationState | undefined;
  readonly after: ExportedRow | undefined;
  readonly most: number;
}

export class ReconciliationExportRepository {
  constructor(private readonly database: Database) {}

  /** The next rows in the order of agreements. */
  page(accountId: AccountId, { instanceId, state, after, most }: RowsWanted): Promise<ExportedRow[]> {
    return this.database.read(accountId, (db) => {
      let query = db
        .selectFrom('reconciliation_rows as r')
        .innerJoin('users as u', (join) =>
          join.onRef('u.account_id', '=', 'r.account_id').onRef('u.id', '=', 'r.user_id'),
        )
        .innerJoin('products as p', (join) =>
          join.onRef('p.account_id', '=', 'r.account_id').onRef('p.id', '=', 'r.product_id'),
        )
        .innerJoin('sources as s', (join) =>
          join.onRef('s.account_id', '=', 'r.account_id').onRef('s.id', '=', 'u.source_id'),
        )
        .select(['r.agreement_id as agreementId', 'r.catalog_item_id as catalogItemId', 'r.addition_id as additionId'])
        .select(['r.user_id as userId', 'r.product_id as productId', 's.code as source', 'p.code as product'])
        .select(['u.external_id as userExternalId', 'u.name as userName', 'r.state', 'r.checked_at as checkedAt'])
        .select([
          sql<string | null>`trim_scale(r.quantity)::text`.as('quantity'),
          sql<string>`trim_scale(r.line_quantity)::text`.as('lineQuantity'),
          sql<string | null>`trim_scale(r.found_quantity)::text`.as('foundQuantity'),
          sql<string | null>`trim_scale(r.found_quantity - r.line_quantity)::text`.as('difference'),
          sql<string | null>`to_char(r.found_cancelled_on, 'YYYY-MM-DD')`.as('foundCancelledOn'),
        ])
        .where('r.account_id', '=', accountId)
        .where('r.instance_id', '=', instanceId)
        .orderBy('r.agreement_id')
        .orderBy('r.catalog_item_id')
        .orderBy('r.user_id')
        .orderBy('r.product_id')
        .limit(most);
      if (state !== undefined) query = query.where('r.state', '=', state);
      if (after === undefined) return query;
      return query.where(sql<SqlBool>`(r.agreement_id, r.catalog_item_id, r.user_id, r.product_id)
        > (${after.agreementId}, ${after.catalogItemId}, ${after.userId}::uuid, ${after.productId}::uuid)`);
    });
  }
}
