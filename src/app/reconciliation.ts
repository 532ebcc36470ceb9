import { DatabaseTime } from '../database/database-time.js';
import { ExportLines } from '../features/billing-files/export-lines.js';
import { ExportReconciliation } from '../features/billing-files/export-reconciliation.js';
import { LineExportRepository } from '../features/billing-files/line-export.repository.js';
import { ReconciliationExportRepository } from '../features/billing-files/reconciliation-export.repository.js';
import { CompareAdditions } from '../features/reconciliation/compare-additions.js';
import { ComparisonRepository } from '../features/reconciliation/comparison.repository.js';
import { ReconciliationRepository } from '../features/reconciliation/reconciliation.repository.js';
import { ReconciliationService } from '../features/reconciliation/reconciliation.service.js';
import type { AppParts, Integrated } from './ground.js';

/** How what was written stands to what ConnectWise has, and what was billed as files. */
export function createReconciliation({ database }: AppParts, ground: Integrated) {
  const { integration, backgroundWork, jobs, events } = ground;
  const reconciliation = new ReconciliationService({
    ...{ integration, jobs },
    rows: new ReconciliationRepository(database),
  });
  const compareAdditions = new CompareAdditions({
    ...{ integration, backgroundWork, jobs, events },
    rows: new ComparisonRepository(database),
    time: new DatabaseTime(database),
  });
  const exportLines = new ExportLines(new LineExportRepository(database));
  const rows = new ReconciliationExportRepository(database);
  const exportReconciliation = new ExportReconciliation({ integration, rows });
  return { reconciliation, compareAdditions, exportLines, exportReconciliation };
}
