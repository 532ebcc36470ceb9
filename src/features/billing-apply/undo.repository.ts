import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, type BillingLineId, type BillingPlanId, type InstanceId, newId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { AdditionState } from '../billing-plans/line.js';
import { PlanStatus } from '../billing-plans/plan.js';
import { type FrozenSettings, frozenShape } from '../billing-settings/frozen.js';
import { stateColumns, toState } from './line-row.js';
import type { UndoDraft, WrittenLine } from './undo-rules.js';

/** A plan that may be taken back, or takes one back, as it stays until the transaction ends. */
export interface LockedPlan {
  readonly status: PlanStatus;
  readonly instanceId: InstanceId | undefined;
  readonly settings: FrozenSettings;
}

/** A line of it. */
export interface LineChoice {
  readonly id: BillingLineId;
  /** It was written, and nothing takes it back or has done so. */
  readonly isFree: boolean;
}

/** Lines that come next, and how many are left with them. */
export interface UndoBatch {
  readonly lines: readonly WrittenLine[];
  readonly left: number;
}

/** So many agreements are looked at in one part: each is a call, and a part has to end within its slice. */
const AGREEMENTS = 8;
/** Of `billing_lines x`: it takes another one back, or has done so, or will once it is approved, while it still can be. */
const TAKES_BACK = `(x.state IN ('APPROVED', 'WRITING', 'APPLIED', 'UNCLEAR') OR x.state = 'PENDING' AND EXISTS (
  SELECT FROM billing_plans p
  WHERE p.account_id = x.account_id AND p.id = x.plan_id AND p.status IN ('PLANNING', 'OPEN')))`;
const IS_TAKEN_BACK = `EXISTS (
  SELECT FROM billing_lines x WHERE x.account_id = l.account_id AND x.undoes_line_id = l.id AND ${TAKES_BACK})`;

const plans = z.array(
  z.object({ status: z.enum(PlanStatus), instanceId: z.string().nullable(), settings: frozenShape }),
);
const choices = z.array(z.object({ id: z.string(), isFree: z.boolean() }));

/** Plans that take others back. */
export class UndoRepository {
  constructor(private readonly database: Database) {}

  async lock(tx: WriteTransaction, accountId: AccountId, id: BillingPlanId): Promise<LockedPlan | undefined> {
    const rows = await tx.$queryRaw`
      SELECT status, instance_id::text AS "instanceId", settings FROM billing_plans
      WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid FOR UPDATE`;
    const [row] = plans.parse(rows);
    return row && { ...row, instanceId: (row.instanceId ?? undefined) as InstanceId | undefined };
  }

