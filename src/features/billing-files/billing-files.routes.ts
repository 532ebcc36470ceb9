import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import { type DownloadRoute, datedName, type FileRoute } from '../../graphql/files/file-route.js';
import { decodeId } from '../../graphql/node.js';
import type { Clock } from '../../shared/clock.js';
import { writeCsv } from '../../shared/csv/write-csv.js';
import type { BillingPlanId } from '../../shared/ids.js';
import { ReconciliationState } from '../reconciliation/reconciliation.js';
import { type ExportLines, LINE_COLUMNS } from './export-lines.js';
import { type ExportReconciliation, RECONCILIATION_COLUMNS } from './export-reconciliation.js';

interface Services {
  readonly exportLines: ExportLines;
  readonly exportReconciliation: ExportReconciliation;
  readonly clock: Clock;
}

const linesQuery = z.strictObject({ planId: z.string('Name the plan.') });
const reconciliationQuery = z.strictObject({
  state: z.enum(ReconciliationState, 'This is MATCHES, DIFFERS, ENDED or GONE.').optional(),
});

/** What was billed, as CSV files. */
export function billingFileRoutes({ exportLines, exportReconciliation, clock }: Services): readonly FileRoute[] {
  const fileName = (what: string) => () => datedName(what, clock.now());

  const giveLines: DownloadRoute<z.infer<typeof linesQuery>> = {
    kind: 'download',
    path: '/files/billing/lines',
    operation: 'exportBillingLines',
    roles: Roles.read,
    query: linesQuery,
    fileName: fileName('billing-lines'),
    send(caller, { query }) {
      const planId = decodeId<BillingPlanId>('BillingPlan', query.planId, ['planId']);
      return writeCsv(LINE_COLUMNS, exportLines.rows(caller, planId));
    },
  };

  const giveReconciliation: DownloadRoute<z.infer<typeof reconciliationQuery>> = {
    kind: 'download',
    path: '/files/billing/reconciliation',
    operation: 'exportReconciliation',
    roles: Roles.read,
    query: reconciliationQuery,
    fileName: fileName('reconciliation'),
    send(caller, { query }) {
      return writeCsv(RECONCILIATION_COLUMNS, exportReconciliation.rows(caller, query.state));
    },
  };
  return [giveLines, giveReconciliation];
}
