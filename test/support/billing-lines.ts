import { randomUUID } from 'node:crypto';
import type { Services } from '../../src/app/services.js';
import type { BillingPlan } from '../../src/features/billing-plans/plan.js';
import type { FrozenSettings } from '../../src/features/billing-settings/frozen.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { BulkErrorPolicy, type BulkOutcome } from '../../src/shared/bulk.js';
import type { Caller } from '../../src/shared/caller.js';
import {
  type BillingLineId,
  type BillingPlanId,
  type InstanceId,
  newId,
  type ProductId,
  type UserId,
} from '../../src/shared/ids.js';

/** What a test stands on: a server with its ConnectWise, and an account of it whose integration is on. */
export interface BilledGround {
  readonly services: Services;
  readonly sandbox: Sandbox;
  readonly caller: Caller;
  readonly sql: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
}

/** A user mapped to a company of its own, which has one agreement. */
export interface BilledCustomer {
  readonly userId: UserId;
  readonly companyId: number;
  readonly agreementId: number;
}

/** An addition as a test writes it down; days are texts. */
export interface Standing {
  readonly quantity: string;
  readonly effectiveOn?: string | undefined;
  readonly cancelledOn?: string | undefined;
}

/** One line; an addition that is there is changed, and without one it is made. */
export interface WantedLine {
  readonly customer: BilledCustomer;
  readonly additionId?: number;
  readonly catalogItemId?: number;
  readonly after: Standing;
  readonly nextInvoiceOn?: string;
}

export interface LineRow {
  readonly id: BillingLineId;
  readonly state: string;
  readonly additionId: number | null;
  readonly quantity: string | null;
  readonly cancelledOn: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

export const FIRST_DAY = '2026-01-01';
export const LAST_DAY = '2026-01-31';

export const SETTINGS: FrozenSettings = {
  ...{ rules: [], oneTimeCycleIds: [], isAutoApproved: false, needsSecondPerson: false, expiryDays: 14 },
};

/** An account that bills, with plans whose lines are approved. */
export class BilledAccount {
  private constructor(
    readonly ground: BilledGround,
    private readonly parts: { readonly source: string; readonly productId: ProductId },
  ) {}

  static async open(ground: BilledGround): Promise<BilledAccount> {
    const { services, caller } = ground;
    const source = `source-${randomUUID()}`;
    await services.sources.create(caller, { code: source, name: source });
    const product = { source, code: 'mail', name: 'Mail', unit: 'mailbox', decimals: 2, periodRule: 'LAST' as const };
    const productId = only(await services.saveProducts.save(caller, [product], BulkErrorPolicy.REJECT_ALL));
    return new BilledAccount(ground, { source, productId });
  }

  async customer(): Promise<BilledCustomer> {
    const { services, sandbox, caller } = this.ground;
    const identifier = randomUUID();
    const companyId = sandbox.companies.add({ identifier, name: `Billed ${identifier}` }).id;
    const item = { source: this.parts.source, externalId: identifier, name: identifier };
    const user = { ...item, mailDomains: [], contactEmail: undefined };
    const userId = only(await services.saveUsers.save(caller, [user], BulkErrorPolicy.REJECT_ALL));
    const choice = { isEnabled: true, replaceExisting: false, allowShared: false, allowInactive: false };
    await services.mapCompany.map(caller, { userId, company: { kind: 'identifier', identifier }, ...choice });
    const agreement = { name: 'Mail', type: { id: 1 }, company: { id: companyId }, startDate: '2024-01-01T00:00:00Z' };
    return { userId, companyId, agreementId: sandbox.agreements.add(agreement).id };
  }

  /** An addition that a person has made. */
  addition(
    { agreementId }: BilledCustomer,
    { quantity, effectiveOn = FIRST_DAY, catalogItemId = 1 }: Partial<Standing> & { catalogItemId?: number },
  ): number {
    const effectiveDate = `${effectiveOn}T00:00:00Z`;
    const fields = { product: { id: catalogItemId }, quantity: Number(quantity ?? 10), effectiveDate };
    return this.ground.sandbox.agreements.addAddition(agreementId, fields).id;
  }

  /** What an agreement has, in the order in which it was made. */
  additions({ agreementId }: BilledCustomer): (Standing & { readonly id: number })[] {
    return this.ground.sandbox.agreements.additions(agreementId).map(({ id, ...fields }) => ({
      id,
      quantity: String(fields['quantity']),
      effectiveOn: dayOf(fields['effectiveDate']),
      cancelledOn: dayOf(fields['cancelledDate']),
    }));
  }

