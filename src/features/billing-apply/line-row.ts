import { sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../shared/day.js';
import type { UserId } from '../../shared/ids.js';
import type { AdditionState } from '../billing-plans/line.js';
import type { BillCustomer } from '../billing-settings/rule.js';
import type { LineToWrite } from './line-to-write.js';

const shape = z.object({
  quantity: z.string(),
  effectiveOn: z.string().nullable(),
  cancelledOn: z.string().nullable(),
});

/** The columns of one state of `billing_lines l`; null without a quantity. Numbers and days leave the database as texts. */
export function stateColumns(name: 'before' | 'after' | 'found') {
  const column = (field: string) => sql.ref(`l.${name}_${field}`);
  return sql`CASE WHEN ${column('quantity')} IS NOT NULL THEN json_build_object(
    'quantity', trim_scale(${column('quantity')})::text,
    'effectiveOn', ${column('effective_on')}, 'cancelledOn', ${column('cancelled_on')}) END AS ${sql.ref(name)}`;
}

/** What a `LineRow` has, of `billing_lines l`. */
export const LINE_COLUMNS = sql`
  l.id::text, l.company_id AS "companyId", l.agreement_id AS "agreementId", l.catalog_item_id AS "catalogItemId",
  l.addition_id AS "additionId", l.write, l.bill_customer AS "billCustomer", l.state, coalesce(l.seen_ids, '{}') AS "seenIds",
  ${stateColumns('before')}, ${stateColumns('after')},
  ARRAY(SELECT DISTINCT s.user_id::text FROM billing_shares s
    WHERE s.account_id = l.account_id AND s.line_id = l.id ORDER BY 1) AS "userIds"`;

export interface LineRow
  extends Pick<LineToWrite, 'id' | 'agreementId' | 'catalogItemId' | 'write' | 'state' | 'seenIds'> {
  readonly companyId: number | null;
  readonly additionId: number | null;
  readonly billCustomer: BillCustomer | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly userIds: readonly UserId[];
}

export function toLine({ companyId, additionId, billCustomer, before, after, ...row }: LineRow): LineToWrite {
  return {
    ...row,
    companyId: companyId ?? undefined,
    additionId: additionId ?? undefined,
    // Only what is made is told how it is billed.
    billCustomer: billCustomer ?? 'BILLABLE',
    before: before === null ? undefined : toState(before),
    after: toState(after),
  };
}

export function toState(json: unknown): AdditionState {
  const { quantity, effectiveOn, cancelledOn } = shape.parse(json);
  return { quantity, effectiveOn: toDay(effectiveOn), cancelledOn: toDay(cancelledOn) };
}

function toDay(text: string | null): Day | undefined {
  return (text ?? undefined) as Day | undefined;
}
