import { sql } from 'kysely';
import type { Day } from '../../shared/day.js';
import type { BillingLineId, BillingPlanId } from '../../shared/ids.js';
import type { BillCustomer } from '../billing-settings/rule.js';
import type { AdditionState, BillingLine, LineAction, LineHold, LineReason, LineState, LineWrite } from './line.js';

const day = <Name extends string>(column: string, name: Name) =>
  sql<string | null>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`.as(name);
const quantity = <Name extends string>(column: string, name: Name) =>
  sql<string | null>`trim_scale(${sql.ref(column)})::text`.as(name);

/** Quantities leave the database as texts and days without a time. */
export const LINE_COLUMNS = [
  ...(['id', 'plan_id as planId', 'company_id as companyId', 'agreement_id as agreementId'] as const),
  ...(['agreement_name as agreementName', 'catalog_item_id as catalogItemId', 'addition_id as additionId'] as const),
  ...(['write', 'action', 'reason', 'holds', 'bill_customer as billCustomer', 'evidence', 'state'] as const),
  ...(['undoes_line_id as undoesLineId', 'decided_by as decidedBy', 'decided_at as decidedAt'] as const),
  ...(['failure_code as failureCode', 'failure_message as failureMessage', 'ended_at as endedAt'] as const),
  quantity('before_quantity', 'beforeQuantity'),
  day('before_effective_on', 'beforeEffectiveOn'),
  day('before_cancelled_on', 'beforeCancelledOn'),
  quantity('after_quantity', 'afterQuantity'),
  day('after_effective_on', 'afterEffectiveOn'),
  day('after_cancelled_on', 'afterCancelledOn'),
  quantity('found_quantity', 'foundQuantity'),
  day('found_effective_on', 'foundEffectiveOn'),
  day('found_cancelled_on', 'foundCancelledOn'),
  day('next_invoice_on', 'nextInvoice'),
] as const;

export interface LineRow {
  readonly id: string;
  readonly planId: string;
  readonly companyId: number | null;
  readonly agreementId: number | null;
  readonly agreementName: string | null;
  readonly catalogItemId: number | null;
  readonly additionId: number | null;
  readonly write: string | null;
  readonly action: string;
  readonly reason: string | null;
  readonly holds: readonly string[] | null;
  readonly beforeQuantity: string | null;
  readonly beforeEffectiveOn: string | null;
  readonly beforeCancelledOn: string | null;
  readonly afterQuantity: string | null;
  readonly afterEffectiveOn: string | null;
  readonly afterCancelledOn: string | null;
  readonly foundQuantity: string | null;
  readonly foundEffectiveOn: string | null;
  readonly foundCancelledOn: string | null;
  readonly billCustomer: string | null;
  readonly nextInvoice: string | null;
  readonly evidence: unknown;
  readonly undoesLineId: string | null;
  readonly state: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly endedAt: Date | null;
}

/** Texts that the database holds to their lists. */
export function toLine(row: LineRow): BillingLine {
  const { failureCode, failureMessage } = row;
  return {
    id: row.id as BillingLineId,
    planId: row.planId as BillingPlanId,
    companyId: row.companyId ?? undefined,
    agreementId: row.agreementId ?? undefined,
    agreementName: row.agreementName ?? undefined,
    catalogItemId: row.catalogItemId ?? undefined,
    additionId: row.additionId ?? undefined,
    action: row.action as LineAction,
    write: (row.write ?? undefined) as LineWrite | undefined,
    reason: (row.reason ?? undefined) as LineReason | undefined,
    holds: (row.holds ?? []) as LineHold[],
    before: toState(row.beforeQuantity, row.beforeEffectiveOn, row.beforeCancelledOn),
    after: toState(row.afterQuantity, row.afterEffectiveOn, row.afterCancelledOn),
    found: toState(row.foundQuantity, row.foundEffectiveOn, row.foundCancelledOn),
    billCustomer: (row.billCustomer ?? undefined) as BillCustomer | undefined,
    nextInvoiceOn: (row.nextInvoice ?? undefined) as Day | undefined,
    evidence: row.evidence,
    undoesLineId: (row.undoesLineId ?? undefined) as BillingLineId | undefined,
    state: row.state as LineState,
    decidedBy: row.decidedBy ?? undefined,
    decidedAt: row.decidedAt ?? undefined,
    failure: failureCode === null ? undefined : { code: failureCode, message: failureMessage ?? '' },
    endedAt: row.endedAt ?? undefined,
  };
}

function toState(
  quantity: string | null,
  effectiveOn: string | null,
  cancelledOn: string | null,
): AdditionState | undefined {
  if (quantity === null) return undefined;
  return {
    quantity,
    effectiveOn: (effectiveOn ?? undefined) as Day | undefined,
    cancelledOn: (cancelledOn ?? undefined) as Day | undefined,
  };
}
