import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, type BillingLineId, type BillingPlanId, newId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { AdditionState } from './line.js';
import { firstState, type LineDraft } from './line-draft.js';

/** Ids are made here, in the order in which lines are shown. */
export interface LineToInsert {
  readonly id: BillingLineId;
  readonly draft: LineDraft;
}

export function withIds(drafts: readonly LineDraft[]): LineToInsert[] {
  return drafts.map((draft) => ({ id: newId<BillingLineId>(), draft }));
}

/** Writes lines and what adds up to them, each list in one statement. */
export async function insertLines(
  tx: WriteTransaction,
  accountId: AccountId,
  { planId, lines }: { readonly planId: BillingPlanId; readonly lines: readonly LineToInsert[] },
): Promise<void> {
  if (lines.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO billing_lines (account_id, plan_id, id, company_id, agreement_id, agreement_name, catalog_item_id, addition_id,
      write, action, reason, holds, before_quantity, before_effective_on, before_cancelled_on, after_quantity,
      after_effective_on, after_cancelled_on, bill_customer, next_invoice_on, evidence, state, seen_ids)
    SELECT ${accountId}::uuid, ${planId}::uuid, r.id, r."companyId", r."agreementId", r."agreementName", r."catalogItemId",
      r."additionId", r.write, r.action, r.reason, r.holds, r."beforeQuantity", r."beforeEffectiveOn", r."beforeCancelledOn",
      r."afterQuantity", r."afterEffectiveOn", r."afterCancelledOn", r."billCustomer", r."nextInvoiceOn", r.evidence, r.state,
      '{}'
    FROM jsonb_to_recordset(${storableJson(lines.map(lineRow))}::jsonb) AS r(id uuid, "companyId" int, "agreementId" int,
      "agreementName" text, "catalogItemId" int, "additionId" int, write text, action text, reason text, holds text[],
      "beforeQuantity" numeric, "beforeEffectiveOn" date, "beforeCancelledOn" date, "afterQuantity" numeric,
      "afterEffectiveOn" date, "afterCancelledOn" date, "billCustomer" text, "nextInvoiceOn" date, evidence jsonb, state text)`;
  await tx.$executeRaw`
    INSERT INTO billing_shares (account_id, plan_id, line_id, user_id, product_id, period_from, period_to, period_rule,
      quantity, exact_quantity, days_told, last_day, rule)
    SELECT ${accountId}::uuid, ${planId}::uuid, r."lineId", r."userId", r."productId", r."from", r."to", r."periodRule",
      r.quantity, r."exactQuantity", r."daysTold", r."lastDay", r.rule
    FROM jsonb_to_recordset(${storableJson(lines.flatMap(shareRows))}::jsonb) AS r("lineId" uuid, "userId" uuid,
      "productId" uuid, "from" date, "to" date, "periodRule" text, quantity numeric, "exactQuantity" numeric, "daysTold" int,
      "lastDay" date, rule jsonb)`;
}

function lineRow({ id, draft: { before, after, contributions: _, ...draft } }: LineToInsert) {
  return { id, ...draft, ...stateRow('before', before), ...stateRow('after', after), state: firstState(draft) };
}

function stateRow(side: 'before' | 'after', state: AdditionState | undefined) {
  return {
    [`${side}Quantity`]: state?.quantity,
    [`${side}EffectiveOn`]: state?.effectiveOn,
    [`${side}CancelledOn`]: state?.cancelledOn,
  };
}

function shareRows({ id: lineId, draft }: LineToInsert) {
  return draft.contributions.map(({ hasTurn: _, wasBilled: __, period, ...share }) => ({
    ...share,
    ...period,
    lineId,
  }));
}
