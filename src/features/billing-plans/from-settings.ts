import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import { FailureCode, type Problem } from '../../shared/failure.js';
import type { AccountId, BillingPlanId, InstanceId, UserId } from '../../shared/ids.js';
import { type FrozenSettings, frozenShape } from '../billing-settings/frozen.js';
import { overrideShape, type RuleOverride } from '../billing-settings/rule.js';
import type { Period } from './plan.js';

/** What plans ask of the settings. */
export interface CurrentBillingSettings {
  /** What a run that begins now goes by, or why nothing is billed. */
  current(caller: Caller): Promise<BillingGround | { readonly whyNot: Problem }>;
}

export interface BillingGround {
  readonly settings: FrozenSettings;
  /** Whose record ids the settings have. */
  readonly instanceId: InstanceId;
}

export interface BillingOverrides {
  /** What counts otherwise for each of these users, as far as it was said of this ConnectWise. */
  overridesOf(
    caller: Caller,
    of: { readonly userIds: readonly UserId[]; readonly instanceId: InstanceId },
  ): Promise<ReadonlyMap<UserId, readonly RuleOverride[]>>;
}

export interface BillingTurns {
  /** Notes whom a plan that was opened in this transaction bills. */
  choose(
    tx: WriteTransaction,
    accountId: AccountId,
    turns: {
      readonly planId: BillingPlanId;
      readonly userIds: readonly UserId[] | 'all';
      readonly period: Period;
    },
  ): Promise<void>;
}

export interface ScheduleRuns {
  /** Opens the plans that are due, and tells how many, and when to look again. */
  open(caller: Caller): Promise<{ readonly opened: number; readonly next: Date | undefined }>;
}

/** The same straight from the tables. */
export class StoredBillingSettings implements CurrentBillingSettings, BillingOverrides {
  constructor(private readonly database: Database) {}

  async current({ accountId }: Caller): Promise<BillingGround | { readonly whyNot: Problem }> {
    const [row] = await this.database.read(accountId, (db) =>
      sql<Record<string, unknown> & { instanceId: string | null; isCurrent: boolean | null }>`
        SELECT s.rules, s.one_time_cycle_ids AS "oneTimeCycleIds", s.is_auto_approved AS "isAutoApproved",
          s.needs_second_person AS "needsSecondPerson", s.expiry_days AS "expiryDays", s.instance_id AS "instanceId",
          s.instance_id = i.instance_id AS "isCurrent"
        FROM billing_settings s LEFT JOIN integration_settings i ON i.account_id = s.account_id
        WHERE s.account_id = ${accountId}`.compile(db),
    );
    if (row?.isCurrent && row.instanceId) {
      return { settings: frozenShape.parse(row), instanceId: row.instanceId as InstanceId };
    }
    const message = row
      ? 'The billing settings were saved for another ConnectWise. Save them again.'
      : 'Nothing says how usage is billed. Save the billing settings first.';
    return { whyNot: { code: FailureCode.NOT_CONFIGURED, message } };
  }

  async overridesOf(
    { accountId }: Caller,
    { userIds, instanceId }: { readonly userIds: readonly UserId[]; readonly instanceId: InstanceId },
  ): Promise<ReadonlyMap<UserId, readonly RuleOverride[]>> {
    const rows = await this.database.read(accountId, (db) =>
      sql<{ userId: string; rules: unknown }>`
        SELECT user_id AS "userId", rules FROM billing_overrides
        WHERE account_id = ${accountId} AND instance_id = ${instanceId} AND user_id = ANY (${[...userIds]}::uuid[])`.compile(
        db,
      ),
    );
    const shape = z.array(overrideShape);
    return new Map(rows.map(({ userId, rules }) => [userId as UserId, shape.parse(rules) as RuleOverride[]]));
  }
}

export class StoredBillingTurns implements BillingTurns {
  async choose(
    tx: WriteTransaction,
    accountId: AccountId,
    { planId, userIds, period }: Parameters<BillingTurns['choose']>[2],
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO billing_turns (account_id, plan_id, user_id, period_from, period_to)
      SELECT account_id, ${planId}::uuid, id, ${period.from}::date, ${period.to}::date FROM users
      WHERE account_id = ${accountId}::uuid AND status = 'ACTIVE'
        AND (${userIds === 'all'} OR id = ANY (${userIds === 'all' ? [] : [...userIds]}::uuid[]))`;
  }
}

/** Until there is a calendar, nothing is due by itself. */
export class NoSchedule implements ScheduleRuns {
  async open(): Promise<{ readonly opened: number; readonly next: undefined }> {
    return { opened: 0, next: undefined };
  }
}
