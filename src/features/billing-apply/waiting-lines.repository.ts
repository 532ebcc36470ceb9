import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, BillingPlanId, InstanceId } from '../../shared/ids.js';
import type { PlanKind, PlanStatus } from '../billing-plans/plan.js';
import { SETTLE_SECONDS } from '../integration/written-once.js';
import { LINE_COLUMNS, type LineRow, toLine } from './line-row.js';
import type { LineToWrite, PlanToWrite } from './line-to-write.js';

/** A plan of which something waits to be written. */
export interface WaitingPlan {
  readonly id: BillingPlanId;
  /** Its last job failed a short time ago: more of the same would not mend it before. */
  readonly retryAt: Date | null;
}

/** The agreement whose lines come next. */
export interface NextAgreement {
  readonly agreementId: number;
  /** Until then a write that nobody knows of may still arrive; null when there is none. */
  readonly readyAt: Date | null;
  readonly isReady: boolean;
  /** Lines of the plan that are left, in all agreements. */
  readonly left: number;
}

const RETRY_MINUTES = 60;

/** What waits to be written, and what nobody knows of yet. */
export class WaitingLinesRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first; those whose last job failed come when their time has. */
  plans(accountId: AccountId): Promise<WaitingPlan[]> {
    return this.database.read(accountId, (db) =>
      sql<WaitingPlan>`
        WITH waiting AS (
          SELECT DISTINCT plan_id FROM billing_lines
          WHERE account_id = ${accountId}::uuid AND state IN ('APPROVED', 'WRITING')),
        failed AS (
          SELECT w.plan_id, max(j.finished_at) + make_interval(mins => ${RETRY_MINUTES}::int) AS retry_at
          FROM waiting w
          JOIN jobs j ON j.account_id = ${accountId}::uuid AND j.kind = 'BILLING_APPLY' AND j.status = 'FAILED'
            AND j.input ->> 'planId' = w.plan_id::text
          GROUP BY w.plan_id)
        SELECT w.plan_id::text AS id, CASE WHEN f.retry_at > now() THEN f.retry_at END AS "retryAt"
        FROM waiting w LEFT JOIN failed f USING (plan_id)
        ORDER BY f.retry_at > now() NULLS FIRST, w.plan_id`.compile(db),
    );
  }

  async plan(accountId: AccountId, id: BillingPlanId): Promise<PlanToWrite | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<PlanRow>`
        SELECT kind, status, instance_id::text AS "instanceId"
        FROM billing_plans WHERE account_id = ${accountId}::uuid AND id = ${id}::uuid`.compile(db),
    );
    return row && { id, ...row, instanceId: row.instanceId ?? undefined };
  }

  /** One that can be looked at now comes first. */
  async nextAgreement(accountId: AccountId, planId: BillingPlanId): Promise<NextAgreement | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<NextAgreement>`
        WITH agreements AS (
          SELECT agreement_id, count(*)::int AS lines,
            max(intended_at) FILTER (WHERE state = 'WRITING') + make_interval(secs => ${SETTLE_SECONDS}::int) AS ready_at
          FROM billing_lines
          WHERE account_id = ${accountId}::uuid AND plan_id = ${planId}::uuid AND state IN ('APPROVED', 'WRITING')
          GROUP BY agreement_id)
        SELECT agreement_id AS "agreementId", ready_at AS "readyAt", coalesce(ready_at <= now(), true) AS "isReady",
          (sum(lines) OVER ())::int AS left
        FROM agreements
        ORDER BY coalesce(ready_at <= now(), true) DESC, ready_at, agreement_id
        LIMIT 1`.compile(db),
    );
    return row;
  }

  async lines(accountId: AccountId, planId: BillingPlanId, agreementId: number): Promise<LineToWrite[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<LineRow>`
        SELECT ${LINE_COLUMNS}
        FROM billing_lines l
        WHERE l.account_id = ${accountId}::uuid AND l.plan_id = ${planId}::uuid AND l.agreement_id = ${agreementId}
          AND l.state IN ('APPROVED', 'WRITING')
        ORDER BY l.id`.compile(db),
    );
    return rows.map(toLine);
  }
}

interface PlanRow {
  readonly kind: PlanKind;
  readonly status: PlanStatus;
  readonly instanceId: InstanceId | null;
}
