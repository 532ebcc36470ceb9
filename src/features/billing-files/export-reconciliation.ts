import type { Caller } from '../../shared/caller.js';
import type { CsvCells } from '../../shared/csv/write-csv.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { ReconciliationState } from '../reconciliation/reconciliation.js';
import type { ExportedRow, ReconciliationExportRepository } from './reconciliation-export.repository.js';

export const RECONCILIATION_COLUMNS = [
  ...(['source', 'user_external_id', 'user_name', 'product', 'agreement_id', 'catalog_item_id'] as const),
  ...(['addition_id', 'quantity', 'line_quantity', 'connectwise_quantity', 'difference'] as const),
  ...(['connectwise_cancelled_on', 'state', 'checked_at'] as const),
] as const;
type Cells = CsvCells<(typeof RECONCILIATION_COLUMNS)[number]>;

interface Deps {
  readonly integration: IntegrationService;
  readonly rows: ReconciliationExportRepository;
}

const PAGE = 1_000;

/** Gives out our quantities beside those of ConnectWise. */
export class ExportReconciliation {
  constructor(private readonly deps: Deps) {}

  async *rows(caller: Caller, state: ReconciliationState | undefined): AsyncGenerator<Cells, void> {
    const instanceId = (await this.deps.integration.find(caller))?.instanceId;
    if (!instanceId) return;
    for (let after: ExportedRow | undefined; ; ) {
      const page = await this.deps.rows.page(caller.accountId, { instanceId, state, after, most: PAGE });
      yield* page.map(toCells);
      if (page.length < PAGE) return;
      after = page.at(-1);
    }
  }
}

function toCells(row: ExportedRow): Cells {
  return {
    source: row.source,
    user_external_id: row.userExternalId,
    user_name: row.userName,
    product: row.product,
    agreement_id: String(row.agreementId),
    catalog_item_id: String(row.catalogItemId),
    addition_id: row.additionId === null ? '' : String(row.additionId),
    quantity: row.quantity ?? '',
    line_quantity: row.lineQuantity,
    connectwise_quantity: row.foundQuantity ?? '',
    difference: row.difference ?? '',
    connectwise_cancelled_on: row.foundCancelledOn ?? '',
    state: row.state,
    checked_at: row.checkedAt.toISOString(),
  };
}
