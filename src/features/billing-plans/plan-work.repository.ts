import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { refreshStatistics } from '../../database/statistics.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Day } from '../../shared/day.js';
import type { AccountId, BillingPlanId, InstanceId, SourceId, UserId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import type { Mapping, VerificationStatus } from '../mappings/mapping.js';
import { type AgreementFacts, agreementShape } from './agreement-choice.js';
import type { Period } from './plan.js';

/** A user as far as a plan has to know where it stands. */
export interface PlannedUser {
  readonly id: UserId;
  readonly sourceId: SourceId;
  readonly isArchived: boolean;
  readonly mapping: Pick<Mapping, 'isEnabled' | 'instanceId' | 'connectWiseId' | 'verification'> | undefined;
  readonly hasTurn: boolean;
  readonly period: Period;
}

/** A plan in the making. */
export interface PlanInHand {
  readonly id: BillingPlanId;
  readonly instanceId: InstanceId;
  readonly period: Period;
}

const BILLABLE = sql`m.is_enabled AND m.verification = 'VERIFIED' AND u.status = 'ACTIVE'`;
const DAYS = 'YYYY-MM-DD';

/** What the making of a plan goes by: whom it is for, and the agreements it has read. */
export class PlanWorkRepository {
  constructor(private readonly database: Database) {}

  /** Usage and users may have come in by the thousand since anybody told the database's planner of them. */
  refreshStatistics(accountId: AccountId): Promise<void> {
    return this.database.write(accountId, refreshStatistics);
  }

  /** Companies behind a record id, in their order, that somebody whom the run is for is mapped to. */
  async companies(
    accountId: AccountId,
    { id, instanceId }: PlanInHand,
    { after, most }: { readonly after: number; readonly most?: number },
  ): Promise<number[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ companyId: number }>`
        SELECT DISTINCT m.connect_wise_id AS "companyId" FROM billing_turns t
        JOIN users u ON u.account_id = t.account_id AND u.id = t.user_id
        -- By the user alone: where the planner knows little of an account it would read all of its mappings each time.
        CROSS JOIN LATERAL (
          SELECT * FROM mappings one WHERE one.account_id = t.account_id AND one.user_id = t.user_id OFFSET 0
        ) m
        WHERE t.account_id = ${accountId} AND t.plan_id = ${id} AND m.instance_id = ${instanceId} AND ${BILLABLE}
          AND m.connect_wise_id > ${after}
        ORDER BY 1 LIMIT ${most ?? null}`.compile(db),
    );
    return rows.map(({ companyId }) => companyId);
  }

  /**
   * All users of these companies, also those whom the run is not for: what they use may lie on the same additions. Who
   * was planned before under another company is left out, so that nobody counts twice.
   */
  async usersOf(accountId: AccountId, plan: PlanInHand, companyIds: readonly number[]): Promise<PlannedUser[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<UserRow>`
        SELECT ${columns(plan)} FROM mappings m
        JOIN users u ON u.account_id = m.account_id AND u.id = m.user_id
        LEFT JOIN billing_turns t ON t.account_id = m.account_id AND t.plan_id = ${plan.id} AND t.user_id = m.user_id
        WHERE m.account_id = ${accountId} AND m.instance_id = ${plan.instanceId}
          AND m.connect_wise_id = ANY (${[...companyIds]}::int[]) AND ${BILLABLE}
          AND ${isNotPlanned(accountId, plan)}
        ORDER BY u.id`.compile(db),
    );
    return rows.map(toUser);
  }

  /** Users whom the run is for and who are in no line yet, in the order of their ids. */
  async others(
    accountId: AccountId,
    plan: PlanInHand,
    { after, most }: { readonly after: string | undefined; readonly most: number },
  ): Promise<PlannedUser[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<UserRow>`
        SELECT ${columns(plan)} FROM billing_turns t
        JOIN users u ON u.account_id = t.account_id AND u.id = t.user_id
        LEFT JOIN mappings m ON m.account_id = t.account_id AND m.user_id = t.user_id
        WHERE t.account_id = ${accountId} AND t.plan_id = ${plan.id}
          AND (${after ?? null}::uuid IS NULL OR t.user_id > ${after ?? null}::uuid)
          AND ${isNotPlanned(accountId, plan)}
        ORDER BY t.user_id LIMIT ${most}`.compile(db),
    );
    return rows.map(toUser);
  }

  async countTurns(accountId: AccountId, planId: BillingPlanId): Promise<number> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<{ n: number }>`SELECT count(*)::int AS n FROM billing_turns
        WHERE account_id = ${accountId} AND plan_id = ${planId}`.compile(db),
    );
    return row?.n ?? 0;
  }

  /** Whether an earlier try has made lines already. */
  async isBegun(accountId: AccountId, planId: BillingPlanId): Promise<boolean> {
    const rows = await this.database.read(accountId, (db) =>
      sql<object>`SELECT FROM billing_lines WHERE account_id = ${accountId} AND plan_id = ${planId} LIMIT 1`.compile(
        db,
      ),
    );
    return rows.length > 0;
  }

  async agreements(
    accountId: AccountId,
    planId: BillingPlanId,
    companyIds: readonly number[],
  ): Promise<AgreementFacts[]> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ facts: unknown }>`
        SELECT facts FROM billing_agreements WHERE account_id = ${accountId} AND plan_id = ${planId}
          AND company_id = ANY (${[...companyIds]}::int[]) ORDER BY connect_wise_id`.compile(db),
    );
    return rows.map(({ facts }) => agreementShape.parse(facts));
  }

  /** The same page again changes nothing. */
  async saveAgreements(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, agreements }: { readonly planId: BillingPlanId; readonly agreements: readonly AgreementFacts[] },
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO billing_agreements (account_id, plan_id, connect_wise_id, company_id, facts)
      SELECT ${accountId}::uuid, ${planId}::uuid, (f ->> 'id')::int, (f ->> 'companyId')::int, f
      FROM jsonb_array_elements(${storableJson(agreements)}::jsonb) AS f
      ON CONFLICT DO NOTHING`;
  }

  async forgetAgreements(tx: WriteTransaction, accountId: AccountId, planId: BillingPlanId): Promise<void> {
    await tx.$executeRaw`
      DELETE FROM billing_agreements WHERE account_id = ${accountId}::uuid AND plan_id = ${planId}::uuid`;
  }
}

function columns({ period }: PlanInHand) {
  return sql`u.id, u.source_id AS "sourceId", u.status = 'ARCHIVED' AS "isArchived", t.user_id IS NOT NULL AS "hasTurn",
    to_char(coalesce(t.period_from, ${period.from}::date), ${DAYS}) AS "from",
    to_char(coalesce(t.period_to, ${period.to}::date), ${DAYS}) AS "to",
    m.is_enabled AS "isEnabled", m.instance_id AS "instanceId", m.connect_wise_id AS "connectWiseId",
    m.verification::text AS verification`;
}

function isNotPlanned(accountId: AccountId, { id }: PlanInHand) {
  return sql`NOT EXISTS (
    SELECT FROM billing_shares s WHERE s.account_id = ${accountId} AND s.plan_id = ${id} AND s.user_id = u.id)`;
}

interface UserRow {
  readonly id: string;
  readonly sourceId: string;
  readonly isArchived: boolean;
  readonly hasTurn: boolean;
  readonly from: string;
  readonly to: string;
  readonly isEnabled: boolean | null;
  readonly instanceId: string | null;
  readonly connectWiseId: number | null;
  readonly verification: string | null;
}

function toUser({ id, sourceId, isArchived, hasTurn, from, to, ...row }: UserRow): PlannedUser {
  const { isEnabled, instanceId, verification } = row;
  const mapping =
    isEnabled === null
      ? undefined
      : {
          ...{ isEnabled, instanceId: instanceId as InstanceId, connectWiseId: row.connectWiseId ?? undefined },
          verification: verification as VerificationStatus,
        };
  const period = { from: from as Day, to: to as Day };
  return { id: id as UserId, sourceId: sourceId as SourceId, isArchived, hasTurn, period, mapping };
}