  /** A plan that is open, with approved lines as they would be planned now; the planner itself is not needed for it. */
  async plan(
    lines: readonly WantedLine[],
    state = 'APPROVED',
  ): Promise<{ id: BillingPlanId; lineIds: BillingLineId[] }> {
    const { sql, caller } = this.ground;
    const { accountId } = caller;
    const id = newId<BillingPlanId>();
    await sql(
      `INSERT INTO billing_plans (account_id, id, kind, status, instance_id, period_from, period_to, actor_kind,
         actor_name, settings, planned_at, expires_at)
       VALUES ($1, $2, 'ON_DEMAND', 'OPEN', $3, $4, $5, 'SYSTEM', 'test', $6, now(), now() + interval '14 days')`,
      [accountId, id, await this.#instanceId(), FIRST_DAY, LAST_DAY, JSON.stringify(SETTINGS)],
    );
    const rows = lines.map((line) => this.#row(line));
    await sql(
      `INSERT INTO billing_lines (account_id, plan_id, state, decided_at, seen_ids, holds, id, company_id, agreement_id,
         catalog_item_id, addition_id, write, action, before_quantity, before_effective_on, before_cancelled_on,
         after_quantity, after_effective_on, after_cancelled_on, bill_customer, next_invoice_on)
       SELECT $1, $2, $3, CASE WHEN $3 <> 'PENDING' THEN now() END, '{}', '{}', r.*
       FROM jsonb_to_recordset($4::jsonb) AS r(id uuid, company int, agreement int, item int, addition int, write text,
         action text, q1 numeric, e1 date, c1 date, q2 numeric, e2 date, c2 date, bill text, invoice date)`,
      [accountId, id, state, JSON.stringify(rows)],
    );
    await sql(
      `INSERT INTO billing_shares (account_id, plan_id, user_id, product_id, line_id, period_from, period_to,
         period_rule, days_told, rule)
       SELECT $1, $2, r."user", $3, r.id, $4, $5, 'LAST', 1, '{}'
       FROM jsonb_to_recordset($6::jsonb) AS r(id uuid, "user" uuid) ON CONFLICT DO NOTHING`,
      [accountId, id, this.parts.productId, FIRST_DAY, LAST_DAY, JSON.stringify(rows)],
    );
    return { id, lineIds: rows.map((row) => row.id) };
  }

  /** In the order in which they were planned. */
  lines(planId: BillingPlanId): Promise<LineRow[]> {
    return this.ground.sql<LineRow>(
      `SELECT id, state, addition_id AS "additionId", trim_scale(found_quantity)::text AS quantity,
         found_cancelled_on::text AS "cancelledOn", failure_code AS code, failure_message AS message
       FROM billing_lines WHERE account_id = $1 AND plan_id = $2 ORDER BY id`,
      [this.ground.caller.accountId, planId],
    );
  }

  async states(planId: BillingPlanId): Promise<string[]> {
    return (await this.lines(planId)).map(({ state }) => state);
  }

  async statusOf(planId: BillingPlanId): Promise<string | undefined> {
    const [row] = await this.ground.sql<{ status: string }>('SELECT status FROM billing_plans WHERE id = $1', [planId]);
    return row?.status;
  }

  /** As after so long that nothing sent before can still arrive; intents of the last moment are left alone if told. */
  async passTime(settled = '0 seconds'): Promise<void> {
    const { sql, caller } = this.ground;
    await sql(
      `WITH span AS (SELECT interval '80 seconds' AS by),
       intents AS (
         UPDATE billing_lines SET intended_at = intended_at - by FROM span
         WHERE account_id = $1 AND intended_at < clock_timestamp() - $2::interval),
       paces AS (UPDATE call_paces SET not_before = not_before - by, trial_at = trial_at - by FROM span)
       UPDATE work SET due_at = due_at - by FROM span
       WHERE account_id = $1 AND kind = 'BILLING_APPLY' AND due_at > now()`,
      [caller.accountId, settled],
    );
  }

  /** The plan that takes another one back, as whoever makes its lines has it in hand. */
  async undoOf(id: BillingPlanId, undoesPlanId: BillingPlanId): Promise<BillingPlan> {
    const instanceId = await this.#instanceId();
    const { actor } = this.ground.caller;
    return {
      ...{ id, kind: 'UNDO', status: 'PLANNING', instanceId, undoesPlanId, actor, isLate: false, isForAll: false },
      ...{ month: undefined, dueAt: undefined, period: undefined, failure: undefined, createdAt: new Date() },
      ...{ plannedAt: undefined, expiresAt: undefined, closedAt: undefined },
    };
  }

  async #instanceId(): Promise<InstanceId> {
    const { services, caller } = this.ground;
    return (await services.integration.instance(caller)).id;
  }

  #row({ customer, additionId, catalogItemId = 1, after, nextInvoiceOn }: WantedLine) {
    const before = this.additions(customer).find(({ id }) => id === additionId);
    const write = additionId === undefined ? 'CREATE' : 'UPDATE';
    const { quantity, effectiveOn = before?.effectiveOn ?? FIRST_DAY, cancelledOn = before?.cancelledOn } = after;
    return {
      ...{ id: newId<BillingLineId>(), company: customer.companyId, agreement: customer.agreementId },
      ...{ item: catalogItemId, addition: additionId, write, action: write, user: customer.userId },
      ...{ q1: before?.quantity, e1: before?.effectiveOn, c1: before?.cancelledOn },
      ...{ q2: quantity, e2: effectiveOn, c2: cancelledOn, bill: 'BILLABLE', invoice: nextInvoiceOn },
    };
  }
}

function dayOf(instant: unknown): string | undefined {
  return typeof instant === 'string' ? instant.slice(0, 10) : undefined;
}

function only<Result>({ results, problems }: BulkOutcome<Result>): Result {
  const result = results[0]?.result;
  if (result === undefined) throw new Error(`Not saved: ${JSON.stringify([problems, results])}`);
  return result;
}