  /** Those lines of a plan that are named, or, where none are, any that can be taken back. */
  async choices(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, lineIds }: { readonly planId: BillingPlanId; readonly lineIds: readonly BillingLineId[] | undefined },
  ): Promise<LineChoice[]> {
    const isFree = Prisma.sql`(l.state = 'APPLIED' AND NOT ${Prisma.raw(IS_TAKEN_BACK)})`;
    const which = lineIds ? Prisma.sql`l.id = any(${[...lineIds]}::uuid[])` : isFree;
    const rows = await tx.$queryRaw`
      SELECT l.id::text, ${isFree} AS "isFree" FROM billing_lines l
      WHERE l.account_id = ${accountId}::uuid AND l.plan_id = ${planId}::uuid AND ${which}
      LIMIT ${lineIds ? null : 1}::int`;
    return choices.parse(rows).map(({ id, ...choice }) => ({ ...choice, id: id as BillingLineId }));
  }

  async choose(
    tx: WriteTransaction,
    accountId: AccountId,
    { id, lineIds }: { readonly id: BillingPlanId; readonly lineIds: readonly BillingLineId[] },
  ): Promise<void> {
    await tx.billingPlan.updateMany({ where: { accountId, id }, data: { undoLineIds: [...lineIds] } });
  }

  isUnderWay(error: unknown): boolean {
    return isUniqueViolation(error, 'billing_plans_one_undo_key');
  }

  /** Lines that a plan takes back and has none of its own for yet, by agreement. */
  async next(accountId: AccountId, planId: BillingPlanId): Promise<UndoBatch> {
    const rows = await this.database.read(accountId, (db) =>
      sql<Row>`
        WITH left_over AS (
          SELECT l.*, dense_rank() OVER (ORDER BY l.agreement_id) AS place, (count(*) OVER ())::int AS "left"
          FROM billing_plans u
          JOIN billing_lines l ON l.account_id = u.account_id AND l.plan_id = u.undoes_plan_id
          WHERE u.account_id = ${accountId}::uuid AND u.id = ${planId}::uuid AND l.state = 'APPLIED'
            AND (coalesce(cardinality(u.undo_line_ids), 0) = 0 OR l.id = any(u.undo_line_ids))
            AND NOT ${sql.raw(IS_TAKEN_BACK)} AND NOT EXISTS (
              SELECT FROM billing_lines own
              WHERE own.account_id = u.account_id AND own.undoes_line_id = l.id AND own.plan_id = u.id))
        SELECT l.id::text, l.company_id AS "companyId", l.agreement_id AS "agreementId",
          l.agreement_name AS "agreementName", l.catalog_item_id AS "catalogItemId", l.addition_id AS "additionId", l.write,
          l.bill_customer AS "billCustomer", l.next_invoice_on::text AS "nextInvoiceOn", "left",
          ${stateColumns('before')}, ${stateColumns('found')}
        FROM left_over l WHERE l.place <= ${AGREEMENTS}
        ORDER BY l.agreement_id, l.id`.compile(db),
    );
    return { lines: rows.map(toWritten), left: rows[0]?.left ?? 0 };
  }

  /** By the lines that are taken back, those that do so. */
  async takenBackBy(
    accountId: AccountId,
    ids: readonly BillingLineId[],
  ): Promise<ReadonlyMap<BillingLineId, BillingLineId>> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ readonly undone: BillingLineId; readonly id: BillingLineId }>`
        SELECT x.undoes_line_id::text AS undone, x.id::text FROM billing_lines x
        WHERE x.account_id = ${accountId}::uuid AND x.undoes_line_id = any(${[...ids]}::uuid[])
          AND ${sql.raw(TAKES_BACK)}
        ORDER BY x.id`.compile(db),
    );
    return new Map(rows.map(({ undone, id }) => [undone, id]));
  }

  /** In one statement, in the order in which they are shown. */
  async insert(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, drafts }: { readonly planId: BillingPlanId; readonly drafts: readonly UndoDraft[] },
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO billing_lines (account_id, plan_id, seen_ids, id, company_id, agreement_id, agreement_name,
        catalog_item_id, addition_id, bill_customer, undoes_line_id, action, write, reason, holds, state, next_invoice_on,
        before_quantity, before_effective_on, before_cancelled_on, after_quantity, after_effective_on, after_cancelled_on,
        found_quantity, found_effective_on, found_cancelled_on, failure_code, failure_message, ended_at)
      SELECT ${accountId}::uuid, ${planId}::uuid, '{}', r.*, CASE WHEN r.state = 'CONFLICT' THEN now() END
      FROM jsonb_to_recordset(${storableJson(drafts.map(toRow))}::jsonb) AS r(id uuid, company int, agreement int, name text,
        item int, addition int, bill text, undoes uuid, action text, write text, reason text, holds text[], state text,
        invoice date, q1 numeric, e1 date, c1 date, q2 numeric, e2 date, c2 date, q3 numeric, e3 date, c3 date,
        code text, message text)`;
  }
}

interface Row extends Pick<WrittenLine, 'id' | 'agreementId' | 'catalogItemId' | 'additionId' | 'write'> {
  readonly companyId: number | null;
  readonly agreementName: string | null;
  readonly billCustomer: WrittenLine['billCustomer'] | null;
  readonly nextInvoiceOn: WrittenLine['nextInvoiceOn'] | null;
  readonly before: unknown;
  readonly found: unknown;
  readonly left: number;
}

function toWritten({ companyId, agreementName, billCustomer, nextInvoiceOn, before, found, ...row }: Row): WrittenLine {
  return {
    ...row,
    companyId: companyId ?? undefined,
    agreementName: agreementName ?? undefined,
    billCustomer: billCustomer ?? undefined,
    nextInvoiceOn: nextInvoiceOn ?? undefined,
    before: before === null ? undefined : toState(before),
    found: toState(found),
  };
}

function toRow({ line, before, after, found, failure, ...draft }: UndoDraft) {
  const { companyId: company, agreementId: agreement, agreementName: name, catalogItemId: item } = line;
  return {
    ...{
      id: newId<BillingLineId>(),
      company,
      agreement,
      name,
      item,
      addition: line.additionId,
      bill: line.billCustomer,
    },
    ...{ undoes: line.id, action: draft.action, write: draft.write, reason: draft.reason, holds: draft.holds },
    ...{ state: draft.state, invoice: draft.nextInvoiceOn, code: failure?.code, message: failure?.message },
    ...columns(1, before),
    ...columns(2, after),
    ...columns(3, found),
  };
}

function columns(number: 1 | 2 | 3, state: AdditionState | undefined) {
  return { [`q${number}`]: state?.quantity, [`e${number}`]: state?.effectiveOn, [`c${number}`]: state?.cancelledOn };
}
