import { type Expression, type SqlBool, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { isOneOf } from '../../database/is-one-of.js';
import { newestFirst } from '../../database/newest-first.js';
import { type ActorRow, toActor } from '../../shared/caller.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, BillingPlanId, InstanceId } from '../../shared/ids.js';
import type { Page, PageRequest } from '../../shared/page.js';
import { type FrozenSettings, frozenShape } from '../billing-settings/frozen.js';
import type { BillingPlan, LineCount, PlanFilter, PlanKind, PlanStatus } from './plan.js';

const DAYS = 'YYYY-MM-DD';

const COLUMNS = [
  ...(['id', 'kind', 'status', 'instance_id as instanceId', 'due_at as dueAt', 'is_late as isLate'] as const),
  ...(['is_for_all as isForAll', 'undoes_plan_id as undoesPlanId', 'actor_kind as actorKind'] as const),
  ...(['actor_id as actorId', 'actor_name as actorName', 'actor_subject as actorSubject'] as const),
  ...(['settings', 'failure_code as failureCode', 'failure_message as failureMessage'] as const),
  ...(['created_at as createdAt', 'planned_at as plannedAt'] as const),
  ...(['expires_at as expiresAt', 'closed_at as closedAt'] as const),
  sql<string | null>`to_char(month, ${sql.lit(DAYS)})`.as('firstOfMonth'),
  sql<string | null>`to_char(period_from, ${sql.lit(DAYS)})`.as('from'),
  sql<string | null>`to_char(period_to, ${sql.lit(DAYS)})`.as('to'),
] as const;

/** A plan with the settings that it goes by. */
export interface PlanWithSettings {
  readonly plan: BillingPlan;
  readonly settings: FrozenSettings;
}

/** Plans as they are read. */
export class PlanRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId, ids: readonly BillingPlanId[]): Promise<BillingPlan[]> {
    return (await this.rows(accountId, isOneOf('id', 'uuid', ids))).map(toRecord);
  }

  async withSettings(accountId: AccountId, id: BillingPlanId): Promise<PlanWithSettings | undefined> {
    const [row] = await this.rows(accountId, sql<SqlBool>`id = ${id}::uuid`);
    return row && { plan: toRecord(row), settings: frozenShape.parse(row.settings) };
  }

  /** The first of those that wait to be made, or are being made. */
  async oldestInTheMaking(accountId: AccountId): Promise<BillingPlan | undefined> {
    const [row] = await this.rows(accountId, sql<SqlBool>`status = 'PLANNING'`, 1);
    return row && toRecord(row);
  }

  /** When the next one expires, and whether one has by now. */
  async expiry(accountId: AccountId): Promise<{ readonly at: Date; readonly isOver: boolean } | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ at: Date | null; isOver: boolean | null }>`
        SELECT min(expires_at) AS at, min(expires_at) <= now() AS "isOver" FROM billing_plans
        WHERE account_id = ${accountId} AND status = 'OPEN'`.compile(db),
    );
    return row?.at ? { at: row.at, isOver: row.isOver === true } : undefined;
  }

  page(accountId: AccountId, request: PageRequest, filter: PlanFilter): Promise<Page<BillingPlan>> {
    return newestFirst(this.database, {
      accountId,
      request,
      name: 'billingPlans',
      table: 'billing_plans',
      columns: (db) => db.selectFrom('billing_plans').select(COLUMNS),
      conditions: conditions(filter),
      item: toRecord,
    });
  }

  /** What became of the lines of each plan. */
  async counts(
    accountId: AccountId,
    ids: readonly BillingPlanId[],
  ): Promise<ReadonlyMap<BillingPlanId, readonly LineCount[]>> {
    const rows = await this.database.read(accountId, (db) =>
      sql<LineCount & { planId: BillingPlanId }>`
        SELECT plan_id AS "planId", action, state, count(*)::int AS lines,
          (count(*) FILTER (WHERE cardinality(holds) > 0))::int AS held
        FROM billing_lines WHERE account_id = ${accountId} AND plan_id = ANY (${[...ids]}::uuid[])
        GROUP BY plan_id, action, state ORDER BY plan_id, action, state`.compile(db),
    );
    return new Map(ids.map((id) => [id, rows.filter(({ planId }) => planId === id)]));
  }

  private rows(accountId: AccountId, condition: Expression<SqlBool>, most?: number): Promise<Row[]> {
    return this.database.read(accountId, (db) => {
      const query = db.selectFrom('billing_plans').select(COLUMNS).where('account_id', '=', accountId).where(condition);
      return most === undefined ? query : query.orderBy('id').limit(most);
    });
  }
}

function conditions({ statuses, kinds }: PlanFilter): Expression<SqlBool>[] {
  return [
    ...(statuses ? [isOneOf('status', 'text', statuses)] : []),
    ...(kinds ? [isOneOf('kind', 'text', kinds)] : []),
  ];
}

interface Row extends ActorRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly instanceId: string | null;
  readonly firstOfMonth: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly dueAt: Date | null;
  readonly isLate: boolean;
  readonly isForAll: boolean;
  readonly undoesPlanId: string | null;
  readonly settings: unknown;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly createdAt: Date;
  readonly plannedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly closedAt: Date | null;
}

/** Texts that the database holds to their lists. */
function toRecord(row: Row): BillingPlan {
  const { from, to, failureCode, failureMessage } = row;
  return {
    id: row.id as BillingPlanId,
    kind: row.kind as PlanKind,
    status: row.status as PlanStatus,
    instanceId: (row.instanceId ?? undefined) as InstanceId | undefined,
    month: (row.firstOfMonth ?? undefined) as Day | undefined,
    dueAt: row.dueAt ?? undefined,
    isLate: row.isLate,
    period: from && to ? { from: from as Day, to: to as Day } : undefined,
    isForAll: row.isForAll,
    undoesPlanId: (row.undoesPlanId ?? undefined) as BillingPlanId | undefined,
    actor: toActor(row),
    failure: failureCode === null ? undefined : { code: failureCode, message: failureMessage ?? '' },
    createdAt: row.createdAt,
    plannedAt: row.plannedAt ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
    closedAt: row.closedAt ?? undefined,
  };
}
