import type { Caller } from '../../shared/caller.js';
import type { CsvCells } from '../../shared/csv/write-csv.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { BillingPlanId } from '../../shared/ids.js';
import type { ExportedLine, LineExportRepository } from './line-export.repository.js';

export const LINE_COLUMNS = [
  ...(['company_id', 'company_name', 'agreement_id', 'agreement_name', 'catalog_item_id', 'addition_id'] as const),
  ...(['users', 'action', 'reason', 'holds', 'quantity_before', 'quantity_after', 'effective_on'] as const),
  ...(['cancelled_on_before', 'cancelled_on_after', 'state', 'connectwise_quantity'] as const),
  ...(['connectwise_cancelled_on', 'decided_by', 'decided_at', 'ended_at', 'failure'] as const),
] as const;
type Cells = CsvCells<(typeof LINE_COLUMNS)[number]>;

const PAGE = 1_000;

/** Gives out the lines of a plan with all that became of them. */
export class ExportLines {
  constructor(private readonly lines: LineExportRepository) {}

  /** @throws Failure NOT_FOUND before the first row */
  async *rows(caller: Caller, planId: BillingPlanId): AsyncGenerator<Cells, void> {
    const { accountId } = caller;
    if (!(await this.lines.hasPlan(accountId, planId))) {
      throw new Failure({ code: FailureCode.NOT_FOUND, message: 'There is no such plan.', field: ['planId'] });
    }
    for (let after: string | undefined; ; ) {
      const page = await this.lines.page(accountId, { planId, after, most: PAGE });
      yield* page.map(toCells);
      if (page.length < PAGE) return;
      after = page.at(-1)?.id;
    }
  }
}

function toCells(line: ExportedLine): Cells {
  return {
    company_id: textOf(line.companyId),
    company_name: line.companyName ?? '',
    agreement_id: textOf(line.agreementId),
    agreement_name: line.agreementName ?? '',
    catalog_item_id: textOf(line.catalogItemId),
    addition_id: textOf(line.additionId),
    users: line.users ?? '',
    action: line.action,
    reason: line.reason ?? '',
    holds: line.holds.join(' '),
    quantity_before: line.beforeQuantity ?? '',
    quantity_after: line.afterQuantity ?? '',
    effective_on: line.effectiveOn ?? '',
    cancelled_on_before: line.beforeCancelledOn ?? '',
    cancelled_on_after: line.afterCancelledOn ?? '',
    state: line.state,
    connectwise_quantity: line.foundQuantity ?? '',
    connectwise_cancelled_on: line.foundCancelledOn ?? '',
    decided_by: line.decidedBy ?? '',
    decided_at: line.decidedAt?.toISOString() ?? '',
    ended_at: line.endedAt?.toISOString() ?? '',
    failure: line.failure ?? '',
  };
}

function textOf(number: number | null): string {
  return number === null ? '' : String(number);
}
